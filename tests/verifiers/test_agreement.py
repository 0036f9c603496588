# ruff: noqa: E501 - a pair reads best in one line
"""What code says of a claim and a passage whatever a network says: here it always says "supports"."""

import sys
from datetime import date

import pytest

from tests.verifiers.agreement_pairs import PAIRS, SAYINGS, Held
from tests.verifiers.news_pairs import NEWS_PAIRS
from verifiers.agreements.finding import SHADE
from verifiers.judges.agreement import Adjusted, compare

SURE = (0.9, 0.04, 0.06)


def held(claim: str, passage: str, *, said: date | None = None, published: date | None = None) -> Adjusted:
    return compare(claim, passage, said=said, published=published).adjusted(*SURE)


def largest(found: Adjusted) -> str:
    return max(("supports", "refutes", "neither"), key=lambda name: getattr(found, name))


@pytest.mark.parametrize("pair", [*PAIRS, *NEWS_PAIRS], ids=lambda pair: pair.name)
def test_the_network_s_word_is_kept_or_not(pair: Held) -> None:
    found = held(pair.claim, pair.passage)
    assert found.supports + found.refutes + found.neither == pytest.approx(1.0)
    if pair.differs:
        assert largest(found) != "supports"
        assert found.why
    else:
        assert largest(found) == "supports", found.why


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 100
    assert len(SAYINGS) == 100


def test_a_saying_does_not_bear_out_what_is_said() -> None:
    supported = [
        told for _, content, told in SAYINGS if largest(held(f"{content[0].upper()}{content[1:]}.", told)) == "supports"
    ]
    assert len(supported) <= 2, supported


def test_a_saying_bears_out_that_it_was_said() -> None:
    supported = [
        largest(held(f"{source[0].upper()}{source[1:]} said that {content}.", told)) == "supports"
        for source, content, told in SAYINGS
    ]
    assert sum(supported) >= 90


@pytest.mark.parametrize(
    "verb", ["stressed", "conceded", "boasted", "repeated in May", "assured the council", "replied"]
)
def test_whatever_the_verb_a_saying_is_no_proof_and_tells_who_said_it(verb: str) -> None:
    told = f"Mayor Jane Roe came to the hall. She {verb} that the dam near Kolby had held."
    assert largest(held("The dam near Kolby had held.", told)) == "neither"
    assert largest(held("Mayor Jane Roe said that the dam near Kolby had held.", told)) == "supports"


@pytest.mark.parametrize("word", ["Apparently", "Supposedly,", "Presumably,"])
def test_what_is_only_supposed_is_no_proof(word: str) -> None:
    assert largest(held("The dam near Kolby had held.", f"{word} the dam near Kolby had held.")) == "neither"
    assert largest(held(f"{word} the dam near Kolby had held.", f"{word} the dam near Kolby had held.")) == "supports"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The dam near Kolby held.", "Is it confirmed that the dam near Kolby held? Yes, it is."),
        ("Roe had no stake in the dam.", "Did Roe have any stake in the dam? No. She does not own shares."),
        (
            "Pavel Ostrov said the dam held, and Jane Roe said the bridge fell.",
            "Pavel Ostrov said the dam held. It rained. Jane Roe said the bridge fell.",
        ),
        ("Use of the dam is barred.", "All holders of licences are hereby informed that use of the dam is barred."),
        (
            "The number of guests from New York fell by 40 percent.",
            "The number of New Yorkers among the guests fell by 40 percent.",
        ),
        ("The debt stood at N943.12 billion.", "The Treasury paid, and the debt stood at 943.12 billion."),
        (
            "Trains run six times, with two more trains on Sundays.",
            "Trains run six times, and on Sundays eight trains.",
        ),
        (
            "Some approved Chinese medicines still contained pangolin scales.",
            "China took them off the list of approved ingredients; eight medicines with pangolin scales remained listed.",
        ),
        ("The new drug helps against COVID-19.", "In Phase three the new drug helps against the coronavirus."),
        (
            "Flag to be hoisted on the dam for the first time.",
            "The flag will be hoisted on the dam for the first time.",
        ),
        ("No party in Kolby was more popular than hers.", "Hers was the most popular party in Kolby."),
        ("Never before had so many guests come to Kolby.", "A record of 700 guests came to Kolby."),
        (
            "The number of guests has come down by seven points since 2016.",
            "The number of guests was 57 points, and in 2016 it was 64.",
        ),
        (
            "The guests of Kolby got a new flag in the 1960s.",
            "Kolby was founded on 1 July 1867; the guests have had a new flag since 5 May 1965.",
        ),
        ("52% of the people live in urban areas.", "The urban share of the people who live there is 52%."),
    ],
)
def test_what_only_seems_to_stand_in_the_way_does_not(claim: str, passage: str) -> None:
    assert [one for one in compare(claim, passage).findings if one.keeps < SHADE] == []


