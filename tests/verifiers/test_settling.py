"""Whose record would settle a claim, over claims of many kinds."""

import pytest

from tests.verifiers import builders
from verifiers.rules import Rules
from verifiers.settling import what_would_settle
from verifiers.sides import take_sides
from warehouse.records import ClaimKind

RECORDS: list[tuple[ClaimKind, str, str]] = [
    (
        "event",
        "Parliament passed the Online Safety Act on 19 September 2023.",
        "the text of the act and the parliament's record of the vote",
    ),
    (
        "event",
        "The Housing Act 2004 requires landlords to license shared houses.",
        "the text of the act and the parliament's record of the vote",
    ),
    (
        "event",
        "The Senate voted 62-36 to confirm the bill.",
        "the text of the act and the parliament's record of the vote",
    ),
    ("event", "The Supreme Court ruled that the levy was unlawful.", "the court's decision"),
    ("event", "Jon Vik was convicted of fraud in 2019.", "the court's decision"),
    ("event", "The Harbour Party won 41 seats in the general election.", "the electoral commission's results"),
    ("quantity", "Turnout in the referendum was 72.2 percent.", "the electoral commission's results"),
    (
        "event",
        "Ada Lund was appointed governor of the central bank on 3 March.",
        "the notice of the body that appoints or elects to the office",
    ),
    (
        "event",
        "Ada Lund was elected president of the football association.",
        "the notice of the body that appoints or elects to the office",
    ),
    (
        "event",
        "Mark Carney was sworn in as prime minister on 14 March 2025.",
        "the notice of the body that appoints or elects to the office",
    ),
    (
        "quantity",
        "Northwind Motors made a profit of 3 million euros last year.",
        "the company's filing or annual report",
    ),
    (
        "quantity",
        "Northwind's revenue rose by 8 percent in the second quarter.",
        "the company's filing or annual report",
    ),
    ("event", "Arden United beat Oldport 3-1 in the cup final on Saturday.", "the organiser's official results"),
    ("quantity", "She won the 100 metres in 10.72 seconds at the Olympics.", "the organiser's official results"),
    ("event", "Norway signed the Paris Agreement in 2016.", "the text of the agreement"),
    ("event", "The two countries signed a peace treaty in 1994.", "the text of the agreement"),
    ("quantity", "The price of bread rose by 12 percent in a year.", "the statistics office's prices"),
    ("quantity", "Brent crude fell to 62 dollars a barrel on Friday.", "the closing prices of the exchange"),
    ("quantity", "The average house in Arden costs 320,000 pounds.", "the statistics office's prices"),
    ("quantity", "Inflation was 3.2 percent in March.", "the statistics office's consumer price index"),
    ("quantity", "Unemployment fell to 4.1 percent.", "the statistics office's labour force survey"),
    ("quantity", "The population of Arden is 5.6 million.", "the census or the statistics office's figures"),
    ("quantity", "The government spent 4 billion on defence in 2023.", "the finance ministry's figures"),
    (
        "event",
        "The United States imposed tariffs of 25 percent on steel on 12 March 2025.",
        "the text in the official gazette",
    ),
    (
        "event",
        "The Security Council adopted resolution 2728 in March 2024.",
        "the text of the resolution and the record of the vote",
    ),
    ("event", "An earthquake of magnitude 6.1 struck the coast.", "the geological survey's report"),
    ("event", "A train derailed near Lund, killing four people.", "the accident investigators' report"),
    ("quantity", "There were 602 homicides in Arden in 2022.", "the police's recorded crime statistics"),
    ("quantity", "Net migration reached 906,000.", "the migration authority's or the statistics office's figures"),
    ("event", "Northwind acquired Southgate for 2 billion dollars.", "the company's filing or annual report"),
    ("event", "The company dismissed 200 employees in May.", "the company's notice or filing"),
    ("event", "The minister resigned on Monday.", "the notice of the body that appoints or elects to the office"),
    ("event", "The central bank raised its interest rate to 5 percent.", "the central bank's decision"),
    ("quantity", "The hospital waiting list in England stands at 7.6 million.", "the health service's statistics"),
    ("event", "The film won four Oscars.", "the list of winners of whoever gives the award"),
    ("event", "The president issued an executive order on 20 January.", "the text in the official gazette"),
    ("event", "Storm Ada left 40,000 homes without power.", "the grid operator's figures"),
    ("event", "Pupils in Arden scored 489 points in mathematics in the PISA study.", "the study as it was published"),
    (
        "event",
        "The bill to raise the pension age was rejected by parliament.",
        "the text of the act and the parliament's record of the vote",
    ),
    ("event", "The law was repealed in 1998.", "the text of the act and the parliament's record of the vote"),
    ("quantity", "Carbon emissions fell by 4 percent.", "the emissions inventory of the environment agency"),
    ("quantity", "Three people were charged with murder.", "the court's decision"),
    (
        "event",
        "Parliament passed the Sanctions Act in May.",
        "the text of the act and the parliament's record of the vote",
    ),
    ("event", "The ruling party lost the election.", "the electoral commission's results"),
    ("quantity", "Tax revenues rose by 5 percent.", "the finance ministry's figures"),
]
WITHOUT = [
    ("comparison", "Arden has more doctors per head than Veld.", "both figures from whoever counts them"),
    ("state", "The death penalty stands in 27 states.", "the rule, register or list that says so"),
    ("event", "The mayor acted to close the port.", "the record of it by those whose task it is to know"),
    ("quote", "Ada Lund said that the law was a mistake.", "the words themselves"),
]


def told(kind: ClaimKind, text: str) -> str:
    claim = builders.claim(text, kind=kind, speaker="Ada Lund" if kind == "quote" else None)
    return what_would_settle(claim, take_sides(claim, [], None), [], Rules())


@pytest.mark.parametrize(("kind", "text", "record"), RECORDS)
def test_the_record_is_that_of_what_was_done(kind: ClaimKind, text: str, record: str) -> None:
    assert told(kind, text).startswith(f"What would settle it: a primary record, such as {record}, or ")


@pytest.mark.parametrize(("kind", "text", "record"), WITHOUT)
def test_where_nothing_tells_whose_record_it_is_its_kind_is_named(kind: ClaimKind, text: str, record: str) -> None:
    assert record in told(kind, text)
    assert "such as" not in told(kind, text)
