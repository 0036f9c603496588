"""Who is behind a document."""

import pytest

from verifiers.publishers import Publishers, load_publishers


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
