"""Who is on the claim's own side: the speaker, their body and, where a government speaks, what it runs."""

from collections.abc import Iterable

import pytest

from tests.cpu_time import at_most
from tests.verifiers import builders
from verifiers.claimant import Claimant
from verifiers.publishers import load_publishers

KREMLIN = ("Dmitry Orlan", "Kremlin spokesman")
TRUMP = ("Donald Trump", "U.S. President")
GAZPROM = ("Viktor Zimin", "chief executive of Gazprom")
LABOUR = ("Ada Lund", "Labour leader")
OPPOSITION = ("Alexei Vetrov", "Russian opposition leader")
MAYOR = ("Jon Vik", "Mayor of Northport")


def why(
    who: tuple[str, str | None],
    publisher: str | None,
    url: str | None = None,
    kind: str = "report",
    texts: Iterable[str] = (),
) -> str | None:
    claim = builders.claim("The port is open.", speaker=who[0]).model_copy(update={"speaker_role": who[1]})
    document = builders.document(publisher=publisher, url=url, kind=kind, origin=publisher or "x")
    claimant = Claimant.of(claim, texts)
    assert claimant is not None
    return claimant.why(document, load_publishers())


@pytest.mark.parametrize(
    ("who", "publisher", "url"),
    [
        # a government's own pages, and the outlets that it controls
        (KREMLIN, "Kremlin", "https://kremlin.ru/events/1"),
        (KREMLIN, None, "https://mid.ru/en/1"),
        (KREMLIN, "RT", "https://www.rt.com/news/1"),
        (KREMLIN, "Rossiyskaya Gazeta", None),
        (("Moscow", None), "TASS", "https://tass.com/1"),
        (("the Russian foreign ministry", None), "Sputnik", "https://sputnikglobe.com/1"),
        (("Ministry of Defence of Russia", None), "Zvezda", "https://tvzvezda.ru/1"),
        (TRUMP, "The White House", "https://www.whitehouse.gov/1"),
        (TRUMP, None, "https://www.state.gov/1"),
        (TRUMP, "Voice of America", "https://www.voanews.com/1"),
        (("Ada Lund", "Pentagon spokeswoman"), None, "https://www.defense.gov/1"),
        (("Wang Lin", "Chinese foreign ministry spokesperson"), "Global Times", "https://www.globaltimes.cn/1"),
        (("Keir Marsh", "British prime minister"), None, "https://www.gov.uk/government/news/1"),
        # a ministry that no list has, on its country's own domain
        (("Lars Ahn", "German transport minister"), "Bundesministerium für Verkehr", "https://www.bmv.de/1"),
        # the speaker's own
        (TRUMP, "Donald J. Trump", "https://www.donaldjtrump.com/news"),
        (TRUMP, "Truth Social", "https://truthsocial.com/@realDonaldTrump/posts/1"),
        (TRUMP, None, "https://x.com/realDonaldTrump/status/1"),
        (MAYOR, "Jon Vik's blog", "https://jonvik.substack.com/p/1"),
        # their company, their party
        (GAZPROM, "Gazprom", "https://www.gazprom.com/press/1"),
        (GAZPROM, None, "https://www.gazprom.ru/press/1"),
        (("Gazprom", None), "Gazprom press service", None),
        (LABOUR, "The Labour Party", "https://labour.org.uk/1"),
        (("the port authority", None), "Port Authority", "https://portauthority.example/1"),
    ],
)
def test_the_claimant_s_side(who: tuple[str, str | None], publisher: str | None, url: str | None) -> None:
    assert (why(who, publisher, url) or "").startswith("claimant's side: ")


