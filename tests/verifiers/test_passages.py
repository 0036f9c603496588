"""Passages: exact, few, and around what speaks of the claim."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.verifiers import builders
from verifiers.passages import choose_passages
from verifiers.protocols import Evidence, Hit
from verifiers.ranking import Found
from warehouse.records import Document

CLAIM = builders.claim("President Helena Marsh extended the sanctions against Belarus for another year.")
FILLER = "The harbour was quiet that morning. Gulls sat on the quay. "
TELLING = "Marsh extended the sanctions against Belarus on Thursday."


def found(*documents: Document, purpose: str = "levy") -> Found:
    return Found(builders.query(CLAIM, purpose), tuple(Hit(one, 1.0) for one in documents))


def chosen(*searches: Found, per_claim: int = 8, per_document: int = 2) -> list[Evidence]:
    return choose_passages(CLAIM, searches, per_claim=per_claim, per_document=per_document)


def test_a_passage_stands_around_the_sentence_that_tells_it() -> None:
    [item] = chosen(found(builders.document(f"{FILLER * 5}{TELLING} {FILLER * 5}")))
    assert TELLING in item.passage.text
    assert item.passage.text.startswith("Gulls sat on the quay."), "the sentence before says what it is about"
    assert item.passage.text.count(".") <= 4


def test_a_document_that_does_not_speak_of_it_gives_none() -> None:
    assert chosen(found(builders.document(FILLER))) == []
    assert chosen(found(builders.document(""))) == []


def test_at_most_so_many_for_a_document_and_a_claim() -> None:
    long = builders.document(" ".join([f"{FILLER}{TELLING}"] * 6))
    others = [builders.document(f"{TELLING} {number}", publisher=f"P{number}") for number in range(6)]
    assert len(chosen(found(long), per_document=3)) == 3
    assert len(chosen(found(long, *others), per_claim=4)) == 4


def test_of_a_text_without_stops_only_the_part_that_tells_it_is_a_passage() -> None:
    told = TELLING.rstrip(".")
    document = builders.document(
        f"{'the harbour was quiet and gulls sat there ' * 400}{told}{' and more was said' * 400}"
    )
    [item] = chosen(found(document), per_document=1)
    assert told in item.passage.text
    assert len(item.passage.text) <= 1200
    assert document.text[item.passage.start : item.passage.end] == item.passage.text


def test_windows_of_one_document_do_not_overlap() -> None:
    long = builders.document(" ".join([f"{FILLER}{TELLING}"] * 6))
    spans = sorted((item.passage.start, item.passage.end) for item in chosen(found(long), per_document=8))
    assert len(spans) > 1
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_what_several_queries_find_comes_first() -> None:
    twice = builders.document(f"{TELLING} Twice.", publisher="Twice")
    once = builders.document(f"{TELLING} Once.", publisher="Once")
    items = chosen(found(once, twice, purpose="one"), found(twice, purpose="two"))
    assert [item.document.publisher for item in items] == ["Twice", "Once"]
    assert [item.passage.rank for item in items] == [1, 2]


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [TELLING, "Belarus objected; Marsh did not.", "“Enough,” he said.", "\n\n", "…", "Ünïcode 𝔸."]
            ),
            max_size=12,
        ).map(" ".join),
        max_size=5,
    )
)
def test_offsets_are_exact_and_ids_name_what_they_say(texts: list[str]) -> None:
    documents = [builders.document(text, publisher=f"P{number}") for number, text in enumerate(texts)]
    items = chosen(found(*documents))
    for item in items:
        passage = item.passage
        assert item.document.text[passage.start : passage.end] == passage.text
        assert passage.passage_id == passage.id_for(
            CLAIM.claim_id, passage.document_id, passage.start, passage.end, passage.origin
        )
    assert len({item.passage.passage_id for item in items}) == len(items)
    assert [item.passage.rank for item in items] == list(range(1, len(items) + 1))
    assert chosen(found(*documents)) == items