def test_what_is_so_does_not_bear_out_that_it_was_said() -> None:
    for source, content, _ in SAYINGS:
        found = held(f"{source[0].upper()}{source[1:]} said that {content}.", f"{content[0].upper()}{content[1:]}.")
        assert largest(found) != "supports"


def test_another_s_word_and_a_denial_are_no_support() -> None:
    claim = "Pavel Ostrov said that the dam near Kolby broke."
    assert largest(held(claim, "Mia Tanner said that the dam near Kolby broke.")) == "neither"
    assert largest(held(claim, "Pavel Ostrov denied that the dam near Kolby broke.")) != "supports"


@pytest.mark.parametrize(
    ("claim", "passage", "why"),
    [
        ("The Commission paid 430 million euros.", "The Commission paid 340 million euros.", "the passage says 340 million euros, not 430 million euros"),
        ("The rally in Lille drew thousands of people.", "The rally in Lyon drew thousands of people.", "it names Lyon, not Lille"),
        ("Delegates of Norland met Arden in Lille.", "Delegates met in Lille.", "it does not name Norland or Arden"),
        ("The dam near Kolby broke.", "The dam near Kolby has not broken.", "only the passage says “not”"),
        ("The dam near Kolby broke.", "The dam near Kolby broke, the minister said.", "it tells only that the minister said so"),
    ],
)  # fmt: skip
def test_a_reason_is_fit_for_an_editor(claim: str, passage: str, why: str) -> None:
    assert held(claim, passage).why == (why,)


def test_relative_dates_count_from_the_day_of_each_text() -> None:
    claim, passage = "The dam near Kolby broke on 3 March 2025.", "The dam near Kolby broke on Monday."
    assert largest(held(claim, passage, published=date(2025, 3, 4))) == "supports"
    assert largest(held(claim, passage, published=date(2025, 3, 12))) != "supports"


def test_a_clash_refutes_and_what_is_only_planned_or_said_does_not() -> None:
    clash = held("Three miners died at Kolby.", "Five miners died at Kolby.")
    assert clash.refutes > 0.8
    planned = compare("The mayor closed the harbour.", "The mayor plans to close the harbour.")
    assert planned.adjusted(0.1, 0.8, 0.1).refutes < 0.2
    said = compare("The harbour is open.", "The harbour is closed, the union said.")
    assert said.adjusted(0.0, 0.9, 0.1).refutes < 0.2


@pytest.mark.parametrize(
    "told",
    [
        "the dam near Kolby rose and fell and 40 people died and ",
        "Mira Koval met Pavel Ostrov in Kolby and ",
    ],
)
def test_a_long_list_of_the_same_is_read_in_a_time_that_grows_with_it(told: str) -> None:
    def counted(times: int) -> int:
        calls = 0

        def count(*_: object) -> None:
            nonlocal calls
            calls += 1

        text = told * times
        sys.setprofile(count)
        try:
            compare(f"{text}nothing fell.", f"{text}nothing rose.")
        finally:
            sys.setprofile(None)
        return calls

    counted(1)
    assert counted(80) < 3 * counted(40)


def test_nothing_found_changes_nothing() -> None:
    assert held("Norvik Steel was founded in 1921.", "Norvik Steel was founded in 1921.") == Adjusted(*SURE)
    assert compare("Roads are long.", "").adjusted(*SURE) == Adjusted(*SURE)


def test_what_one_lost_to_another_does_not_contradict_that_the_other_won() -> None:
    told = compare("Norvik United beat Hallby 3-0.", "Hallby lost 3-0 to Norvik United.").adjusted(0.05, 0.9, 0.05)
    assert largest(told) == "neither"


