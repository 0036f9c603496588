"""Records for tests: any record at all (hypothesis), and one small, sound newsroom."""

import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from warehouse.records import (
    RECORD_TYPES,
    Article,
    ArticleVersion,
    Batch,
    BatchItem,
    BatchWait,
    Claim,
    ClaimLink,
    Curve,
    Document,
    Extraction,
    Failure,
    Fetch,
    Judgement,
    Part,
    Passage,
    Publication,
    PublicationEvent,
    Query,
    Reading,
    Record,
    Review,
    Run,
    Search,
    Step,
    Verdict,
    content_hash,
    content_id,
)

# Any code point at all: NUL, lone surrogates, combining marks, private use, beyond the basic plane.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
MOMENTS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=11, minutes=30))]),
)


def _bounds(metadata: tuple[Any, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in metadata:
        if isinstance(item, FieldInfo):
            found |= _bounds(tuple(item.metadata))
        for name in ("ge", "le", "lt"):
            if (value := getattr(item, name, None)) is not None:
                found[name] = value
    return found


def _values(annotation: Any, metadata: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _values(args[0], args[1:])
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, types.UnionType):
        return st.one_of(*(_values(arg) for arg in args))
    if origin is tuple:
        return st.lists(_values(args[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(_values(args[0]), _values(args[1]), max_size=3)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return any_part(annotation)
    bounds = _bounds(metadata)
    simple: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
        type(None): st.none,
        str: lambda: ANY_TEXT,
        bool: st.booleans,
        date: st.dates,
        datetime: lambda: MOMENTS,
        AwareDatetime: lambda: MOMENTS,
        int: lambda: st.integers(int(bounds["ge"]), int(bounds["lt"]) - 1),
        float: lambda: st.floats(bounds.get("ge"), bounds.get("le"), allow_nan=False, allow_infinity=False),
    }
    return simple[annotation]()


def _sound(model: type[Part], fields: dict[str, Any]) -> dict[str, Any]:
    """Fields drawn one by one, bent to the rules that bind them together."""
    if model is ArticleVersion:
        start, end = sorted((fields["body_start"] % (len(fields["text"]) + 1), len(fields["text"])))
        fields |= {"body_start": start, "body_end": end}
    if model is Claim:
        fields["start"] = min(fields["start"], 2**31 - 20)
        fields["end"] = fields["start"] + len(fields["quote"])
        fields["checkable"] = fields["status"] != "not_checkable"
        fields["not_checkable_reason"] = None if fields["checkable"] else "an opinion"
    if model is Passage:
        fields["start"] = min(fields["start"], 2**31 - 20)
        fields["end"] = fields["start"] + len(fields["text"])
    if model is Curve:
        fields["scores"] = tuple(sorted(set(fields["scores"]))) or (0.5,)
        fields["chances"] = tuple(sorted(((*fields["chances"], 0.5) * len(fields["scores"]))[: len(fields["scores"])]))
    if model in (Publication, PublicationEvent):
        fields |= {"by": f"a{fields['by']}", "second_reviewer": f"b{fields['by']}"}
    if model is Verdict and not fields["cited_passage_ids"]:
        fields["label"] = "not_enough_evidence"
    return fields


def any_part(model: type[Part]) -> st.SearchStrategy[Any]:
    """Any instance of a record or of a part."""
    drawn = {name: _values(field.annotation, tuple(field.metadata)) for name, field in model.model_fields.items()}
    return st.fixed_dictionaries(drawn).map(lambda fields: model(**_sound(model, dict(fields))))


def any_record() -> st.SearchStrategy[Record]:
    """Any record of any type."""
    return st.one_of(*(any_part(model) for model in RECORD_TYPES))


NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
TEXT = (
    "Bridge toll rises\n\nThe island council raised the bridge toll to €4 on Monday 🚧. "
    "“Traffic fe\u0301ll by a third,” harbour master Ines Okafor said. It was a sad day.\n"
)


def hours(count: float) -> datetime:
    """A moment that many hours after the newsroom's first run."""
    return NOON + timedelta(hours=count)


def span_of(part: str, text: str = TEXT) -> dict[str, int]:
    start = text.index(part)
    return {"start": start, "end": start + len(part)}


@dataclass(frozen=True)
class Newsroom:
    """One article with three claims: one supported, one not yet checked, one that cannot be."""

    article: Article
    version: ArticleVersion
    extraction: Extraction
    toll: Claim
    traffic: Claim
    sad: Claim
    query: Query
    search: Search
    document: Document
    passage: Passage
    judgement: Judgement
    verdict: Verdict
    steps: tuple[Step, ...]
    run: Run

    def records(self) -> list[Record]:
        """All of it, as one commit takes it."""
        alone = [value for value in vars(self).values() if isinstance(value, Record)]
        return [*alone, *self.steps]


def step(item_id: str, stage: Any, at: datetime = NOON, **fields: Any) -> Step:
    return Step(
        **{
            "item_id": item_id, "stage": stage, "version_key": "v1", "run_id": "run_1",
            "done_at": at, "checked_at": at, **fields,
        }
    )  # fmt: skip


def claim_of(article: Article, version: ArticleVersion, extraction_id: str, quote: str, **fields: Any) -> Claim:
    base: dict[str, Any] = {
        "claim_id": content_id("clm", article.article_id, quote, fields.get("text", quote)),
        "extraction_id": extraction_id,
        "article_id": article.article_id,
        "version_id": version.version_id,
        "ordinal": 0,
        "quote": quote,
        **span_of(quote, version.text),
        "text": quote,
        "kind": "event",
        "checkable": True,
        "checkworthiness": 0.8,
        "published_at": article.published_at,
    }
    return Claim(**base | fields)


def verdict_on(claim: Claim, follows: str | None = None, at: datetime = NOON, **fields: Any) -> Verdict:
    base: dict[str, Any] = {
        "verdict_id": Verdict.id_for(claim.claim_id, follows, [str(at)], {}),
        "claim_id": claim.claim_id,
        "label": "not_enough_evidence",
        "label_when_said": "not_enough_evidence",
        "rationale": "Nothing was found.",
        "cause": "first_check" if follows is None else "new_evidence",
        "follows": follows,
        "decided_at": at,
        "run_id": "run_1",
    }
    return Verdict(**base | fields)


def failure_at(item_id: str, stage: Any, at: datetime = NOON, **fields: Any) -> Failure:
    base: dict[str, Any] = {
        "failure_id": Failure.id_for(item_id, stage, "ModelTimeoutError", "too slow"),
        "item_id": item_id,
        "stage": stage,
        "error": "ModelTimeoutError",
        "message": "the model was too slow: try again",
        "transient": True,
        "first_seen_at": at,
        "last_seen_at": at,
        "run_id": "run_1",
    }
    return Failure(**base | fields)


def review_of(claim: Claim, label: Any, at: datetime) -> Review:
    return Review(
        review_id=content_id("rev", claim.claim_id, at),
        claim_id=claim.claim_id,
        label=label,
        note="I rang the harbour.",
        reviewer="Ola",
        reviewed_at=at,
    )


def publication_of(claim: Claim, review: Review, **fields: Any) -> Publication:
    base: dict[str, Any] = {
        "publication_id": Publication.id_for(claim.claim_id, "https://desk.example/1", None),
        "claim_id": claim.claim_id,
        "review_id": review.review_id,
        "url": "https://desk.example/1",
        "rating": {"supported": "True", "refuted": "False"}.get(review.label, "Mixture"),
        "label": review.label,
        "by": "Ola",
        "second_reviewer": "Ines",
        "published_on": review.reviewed_at.date(),
        "recorded_at": review.reviewed_at,
    }
    return Publication(**base | fields)


def event_of(publication: Publication, event: Any, at: datetime, **fields: Any) -> PublicationEvent:
    base: dict[str, Any] = {
        "event_id": PublicationEvent.id_for(publication.publication_id, event, str(at), "Ola", None),
        "publication_id": publication.publication_id,
        "event": event,
        "note": "We had read the wrong minutes.",
        "by": "Ola",
        "at": at,
    }
    return PublicationEvent(**base | fields)


def fetch_of(body_hash: str, url: str = "https://council.example/minutes", **fields: Any) -> Fetch:
    base: dict[str, Any] = {
        "fetch_id": Fetch.id_for(url, url, 200, body_hash),
        "url": url,
        "final_url": url,
        "status": 200,
        "content_type": "text/html",
        "headers": {"content-type": "text/html; charset=utf-8"},
        "body_hash": body_hash,
        "body_bytes": 27,
        "fetched_at": NOON,
    }
    return Fetch(**base | fields)


def batch_of(claim: Claim, **fields: Any) -> list[Record]:
    """An open batch with one question, for which the claim waits."""
    batch_id = content_id("bat", claim.claim_id)
    base: dict[str, Any] = {
        "batch_id": batch_id, "run_id": "run_1", "place": "openai", "model": "openai:test", "requests": 1,
        "prepared_at": NOON, "submitted_at": NOON, "state": "in_progress", "provider_id": "batch_1",
    }  # fmt: skip
    item = BatchItem(
        batch_id=batch_id, custom_id=content_hash(claim.text), item_id=claim.claim_id, article_id=claim.article_id,
        claim_ids=(claim.claim_id,), prompt="judge", prompt_version="1", schema_version="1",
    )  # fmt: skip
    wait = BatchWait(
        claim_id=claim.claim_id, custom_id=item.custom_id, run_id="run_1", article_id=claim.article_id, work="search",
        gathered_at=NOON,
    )  # fmt: skip
    return [Batch(**base | fields), item, wait]


def succeeds(newer: Claim, older: Claim) -> ClaimLink:
    return ClaimLink(from_claim_id=newer.claim_id, to_claim_id=older.claim_id, relation="succeeds", made_by="test")


def newsroom(name: str = "toll") -> Newsroom:
    """The small newsroom; another name is another article with claims of its own."""
    url = f"https://example.org/{name}"
    article = Article(
        article_id=Article.id_for(url, TEXT), url=url, source=f"{name}.txt", headline="Bridge toll rises",
        outlet="Island Post", published_at=NOON, published_precision="day", published_zone="UTC",
    )  # fmt: skip
    version = ArticleVersion(
        version_id=content_id("ver", article.article_id), article_id=article.article_id, text=TEXT,
        text_hash=content_hash(TEXT), body_start=19, body_end=len(TEXT), media_type="text/plain", encoding="utf-8",
        first_read_at=NOON,
    )  # fmt: skip
    extraction = Extraction(
        extraction_id=content_id("ext", version.version_id, 1), article_id=article.article_id,
        version_id=version.version_id, extractor="rules", extractor_version="1", claim_count=3, extracted_at=NOON,
    )  # fmt: skip
    made = (article, version, extraction.extraction_id)
    toll = claim_of(*made, "The island council raised the bridge toll to €4 on Monday 🚧", entities=("island council",))
    traffic = claim_of(
        *made, "Traffic fe\u0301ll by a third", ordinal=1, kind="quantity", speaker="Ines Okafor", speaker_named=True
    )
    sad = claim_of(
        *made, "It was a sad day", ordinal=2, kind="feeling", checkable=False, status="not_checkable",
        not_checkable_reason="a feeling", checkworthiness=0.0,
    )  # fmt: skip
    query = Query(
        query_id=content_id("qry", toll.claim_id), claim_id=toll.claim_id, text="bridge toll 4 euros",
        purpose="confirm", planner="rules", planner_version="1",
    )  # fmt: skip
    found = "Council record: from Monday the toll is €4 🚗 a car."
    document = Document(
        document_id=content_id("doc", name), url="https://council.example/minutes", title="Minutes",
        publisher="Island Council", published_at=hours(-30), retrieved_at=NOON, source="corpus", text=found,
        text_hash=content_hash(found), origin="Island Council", document_type="primary_record",
    )  # fmt: skip
    search = Search(
        search_id=content_id("sea", query.query_id), query_id=query.query_id, claim_id=toll.claim_id, source="corpus",
        source_version="1", document_ids=(document.document_id,), outcome="found", searched_at=NOON, run_id="run_1",
    )  # fmt: skip
    said = "the toll is €4 🚗"
    passage = Passage(
        passage_id=content_id("psg", toll.claim_id), claim_id=toll.claim_id, query_id=query.query_id,
        document_id=document.document_id, **span_of(said, found), text=said, rank=1, score=3.5,
        origin="Island Council", standing="primary_record",
    )  # fmt: skip
    judgement = Judgement(
        judgement_id=content_id("jdg", toll.claim_id), claim_id=toll.claim_id, judge="lexical", judge_version="1",
        label="supported", cited_passage_ids=(passage.passage_id,), rationale="The record says so.", judged_at=NOON,
        readings=(Reading(passage_id=passage.passage_id, stance="supports", score=0.9, why="same sum"),),
    )  # fmt: skip
    verdict = verdict_on(
        toll, label="supported", label_when_said="supported", cited_passage_ids=(passage.passage_id,),
        judgement_ids=(judgement.judgement_id,), origins_supporting=1, rationale="The council's own record says so.",
    )  # fmt: skip
    steps = (
        step(version.version_id, "extract", version_key=extraction.extraction_id),
        step(toll.claim_id, "verify"),
        step(sad.claim_id, "select", outcome="skipped", note="a feeling"),
    )
    run = Run(run_id="run_1", command="check", started_at=NOON, counts={"articles": 1})
    return Newsroom(
        article,
        version,
        extraction,
        toll,
        traffic,
        sad,
        query,
        search,
        document,
        passage,
        judgement,
        verdict,
        steps,
        run,
    )
