"""Whose story it is by its own dateline, credit or copyright line, as papers of several languages write it."""

import pytest

from verifiers.credit_lines import first_publisher
from verifiers.publishers import Publishers, load_publishers


@pytest.fixture
def publishers() -> Publishers:
    return load_publishers()


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("MOSKAU (dpa) - Der Hafen ist geschlossen.", "dpa"),
        ("Schwerin (dpa/mv) - Der Hafen ist geschlossen.", "dpa"),
        ("Der Hafen ist geschlossen.\n\nQuelle: dpa", "dpa"),
        ("Der Hafen ist geschlossen.\n\nMit Material der dpa", "dpa"),
        ("Der Hafen ist geschlossen.\n\n© dpa-infocom, dpa:250303-930-1/1", "dpa"),
        ("Von Deutsche Presse-Agentur\n\nDer Hafen ist geschlossen.", "dpa"),
        ("PARIS (AFP) – Le port est fermé.", "afp"),
        ("Le Quotidien avec AFP\n\nLe port est fermé.", "afp"),
        ("Le port est fermé, a dit le maire. (avec AFP)", "afp"),
        ("Par Agence France-Presse\n\nLe port est fermé.", "afp"),
        ("Madrid, 3 mar (EFE).- El puerto está cerrado.", "efe"),
        ("El puerto está cerrado.\n\nCon información de Europa Press", "europa press"),
        ("МОСКВА, 3 марта. /ТАСС/. Порт закрыт.", "tass"),
        ("МОСКВА, 3 мар — РИА Новости. Порт закрыт.", "ria novosti"),
        ("Москва. 3 марта. INTERFAX.RU - Порт закрыт.", "interfax"),
        ("Порт закрыт.\n\nИсточник: Рейтер", "reuters"),
        ("Порт закрыт.\n\nПо материалам: Ассошиэйтед Пресс", "associated press"),
        ("КИЇВ, 3 березня. Укрінформ. Порт закрито.", "ukrinform"),
        ("Порт закрито.\n\nДжерело: УНІАН", "unian"),
        ("The port is closed, the mayor said. (Reuters)", "reuters"),
        ("AFP/dpa\n\nDer Hafen ist geschlossen.", "afp"),
        ("By Reuters and AP\n\nThe port is closed.", "associated press"),
        ("Map\n\nThe port is closed.", None),
        ("App\n\nGet the app for this story.", None),
        ("The port is closed, the mayor said (on Monday).", None),
        ("Москва. 3 марта. Порт закрыт - это плохо.", None),
    ],
)
def test_agencies_are_credited_in_many_languages(publishers: Publishers, text: str, credit: str | None) -> None:
    assert publishers.wire_credit(text, ()) == credit


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("This article was originally published in The Guardian.", "The Guardian"),
        ("This story first appeared on Harbour Post on March 3.", "Harbour Post"),
        ("The post Ferry runs aground appeared first on Harbour Post.", "Harbour Post"),
        ("Republished with permission from The Conversation under a licence.", "The Conversation"),
        ("Provided by The Independent", "The Independent"),
        ("Read the original article on Business Insider.", "Business Insider"),
        ("Dieser Artikel erschien zuerst bei Zeit Online.", "Zeit Online"),
        ("Cet article est paru initialement dans Le Monde.", "Le Monde"),
        ("Publicado originalmente en El País.", "El País"),
        ("Впервые опубликовано в Коммерсантъ", "Коммерсантъ"),
        ("First published on 3 March 2025.", None),
        ("First published on Monday.", None),
        ("The law was first published in January.", None),
        ("The dates were first published by the council.", None),
    ],
)
def test_where_a_story_first_appeared(line: str, name: str | None) -> None:
    assert first_publisher(f"The port is closed.\n\n{line}") == name


def test_a_line_in_the_middle_of_a_story_is_no_credit() -> None:
    body = "\n".join(f"Paragraph {number} of the story." for number in range(8))
    assert first_publisher(f"{body}\nThe study was first published in Nature.\n{body}") is None


class TestAggregators:
    def origin(self, publishers: Publishers, **told: object) -> str:
        fields: dict[str, object] = {
            "credit": None, "text": "The port is closed.", "authors": (), "publisher": "MSN",
            "url": "https://www.msn.com/en/1", "path": "a",
        }  # fmt: skip
        return publishers.origin(**fields | told)  # type: ignore[arg-type]

    def test_what_one_shows_of_a_paper_is_the_paper_s(self, publishers: Publishers) -> None:
        assert self.origin(publishers, authors=("Story by Jane Doe • The Independent",)) == "independent"
        assert self.origin(publishers, publisher="The Independent") == "independent"
        assert self.origin(publishers, text="The port is closed.\n\nProvided by The Independent") == "independent"
        yahoo = {"publisher": "Yahoo News", "url": "https://news.yahoo.com/1"}
        assert self.origin(publishers, **yahoo, authors=("The Independent",)) == "independent"
        itself = {"publisher": None, "url": "https://www.independent.co.uk/1"}
        assert self.origin(publishers, **itself) == "independent"

    def test_an_agency_s_story_stays_the_agency_s(self, publishers: Publishers) -> None:
        assert self.origin(publishers, text="OSLO (Reuters) - The port is closed.") == "reuters"

    def test_what_names_nobody_is_its_own(self, publishers: Publishers) -> None:
        assert self.origin(publishers, authors=("Jane Doe",)) == "msn"
        assert self.origin(publishers, publisher=None, url="https://finance.yahoo.com/1") == "yahoo"