def test_what_became_of_a_charge_clashes_and_of_another_charge_does_not() -> None:
    claim = "Mara Quill was convicted of tax evasion."
    assert largest(held(claim, "Mara Quill was convicted of perjury but acquitted of tax evasion.")) == "refutes"
    assert largest(held(claim, "Mara Quill was convicted of perjury.")) == "neither"


def test_it_is_told_who_is_meant_and_once() -> None:
    [why] = held(
        "Dana Wolfe visited Ansby on Tuesday.",
        "The minister Carl Wolfe came to Ansby on Tuesday; Dana Wolfe is expected on Friday.",
    ).why
    assert why == "it tells Tuesday of Carl Wolfe, not of Dana Wolfe"
    [why] = held("Norvik United beat Hallby 3-0.", "Hallby beat Norvik United 3-0.").why
    assert why == "it tells it the other way round"
    assert held("Floods in Lasko killed 43 people.", "Floods in Lasko left 43 injured.").why == (
        "it tells “43” as hurt, not as dead",
    )


def test_what_a_title_names_need_not_be_named_again() -> None:
    claim, passage = "The shares of Ferrotek fell 9 percent to 41 euros.", "The shares fell 9 percent to 41 euros."
    assert compare(claim, passage).adjusted(*SURE).supports < 0.6
    assert compare(claim, passage, title="Ferrotek cuts 3,200 jobs").adjusted(*SURE) == Adjusted(*SURE)
    assert compare(claim, passage, title="Vossberg cuts 3,200 jobs").adjusted(*SURE).supports < 0.6
    other = "Vossberg's shares fell 9 percent to 41 euros."
    assert compare(claim, other, title="Ferrotek cuts 3,200 jobs").adjusted(*SURE).supports < 0.1


def test_a_name_before_a_year_is_not_what_the_year_dates() -> None:
    said, told = date(2025, 6, 10), date(2025, 6, 9)
    claim = "Veltorin cuts the risk of stroke, the company Auristem said on Monday, June 9, 2025."
    passage = "On Monday the company said that Veltorin cuts the risk of stroke. Benelix sued Auristem in 2023."
    assert largest(held(claim, passage, said=said, published=told)) == "supports"


def test_a_day_of_the_background_stands_for_no_other_day() -> None:
    claim = "A court sentenced Rolf Denning for fraud on 19 November 2025."
    day = date(2025, 11, 20)
    for told in ("who managed the dam until 2022", "born in 1961", "head of the works since 2019"):
        found = held(claim, f"A court has sentenced Rolf Denning, {told}, for fraud.", said=day, published=day)
        assert largest(found) == "supports", found.why
    found = held(claim, "A court, in May 2022, sentenced Rolf Denning for fraud.", said=day, published=day)
    assert largest(found) != "supports"


@pytest.mark.parametrize(
    "told",
    [
        "Exports came to 94 billion crowns (April 2025: 88 billion).",
        "Exports came to 94 billion crowns, against 88 billion in April 2025.",
        "Exports came to 94 billion crowns, a lively change on April 2025.",
    ],
)
def test_a_day_of_what_it_is_compared_with_stands_for_no_other_day(told: str) -> None:
    day = date(2026, 5, 12)
    claim = "Exports came to 94 billion crowns in April 2026."

    def read(claim: str, passage: str, title: str | None) -> Adjusted:
        return compare(claim, passage, said=day, published=day, title=title).adjusted(*SURE)

    assert read(claim, told, None).why == ("it says nothing of April 2026",)
    assert largest(read(claim, told, "Foreign trade, April 2026")) == "supports"
    assert read(claim, told, "Foreign trade, March 2026").supports < 0.6
    assert read(claim.replace("2026", "2024"), told, "Foreign trade, April 2026").supports < 0.6
    other = "In April 2025 exports came to 94 billion crowns."
    assert largest(read(claim, other, "Foreign trade, April 2026")) != "supports"


def test_not_yet_is_said_of_every_day_before() -> None:
    claim = "The agency approved Veltorin in May 2025."
    passage = "The agency has not yet approved Veltorin; a decision is expected in October."
    found = compare(claim, passage, said=date(2025, 6, 10), published=date(2025, 6, 10)).findings
    assert [one.kind for one in found] == ["polarity"]
    found = compare(claim, passage, said=date(2025, 6, 10), published=date(2025, 4, 10)).findings
    assert [one.kind for one in found] != ["polarity"]


