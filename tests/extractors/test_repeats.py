"""Within an article a statement is one claim however often it is told, and no claim is lost."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.repeats import merge_repeats
from warehouse.records import Claim, QuoteFidelity

BODY = "Ada Lund, the mayor of Harwick, met Bo Ek of the Harwick council."
DAY = date(2025, 3, 4)


def claim(
    text: str,
    start: int = 0,
    *,
    kind: str = "event",
    speaker: str | None = None,
    fidelity: QuoteFidelity | None = None,
    checkable: bool = True,
) -> Claim:
    return Claim(
        claim_id=Claim.id_for("art_1", kind, text, text, speaker, start),
        extraction_id="ext_1",
        article_id="art_1",
        version_id="ver_1",
        ordinal=start,
        quote=text,
        start=start,
        end=start + len(text),
        text=text,
        kind=kind,
        checkable=checkable,
        not_checkable_reason=None if checkable else "an opinion",
        status="unchecked" if checkable else "not_checkable",
        checkworthiness=0.5,
        speaker=speaker,
        speaker_named=bool(speaker) or None,
        quote_fidelity=fidelity,
    )


def merged(*claims: Claim) -> tuple[Claim, ...]:
    return merge_repeats(claims, BODY, DAY)


def test_the_first_of_several_tellings_is_kept_with_the_places_of_the_others() -> None:
    first = claim("Harwick paid £12 million for the bridge on Monday.", 0)
    other = claim("A truck fell off the bridge.", 100)
    second = claim("On Monday Harwick paid 12 million pounds for the bridge.", 200)
    kept, between = merged(first, other, second)
    assert kept.claim_id == first.claim_id
    assert [(one.start, one.end) for one in kept.mentions] == [(second.start, second.end)]
    assert between == other


def test_a_quotation_is_kept_rather_than_its_paraphrase() -> None:
    told = claim("Lund said Harwick has lost its mill.", 0, kind="quote", speaker="Lund", fidelity="paraphrase")
    quoted = claim(
        "“Harwick has lost its mill,” Ada Lund said.", 90, kind="quote", speaker="Ada Lund", fidelity="verbatim"
    )
    (kept,) = merged(told, quoted)
    assert kept.claim_id == quoted.claim_id
    assert [one.start for one in kept.mentions] == [told.start]


BRIDGE = claim("Harwick paid 12 million euros for the bridge.")


@pytest.mark.parametrize(
    "other",
    [
        claim("Harwick paid 12 million euros for the bridge on Monday.", 200),
        claim("Harwick paid 13 million euros for the bridge.", 200),
        claim("Harwick did not pay 12 million euros for the bridge.", 200),
        claim("Ashby paid 12 million euros for the bridge.", 200),
        claim(BRIDGE.text, 200, speaker="Ada Lund"),
        claim(BRIDGE.text, 200, kind="quantity"),
        claim(BRIDGE.text, 200, checkable=False),
    ],
    ids=["a date more", "number", "negation", "name", "speaker", "kind", "checkable"],
)
def test_what_differs_or_tells_more_stays_a_claim_of_its_own(other: Claim) -> None:
    assert merged(BRIDGE, other) == (BRIDGE, other)


@pytest.mark.parametrize("text", ["Yes.", "He denied it.", "We will see.", "That is what it is."])
def test_what_means_another_thing_each_time_is_not_merged(text: str) -> None:
    assert len(merged(claim(text, 0), claim(text, 50))) == 2


TEXTS = st.sampled_from(
    [
        "Harwick paid 12 million euros for the bridge.",
        "Harwick paid €12 million for the bridge.",
        "Harwick paid 13 million euros for the bridge.",
        "Lund opened the bridge on Monday.",
        "Ada Lund opened the bridge on 3 March 2025.",
        "Ada Lund never opened the bridge on Monday.",
        "Bo Ek opened the bridge on Monday.",
        "He opened the bridge on Monday.",
    ]
)
CLAIMS = st.lists(
    st.tuples(TEXTS, st.sampled_from(["event", "state"]), st.sampled_from([None, "Ada Lund", "Bo Ek"])), max_size=10
).map(lambda rows: [claim(text, 100 * n, kind=kind, speaker=who) for n, (text, kind, who) in enumerate(rows)])


def places(claims: Sequence[Claim]) -> set[tuple[int, ...]]:
    return {(one.start, *(mention.start for mention in one.mentions)) for one in claims}


@given(CLAIMS)
def test_merging_again_changes_nothing(claims: list[Claim]) -> None:
    once = merged(*claims)
    assert merged(*once) == once


@given(CLAIMS, st.randoms())
def test_what_is_merged_does_not_depend_on_the_order(claims: list[Claim], dice: object) -> None:
    shuffled = list(claims)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert places(merged(*shuffled)) == places(merged(*claims))


@given(CLAIMS)
def test_every_place_is_kept_once(claims: list[Claim]) -> None:
    kept = merged(*claims)
    told = [start for one in kept for start in (one.start, *(mention.start for mention in one.mentions))]
    assert sorted(told) == [one.start for one in claims]
