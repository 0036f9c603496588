"""Who is behind a document."""

import tomllib
from collections import Counter
from importlib import resources
from typing import get_args

import pytest

from language.countries import is_country_name
from tests.verifiers import builders
from verifiers.publishers import Publishers, load_publishers, normal_name, with_edits
from warehouse.records import Publisher, PublisherType


@pytest.fixture
def publishers() -> Publishers:
    return load_publishers()


@pytest.mark.parametrize(
    ("url", "document_type"),
    [
        ("https://www.federalregister.gov/documents/2025/03/03/1", "primary_record"),
        ("https://docs.un.org/en/A/RES/ES-11/7", "primary_record"),
        ("https://www.snopes.com/fact-check/x", "fact_check"),
        ("https://www.thejournal.ie/factcheck/a-claim-1", "fact_check"),
        ("https://www.thejournal.ie/politics/a-story-1", "report"),
        ("https://notfederalregister.gov.example/x", "report"),
        ("https://www.state.gov/press-releases/x", "report"),
        ("http://[broken", "report"),
        (None, "report"),
    ],
)
def test_only_hosts_whose_pages_are_the_record_are_primary(
    publishers: Publishers, url: str | None, document_type: str
) -> None:
    assert publishers.document_type(url) == document_type


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("LONDON (Reuters) - Ministers met on Monday.", "reuters"),
        ("GENEVA, Feb 3 (Reuters) — Ministers met.", "reuters"),
        ("A headline\n\nRiyadh, Saudi Arabia (AP) — Envoys met.", "associated press"),
        ("KYIV (Northern Wire) – The grid failed.", "northern wire"),
        ("By Jane Doe, The Associated Press\n\nEnvoys met.", "associated press"),
        ("By AFP\n\nEnvoys met.", "afp"),
        ("Envoys met on Monday.\n\nSource: Agence France-Presse", "afp"),
        ("Envoys met on Monday.\n\n© 2025 The Associated Press. All rights reserved.", "associated press"),
        ("Envoys met, Reuters reported on Monday.", None),
        ("The Agency (IAEA) - a body of the United Nations - met.", None),
        ("Envoys of the North Atlantic alliance (NATO) met.", None),
        ("By Jane Doe\n\nEnvoys met.", None),
        ("", None),
    ],
)
def test_a_wire_credit_is_read_where_credits_stand(publishers: Publishers, text: str, credit: str | None) -> None:
    assert publishers.wire_credit(text, ()) == credit


def test_an_author_line_may_be_the_credit(publishers: Publishers) -> None:
    assert publishers.wire_credit("Envoys met.", ("Jane Doe", "Reuters")) == "reuters"
    assert publishers.wire_credit("Envoys met.", ("Jane Doe, Associated Press",)) == "associated press"
    assert publishers.wire_credit("Envoys met.", ("Jane Doe",)) is None


def test_an_agency_and_its_reprints_have_one_origin(publishers: Publishers) -> None:
    itself = publishers.origin(
        credit=None, text="Envoys met.", authors=(), publisher="The  Associated Press", url=None, path="a"
    )
    reprint = publishers.origin(
        credit=None, text="RIYADH (AP) — Envoys met.", authors=(), publisher="Daily", url=None, path="b"
    )
    told = publishers.origin(credit="AP", text="Envoys met.", authors=(), publisher="Herald", url=None, path="c")
    assert itself == reprint == told == "associated press"


def test_without_a_credit_the_publisher_then_the_host_then_the_file_is_the_origin(publishers: Publishers) -> None:
    def origin(publisher: str | None, url: str | None) -> str:
        return publishers.origin(
            credit=None, text="Envoys met.", authors=(), publisher=publisher, url=url, path="a.txt"
        )

    assert (
        origin("The Harbour Courier", "https://www.x.example/1")
        == origin("HARBOUR  courier", None)
        == "harbour courier"
    )
    assert origin(None, "https://www.x.example/1") == "x.example"
    assert origin(None, None) == "file:a.txt"


@pytest.mark.parametrize("line", ["By " + "a, " * 5000, "(" * 5000, "A" * 90 + "(" + "b" * 90, "- " * 45])
def test_hostile_lines_are_read_in_linear_time(publishers: Publishers, line: str) -> None:
    assert publishers.wire_credit("\n".join([line] * 50), (line,)) is None