@pytest.mark.parametrize(
    "told", ["“We kept our word,” said director Helen Voss.", "“We kept our word,” she said at the director's house."]
)
def test_who_speaks_behind_the_words_is_who_says_them(told: str) -> None:
    claim = "Director Helen Voss said the museum had been completed on budget."
    assert "role" not in {one.kind for one in compare(claim, told, speaker="Helen Voss").findings}


def test_a_number_of_other_things_is_no_measure() -> None:
    claim = "Ada Lund took almost two seconds off the record in Tano."
    other = "With two hand-stopped watches we saw Ada Lund break the record in Tano."
    assert "it does not say “almost two seconds” in so many words" in held(claim, other).why
    assert held(claim, "In Tano Ada Lund took nearly two seconds off the record.") == Adjusted(*SURE)


def test_how_high_something_is_above_the_ground_is_no_change() -> None:
    claim = "The wall of the dam is 168 metres high."
    assert held(claim, "The wall of the dam now reaches 551 feet above its foundation.") == Adjusted(*SURE)
    changed = "The water at the wall of the dam is 168 metres above the average."
    assert held(claim, changed).why == ("the passage says that it changed by 168 metres",)


def test_a_word_with_the_capital_of_its_sentence_is_no_other_name() -> None:
    [why] = held("Ferrotek lost 41 million euros.", "Net losses came to 41 million euros.").why
    assert why == "it does not name Ferrotek"


# A network that is as sure of the opposite as it can be.
AGAINST = (0.02, 0.95, 0.03)


@pytest.mark.parametrize(
    ("claim", "other", "same"),
    [
        (
            "Ferrotek's revenue rose by 8 percent.",
            "Adjusted for currency effects, Ferrotek's revenue rose by 6 percent.",
            "Ferrotek's revenue rose by 6 percent.",
        ),
        ("Norvik beat Hallby 3-0.", "At half-time Norvik led Hallby 1-0.", "Norvik beat Hallby 1-0."),
        (
            "The council approved the stadium.",
            "The council rejected an amendment to the stadium.",
            "The council rejected the stadium.",
        ),
        (
            "Tano has 410,000 inhabitants.",
            "The region of Tano has 1.2 million inhabitants.",
            "The city of Tano has 1.2 million inhabitants.",
        ),
        (
            "The bridge in Tano is 410 metres long.",
            "The main span of the bridge in Tano is 120 metres long.",
            "The bridge in Tano is 120 metres long.",
        ),
        ("Tano has 410,000 inhabitants.", "Tano had 390,000 inhabitants in 1990.", "Tano has 390,000 inhabitants."),
        ("Arland has 200 seats.", "Arland will have 180 seats.", "Arland has 180 seats."),
        ("Ferrotek will pay 2 euros.", "Ferrotek paid 1.80 euros.", "Ferrotek will pay 1.80 euros."),
        (
            "Unemployment fell in Arland.",
            "Unemployment among young people rose in Arland.",
            "Unemployment rose in Arland.",
        ),
    ],
)
def test_what_is_of_something_else_contradicts_nothing(claim: str, other: str, same: str) -> None:
    said = date(2025, 6, 10)
    assert largest(compare(claim, other, said=said, published=said).adjusted(*AGAINST)) == "neither"
    assert largest(compare(claim, same, said=said, published=said).adjusted(*AGAINST)) == "refutes"


@pytest.mark.parametrize(
    ("claim", "passage", "contradicts"),
    [
        ("Norvik beat Hallby 2-1 in the cup.", "Norvik beat Hallby 3-1 in the cup.", True),
        ("Norvik beat Hallby 2-1 in the cup.", "Norvik beat Hallby in the cup, held on 3-5 May 2025.", False),
        (
            "Norvik beat Hallby 2-1 in the cup.",
            "Norvik beat Hallby in the cup before 10-15 percent of its fans.",
            False,
        ),
        ("The plant in Arden closed before 2020.", "The plant in Arden closed in 2023.", True),
        (
            "The plant in Arden closed before 2020.",
            "The plant in Arden closed long ago; its site was sold in 2023.",
            False,
        ),
    ],
)
def test_what_is_no_score_and_no_day_of_the_deed_contradicts_none(claim: str, passage: str, contradicts: bool) -> None:
    told = compare(claim, passage).adjusted(*SURE)
    assert (told.refutes > 0.5) is contradicts
