"""What kind a statement is and whether it can be checked, told by its form."""

import pytest

from tests.extractors.texts import claims_of
from warehouse.records import Claim


def only(text: str) -> Claim:
    (claim,) = claims_of(text)
    return claim


@pytest.mark.parametrize(
    "text",
    [
        # main verbs in the present
        "The Automatic Identification System (AIS) covers Oldport harbour.",
        "Ships broadcast their position to Oldport harbour.",
        "Among voters in Oldport, about 70 percent belong to the Harbour Party.",
        "In Oldport overall, women hold about 28 percent of the seats.",
        "Charges of fraud also carry a fine in Oldport.",
        "Green algae absorb carbon in Oldport harbour.",
        "In 1971, Peter Wren co-founded the Harbour Party.",
        "Oldport spends 24 euros per resident on ferries.",
        # a deed after a bracketed description
        "On Thursday, the Harbour Court (HC) – the highest in Oldport – ruled in regard to the bridge.",
        # some of a group that is told
        "Some members of the Harbour Party have left Oldport.",
        "Several services of the Harbour Board were shut on Friday.",
        "Most voters in Oldport have left.",
        # what there is
        "There were 14 ships in Oldport harbour.",
        "There has been no vote in Oldport since 2019.",
        # what somebody else says in quotation marks is not the article's own view or forecast
        "The Harbour Board published a plan on Friday in which it named the bridge “a terrible mistake”.",
        "The Harbour Board closed the bridge on Friday over words such as “we will sink it”.",
        # a norm in a side clause is not what the sentence says
        "Peter Wren sued the Harbour Board in 2019, arguing that he should be immune.",
        # a title is not the speaker's own person
        "Peter Wren starred in the film “Love Me” in 2019 and in Forget My Name in 2020.",
        # nobody, of all who are told
        "Nobody has been charged over the fire at the Oldport mill.",
        "Several hundred people died in Oldport.",
        # an "it" that stands for what follows
        "It is false that the bridge in Oldport cost 40 million euros.",
        "It was Peter Wren who closed the bridge in 2019.",
        # a cause, not a thing ahead
        "The delay of the Oldport ferry was due to memory problems.",
    ],
)
def test_what_can_be_checked(text: str) -> None:
    claim = only(text)
    assert claim.checkable, claim.not_checkable_reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Some of them have left Oldport.", "too vague"),
        ("Many are waiting for the bridge.", "too vague"),
        ("There are things to do.", "does not say by itself"),
        ("The Harbour Board never said so.", "does not say by itself"),
        ("It was closed by Peter Wren in 2019.", "does not say by itself"),
        ("Nobody paid for it in cash.", "too vague"),
        ("They then gave horses 12 cloths in Oldport.", "does not say by itself"),
        ("The council should close the Oldport bridge.", "what should be"),
        ("The bridge in Oldport will be closed.", "a prediction without a date"),
        ("The mayor of Oldport.", "a fragment"),
        ("Fire in the frame of the bridge.", "a fragment"),
        ("My view of Oldport has changed.", "not certain who says"),
    ],
)
def test_what_cannot_and_why(text: str, reason: str) -> None:
    claim = only(text)
    assert not claim.checkable
    assert reason in (claim.not_checkable_reason or "")


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Peter Wren is to step down today.",
        "The bridge in Oldport is due to open on Friday, 7 March 2025.",
        "The bridge in Oldport is slated to open in May 2026.",
    ],
)
def test_what_is_ahead_on_a_date_waits_for_it(text: str) -> None:
    assert only(text).status == "awaiting_event"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peter Wren first met Ruth Stein in Oldport in 2014.", "event"),
        ("Peter Wren was first elected to the council in 2014.", "event"),
        ("Peter Wren was the first mayor of Oldport to resign.", "comparison"),
        ("Oldport lost 14 ships in 2014.", "quantity"),
        ("If the dam breaks, 400 people in Oldport could drown.", "prediction"),
        ("Oldport lost more than 200 nurses in 2014.", "quantity"),
        ("Oldport lost more than a million dollars in 2014.", "quantity"),
        ("Oldport lost 14 ships in 2014, more than Rome.", "comparison"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert only(text).kind == kind


def test_what_was_done_and_then_planned_waits_for_nothing() -> None:
    done = only("The Harbour Levy was introduced in January 2023 and was due to end in March 2028.")
    assert (done.kind, done.status) == ("event", "unchecked")
    ahead = only("The Harbour Levy was due to end in March 2028.")
    assert ahead.status == "awaiting_event"


def test_what_has_lasted_until_today_is_not_ahead() -> None:
    assert only("Ruth Stein, who has led Oldport since 2015, is not expected to resign.").status == "unchecked"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Harbour Board dismissed 200 employees in May 2025.", "event"),
        ("The Harbour Board dismissed its chief engineer, Peter Wren, on Friday.", "event"),
        ("The Harbour Court dismissed the lawsuit against Oldport on Friday.", "event"),
        ("Peter Wren dismissed claims that the Oldport bridge was unsafe.", "position"),
        ("Peter Wren dismissed the Oldport plan as nonsense.", "position"),
    ],
)
def test_who_is_dismissed_is_an_event_and_what_was_said_a_position(text: str, kind: str) -> None:
    claim = only(text)
    assert claim.kind in ((kind,) if kind == "position" else ("event", "quantity"))
    assert (claim.speaker is not None) == (kind == "position")


@pytest.mark.parametrize(
    "text",
    [
        "Five people were hurt in the fire in Oren on 3 March 2024.",
        "Two firefighters were hurt.",
        "The OECD forecast growth of 3% in 2026.",
        "The Labour party of Oren split in 2019.",
        "The council of Oren shed 300 jobs in 2024.",
    ],
)
def test_who_was_hurt_and_what_was_forecast_split_or_shed_can_be_checked(text: str) -> None:
    (claim, *_) = claims_of(text)
    assert claim.checkable, claim.not_checkable_reason


@pytest.mark.parametrize(
    ("text", "checkable"), [("Both require four doses.", False), ("Both men took four doses.", True)]
)
def test_both_alone_does_not_tell_of_whom(text: str, checkable: bool) -> None:
    (claim,) = claims_of(text)
    assert claim.checkable is checkable
