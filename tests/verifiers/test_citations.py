"""Which media a sentence leans on, in six languages; and words that only look like a medium's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cpu_time import at_most
from verifiers.citations import cited_publishers


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("Two officials told Reuters on Monday that the port is closed.", {"reuters"}),
        ("In an interview with The New York Times he denied it.", {"new york times"}),
        ("The port is closed, according to the BBC, citing AFP.", {"bbc news", "afp"}),
        ("Der Hafen ist laut dpa geschlossen.", {"dpa"}),
        ("Der Hafen ist zu, sagte er der Süddeutschen Zeitung.", set()),
        ("Wie die dpa meldet, ist der Hafen zu.", {"dpa"}),
        ("Der Spiegel berichtet, der Hafen sei zu.", {"der spiegel"}),
        ("Le port est fermé, selon l'AFP.", {"afp"}),
        ("Le port est fermé, rapporte Le Monde.", {"le monde"}),
        ("El puerto está cerrado, según EFE.", {"efe"}),
        ("El puerto está cerrado, informó Europa Press.", {"europa press"}),
        ("Порт закрыт, сообщает ТАСС со ссылкой на РИА Новости.", {"tass", "ria novosti"}),
        ("Об этом пишет Reuters.", {"reuters"}),
        ("«Интерфакс» сообщил о закрытии порта.", {"interfax"}),
        ("Порт закрито, повідомляє Укрінформ.", {"ukrinform"}),
        ("Як пише УНІАН, порт закрито.", {"unian"}),
        ("According to Dr. Tom Vik the port is closed.", set()),
        ("According to a Twitter post the port is closed.", set()),
        ("According to the World Health Organization the port is closed.", set()),
        ("He told the guardian of the child to wait.", set()),
        ("There was time to spare, the harbour master told reporters.", set()),
        ("Reuters has an office in the port.", set()),
        ("", set()),
    ],
)
def test_cited_media(sentence: str, cited: set[str]) -> None:
    assert cited_publishers(sentence) == cited


@pytest.mark.parametrize("part", ["told the ", "сообщает агентству ", "according to the agency ", "x", "Aa-", "“"])
def test_hostile_sentences_are_read_in_linear_time(part: str) -> None:
    text = part * (100_000 // len(part))
    with at_most(10):
        cited = cited_publishers(text)
    assert all(name in text for name in cited)


@given(st.text(max_size=200))
def test_any_sentence_can_be_read(sentence: str) -> None:
    cited = cited_publishers(f"according to {sentence}")
    assert cited <= {one for one in cited if one}, "a name is never empty"