@pytest.mark.parametrize(
    ("who", "publisher", "url", "kind"),
    [
        (KREMLIN, "Meduza", "https://meduza.io/1", "report"),
        (KREMLIN, "Moscow Times", "https://www.themoscowtimes.com/1", "report"),
        (KREMLIN, "Reuters", "https://www.reuters.com/1", "report"),
        (KREMLIN, "Xinhua", "https://www.xinhuanet.com/1", "report"),
        (KREMLIN, None, "https://www.state.gov/1", "report"),
        (
            ("Lars Ahn", "German transport minister"),
            "Ministère des Transports",
            "https://www.transports.fr/1",
            "report",
        ),
        (("Lars Ahn", "German transport minister"), "Verkehrsblatt", "https://www.verkehrsblatt.de/1", "report"),
        (KREMLIN, None, "https://rosstat.gov.ru/1", "primary_record"),
        (TRUMP, "Federal Register", "https://www.federalregister.gov/1", "primary_record"),
        (TRUMP, "Trumpet Weekly", "https://trumpetweekly.example/1", "report"),
        (TRUMP, "The Washington Post", "https://www.washingtonpost.com/1", "report"),
        (TRUMP, "X", "https://x.com/somebody/status/1", "report"),
        (("Keir Marsh", "British prime minister"), "BBC News", "https://www.bbc.co.uk/1", "report"),
        (OPPOSITION, "TASS", "https://tass.com/1", "report"),
        (("Ivan Petrov", "former Russian president"), "RT", "https://www.rt.com/1", "report"),
        (("Vlad", "a student of Moscow"), "RT", "https://www.rt.com/1", "report"),
        (GAZPROM, "Gazette", "https://gazette.example/1", "report"),
        (LABOUR, "The Leader", "https://leader.example/1", "report"),
        (LABOUR, "Labour Gazette", "https://labourgazette.example/1", "report"),
        (MAYOR, "Northport Ledger", "https://northport-ledger.example/1", "report"),
        (("Donald Trump", "President"), None, "https://president.gov.ua/1", "report"),
        (("Ada Lund", "Foreign Ministry spokeswoman"), "Ministry of Foreign Affairs", "https://mfa.gov.ua/1", "report"),
        (("the government", None), "Government", "https://government.nl/1", "report"),
        (("Jamel Vik", "president of the Tunisian League for Rights"), None, "https://www.tunisie.gov.tn/1", "report"),
        (("officials", None), "Official Monitor", "https://monitor.example/1", "report"),
    ],
)
def test_somebody_else(who: tuple[str, str | None], publisher: str | None, url: str | None, kind: str) -> None:
    assert why(who, publisher, url, kind) is None


def test_the_evidence_tells_whose_minister_it_is_where_the_claim_does_not() -> None:
    zakharova = ("Maria Orlan", "Foreign Ministry spokeswoman")
    texts = ["Ukraine objected. Russian Foreign Ministry spokeswoman Maria Orlan denied it; China and Maria Orlan met."]
    assert why(zakharova, "TASS", "https://tass.com/1") is None
    assert why(zakharova, "TASS", "https://tass.com/1", texts=texts) == (
        "claimant's side: TASS is controlled by Russia"
    )
    assert why(("Maria Orlan", "student"), "TASS", "https://tass.com/1", texts=texts) is None
    assert why(zakharova, "Xinhua", "https://news.cn/1", texts=texts) is None


def test_the_claimant_s_own_register_is_the_claimant_s_side() -> None:
    assert why(("Rosstat", None), "Rosstat", "https://rosstat.gov.ru/1", "primary_record")


def test_a_claim_in_the_article_s_own_voice_has_no_claimant() -> None:
    assert Claimant.of(builders.claim()) is None


def test_the_reason_names_who_and_whose() -> None:
    assert why(KREMLIN, "RT", "https://www.rt.com/1") == "claimant's side: RT is controlled by Russia"
    assert why(TRUMP, None, "https://www.state.gov/1") == (
        "claimant's side: state.gov is a public body of United States"
    )


@pytest.mark.parametrize("part", ["Aa-", "Aa ", "U.S. President ", "x", "Norwegian "])
def test_hostile_evidence_is_read_in_linear_time(part: str) -> None:
    with at_most(10):
        assert why(("Ada Lund", "Foreign Minister"), "Gazette", texts=[part * (100_000 // len(part))]) is None