class TestWhoPublishes:
    @pytest.mark.parametrize(
        ("publisher", "url", "told"),
        [
            (None, "https://www.tass.ru/x", "TASS: wire, Russia, controlled by Russia"),
            ("ТАСС", "https://tass.com/x", "TASS: wire, Russia, controlled by Russia"),
            ("TASS", None, "TASS: wire, Russia, controlled by Russia"),
            (None, "https://news.bbc.co.uk/x", "BBC News: broadcaster, United Kingdom"),
            (None, "https://ec.europa.eu/eurostat/web/x", "Eurostat: record, European Union"),
            (None, "https://ec.europa.eu/commission/x", "ec.europa.eu: government, European Union"),
            ("Ministry of X", "https://x.gov.ua/1", "Ministry of X: government, Ukraine"),
            (None, "https://www.cdc.gov/x", "cdc.gov: government, United States"),
            (
                "Reuters Fact Check",
                "https://www.reuters.com/fact-check/x",
                "Reuters Fact Check: fact_checker, United Kingdom",
            ),
            (None, "https://www.reuters.com/world/x", "Reuters: wire, United Kingdom"),
            ("ABC", "https://abc.example/1", "ABC: unknown"),
            ("ABC", None, "ABC.es: newspaper, Spain"),
            (None, "https://t.me/harbour/1", "Telegram: social"),
            ("Guardian", "https://www.msn.com/1", "The Guardian: newspaper, United Kingdom"),
            ("Harbour Post", None, "Harbour Post: unknown"),
            (None, None, ": unknown"),
        ],
    )
    def test_by_host_and_by_name(
        self, publishers: Publishers, publisher: str | None, url: str | None, told: str
    ) -> None:
        assert publishers.of(publisher, url).told() == told

    @pytest.mark.parametrize(
        ("publisher", "url", "name"),
        [
            ("BBC Sport", "https://www.bbc.co.uk/sport/1", "bbc news"),
            ("BBC", None, "bbc news"),
            ("The Guardian", "https://www.msn.com/1", "guardian"),
            (None, "https://t.me/s/harbour_news/12", "t.me/harbour_news"),
            ("X (formerly Twitter)", "https://x.com/Ada_Lund/status/1", "x (formerly twitter)"),
            ("X", "https://x.com/Ada_Lund/status/1", "x.com/ada_lund"),
            (None, "https://www.youtube.com/@harbour", "youtube.com/harbour"),
            (None, "https://m.facebook.com/harbour/posts/1", "facebook.com/harbour"),
            (None, "https://ada.substack.com/p/1", "ada.substack.com"),
            ("Harbour Post", "https://harbour-post.example/1", "harbour post"),
            ("harbour-post.example", "https://www.harbour-post.example/1", "harbour-post.example"),
            (None, None, ""),
        ],
    )
    def test_the_name_of_a_house(
        self, publishers: Publishers, publisher: str | None, url: str | None, name: str
    ) -> None:
        assert publishers.own_name(publisher, url) == name


class TestTheShippedList:
    rows = tomllib.loads((resources.files("verifiers") / "publishers.toml").read_text("utf-8"))

    def test_every_host_and_every_name_stands_once(self) -> None:
        hosts = [host for row in self.rows["publishers"] for host in row[1].split()]
        hosts += [host for row in self.rows["aggregators"] for host in row[1].split()]
        names = [normal_name(name) for row in self.rows["publishers"] for name in row[0].split("|")]
        for listed in (hosts, names):
            assert [one for one, times in Counter(listed).items() if times > 1] == []
        assert all(host == host.casefold() and "//" not in host and not host.startswith("www.") for host in hosts)

    def test_every_type_and_country_is_known(self) -> None:
        for names, _, publisher_type, country, controlled_by in self.rows["publishers"]:
            assert publisher_type in get_args(PublisherType), names
            assert all(not one or is_country_name(one) for one in (country, controlled_by)), names
        assert all(is_country_name(country) for country in self.rows["government_hosts"].values())

    def test_every_agency_has_one_name(self) -> None:
        names = [(normal_name(name), wire) for wire, spelt in self.rows["wires"].items() for name in {wire, *spelt}]
        credited = {normal: {wire for one, wire in names if one == normal} for normal, _ in names}
        assert {normal: wires for normal, wires in credited.items() if len(wires) > 1} == {}
        listed = {row[0].split("|")[0].strip() for row in self.rows["publishers"] if row[2] == "wire"}
        assert listed <= set(self.rows["wires"])

    def test_it_is_as_large_as_it_says(self) -> None:
        assert len(self.rows["publishers"]) > 500
        assert sum(row[2] == "fact_checker" for row in self.rows["publishers"]) > 80
        assert sum(bool(row[4]) for row in self.rows["publishers"]) > 70


def test_only_what_matters_to_these_documents_is_told_for_a_verdict(publishers: Publishers) -> None:
    tass = builders.document("It is so.", publisher="TASS", url="https://tass.com/1")
    paper = builders.document("It is not so.", publisher="Gazette")
    assert publishers.facts([paper]) == publishers.facts([])
    assert publishers.facts([tass, paper]).endswith("; TASS: wire, Russia, controlled by Russia")
    rows = [Publisher(publisher="Echo", country="Norway", edited=("country",))]
    assert with_edits(publishers, rows).facts([tass]) == publishers.facts([tass])
    assert with_edits(publishers, rows).version != publishers.version
