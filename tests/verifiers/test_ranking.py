"""Which passages come first: those near in meaning, found by many queries, whatever else was found."""

import json
from pathlib import Path

import pytest

from tests.verifiers import builders
from verifiers import ranking
from verifiers.passages import choose_passages
from verifiers.protocols import Hit
from verifiers.ranking import Found, best_queries, fused, nearest, nearness
from verifiers.sources.corpus import CorpusSource
from warehouse.records import Document

CLAIM = builders.claim("Unemployment in Arden fell to four percent in March.")
REWORDED = "In Arden the jobless rate dropped to 4 % that month, the labour office reported."
ASIDE = "Arden has a museum of unemployment, and in March four percent of its visitors were pupils."
OTHER = "The choir of Arden sang in the old church."


def hit(text: str, *, title: str | None = None, source: str | None = None) -> Hit:
    document = builders.document(text, title=title)
    if source:
        document = document.model_copy(update={"source": source})
    return Hit(document, 1.0, ((0, len(text)),))


def texts(hits: list[Hit]) -> list[str]:
    return [one.document.text for one in hits]


def test_the_same_in_other_words_is_nearer_than_another_matter() -> None:
    documents = [builders.document(text) for text in (REWORDED, OTHER)]
    reworded, other = nearness(CLAIM, [(one, one.text) for one in documents])
    assert reworded > 0.5 > 0.45 > other


def test_a_title_says_what_a_passage_without_names_is_about() -> None:
    text = "It fell to four percent, the office said."
    plain, titled = builders.document(text), builders.document(text, title="Arden: unemployment in March")
    without, with_title = nearness(CLAIM, [(plain, text), (titled, text)])
    assert with_title > without + 0.2


def test_a_search_s_hits_are_put_in_order_by_meaning_and_by_rank() -> None:
    hits = [hit(OTHER), hit(ASIDE), hit(REWORDED)]
    assert texts(nearest(CLAIM, hits, 10)) == [REWORDED, ASIDE, OTHER]
    assert texts(nearest(CLAIM, hits, 1)) == [REWORDED]
    twins = [hit(f"{REWORDED} {mark}") for mark in ("!", "?")]
    assert texts(nearest(CLAIM, twins, 2)) == texts(twins), "what means the same keeps the order of the search"
    assert nearest(CLAIM, [], 5) == []


def test_what_words_put_first_is_never_lost_though_its_passage_lies_far_off() -> None:
    buried = hit(f"{OTHER} It sang of boats. It sang of bees. {CLAIM.text}", title="An evening of song")
    near = [hit(f"{REWORDED} {mark}") for mark in ("!", "?", ";", ":", "…")]
    assert buried.document not in [one.document for one in nearest(CLAIM, [*near, buried], 4)]
    kept = nearest(CLAIM, [buried, *near], 4)
    assert buried.document in [one.document for one in kept]
    assert len(kept) == 4
    assert [one.score for one in kept] == sorted((one.score for one in kept), reverse=True)


def test_among_many_on_one_subject_what_tells_them_apart_decides() -> None:
    towns = ["Abel", "Bork", "Cord", "Dorn", "Selm", "Torv", "Ules", "Vorn", "Wint", "Xant", "Yver", "Zorn"]
    crowd = [hit(f"Unemployment in {town} fell in March.") for town in towns]
    mine = hit("Arden: jobless rate at 4 %.")
    near = nearness(CLAIM, [(one.document, one.document.text) for one in (*crowd, mine)])
    assert near[-1] < max(near), "all are near, and its few words are not the nearest"
    assert texts(nearest(CLAIM, [*crowd, mine], 1)) == [mine.document.text]


def test_only_the_passage_that_matched_is_read() -> None:
    long = f"{'The choir sang. ' * 200}{REWORDED}"
    document = builders.document(long)
    found = Hit(document, 1.0, ((len(long) - len(REWORDED), len(long)),))
    assert nearest(CLAIM, [hit(OTHER), found], 1) == nearest(CLAIM, [hit(OTHER), found], 2)[:1]
    assert nearest(CLAIM, [hit(OTHER), found], 1)[0].document is document


def test_places_are_worth_more_the_more_queries_of_a_source_gave_them() -> None:
    twice, once, elsewhere = hit(REWORDED), hit(ASIDE), hit(OTHER, source="web")
    first, second = builders.query(CLAIM, "one"), builders.query(CLAIM, "two")
    worth = fused([Found(first, (once, twice)), Found(second, (twice,)), Found(first, (elsewhere,))])
    ids = [one.document.document_id for one in (twice, once, elsewhere)]
    assert worth[ids[0]] > worth[ids[1]]
    assert worth[ids[2]] == 1.0, "what one source alone knows loses nothing where another was asked more often"
    assert best_queries([Found(first, (once, twice)), Found(second, (twice,))])[ids[0]] == second.query_id


def test_a_passage_in_other_words_is_chosen_where_it_is_near_enough() -> None:
    claim = builders.claim("Joblessness dropped.")
    near = hit("Unemployment has fallen.")
    far = hit("The choir sang in the church.")
    chosen = choose_passages(claim, [Found(builders.query(claim), (far, near))], per_claim=8, per_document=2)
    assert [item.document.text for item in chosen] == ["Unemployment has fallen."]


async def test_a_corpus_puts_what_means_the_same_first(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    rows = [{"text": text} for text in (ASIDE, OTHER, REWORDED)]
    (folder / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    query = builders.query(CLAIM, "Arden unemployment four percent March")
    answer = await source.search(query, CLAIM, published_until=None, limit=2)
    assert texts(list(answer.hits)) == [REWORDED, ASIDE]
    said = query.model_copy(update={"purpose": "exact_words"})
    answer = await source.search(said, CLAIM, published_until=None, limit=2)
    assert texts(list(answer.hits))[0] == ASIDE, "where exact words are looked for, the words decide"
    assert ranking.version() in source.version


@pytest.mark.parametrize("count", [1, 2])
def test_few_hits_are_ranked_too(count: int) -> None:
    assert len(nearest(CLAIM, [hit(REWORDED), hit(OTHER)][:count], 5)) == count


def test_a_document_stands_under_the_source_that_has_it() -> None:
    document: Document = builders.document(REWORDED)
    query = builders.query(CLAIM)
    assert fused([Found(query, (Hit(document, 1.0),))]) == {document.document_id: 1.0}
