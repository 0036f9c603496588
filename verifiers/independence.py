"""How the passages put before a judge count: under which origin, as what, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from language.hostile import SURE_VERSION, disarmed
from language.hostile import VERSION as HOSTILE_VERSION
from verifiers import citations, claimant, origins, surroundings
from verifiers.attribution import agency_of, source_key
from verifiers.citations import cited_publishers
from verifiers.claimant import Claimant
from verifiers.facts import Facts, telling_of
from verifiers.origins import Origin, Source, group_origins
from verifiers.protocols import Evidence
from verifiers.publishers import Publishers
from verifiers.surroundings import is_named_in, names_around
from verifiers.telling import listed, published_by
from warehouse.records import KINDS_OF_SAYING, Claim, Document, Passage, Standing

VERSION = (
    f"4.{origins.VERSION}.{citations.VERSION}.{claimant.VERSION}.{HOSTILE_VERSION}.{SURE_VERSION}"
    f".{surroundings.VERSION}"
)

_SPEAKS_OF_IT = 0.5  # of the words of the claim that the best sentence of its passage has
_ABOUT_IT = 2 / 3  # of the words of the claim that the best sentence of all has
_TOLD_NAMES = 4  # of those that a page should have one of
_READ = 200_000  # characters of a page in which orders are looked for: an article, not a book


def counted(
    claim: Claim, evidence: Sequence[Evidence], publishers: Publishers, *, article: str = "", begins: int = 0
) -> list[Evidence]:
    """The same evidence, each passage with the origin that it counts under, as what it counts, and the reason.

    `article` is the text that the claim stands in, which may tell whose minister the claimant is, and which bridge
    "the bridge" is. `begins` is where that text begins in the one that the claim's places are of.
    """
    documents = {item.document.document_id: item.document for item in evidence}
    sources = _sources(claim, evidence, publishers)
    grouped = group_origins(list(documents.values()), publishers, sources, beside=_beside(claim, evidence))
    sides = _claimants_side(claim, documents, grouped, publishers, article)
    elsewhere = _of_another_matter(documents, names_around(claim, article, begins=begins))
    return [_counted(item, grouped[item.document.document_id], sides, elsewhere, publishers) for item in evidence]


def _of_another_matter(documents: Mapping[str, Document], names: Sequence[str]) -> dict[str, str]:
    """Which documents name nothing of what only the article tells a claim to be about, and why they do not count."""
    why = f"of another matter: names nothing of what the article names around the claim ({listed(names[:_TOLD_NAMES])})"
    return {key: why for key, document in documents.items() if names and not is_named_in(document, names)}


def _counted(
    item: Evidence, origin: Origin, sides: dict[str, str], elsewhere: dict[str, str], publishers: Publishers
) -> Evidence:
    key = item.document.document_id
    order, other, side = _order(item), elsewhere.get(key), sides.get(key)
    standing: Standing = "claimants_side" if side else publishers.counted_as(item.document)
    if other and standing != "fact_check":  # which is shown in any case, and says what it is of
        standing, side = "another_matter", other
    if order:  # whatever else it is: who writes for a machine to obey is no witness
        standing = "hostile"
    reason = order or side or origin.reason
    old = item.passage
    passage = old.model_copy(
        update={
            "passage_id": Passage.id_for(
                old.claim_id, old.document_id, old.start, old.end, origin.name, reason, standing
            ),
            "origin": origin.name,
            "origin_reason": reason,
            "standing": standing,
        }
    )
    return Evidence(passage, item.document)


def _order(item: Evidence) -> str | None:
    """That a page tells a model what to answer, and where; None of a page that only tells something."""
    if found := disarmed(item.document.text[:_READ]).order:
        return f"gives orders to a model that reads it: characters {found.start} to {found.end} of the page"
    if found := disarmed(item.passage.text).order:
        start = item.passage.start
        return f"gives orders to a model that reads it: characters {start + found.start} to {start + found.end}"
    return None


def _beside(claim: Claim, evidence: Sequence[Evidence]) -> set[str]:
    """The documents that were found for a claim and whose passages speak of something else.

    They have far fewer of the claim's words than the best, or none of those that tell what happened to whom it names.
    """
    facts = Facts(f"{claim.text} {claim.quote}", anchor=None)
    happened = frozenset(word.group for word in facts.words)
    shared: dict[str, frozenset[str]] = {}
    for item in evidence:
        found = [sentence.groups & facts.groups for sentence in _sentences(item)]
        best = max(found, key=len, default=frozenset[str]())
        shared[item.document.document_id] = max(shared.get(item.document.document_id, frozenset()), best, key=len)
    most = max((len(words) for words in shared.values()), default=0)
    needs_deed = any(words & happened for words in shared.values() if len(words) >= _ABOUT_IT * most)
    return {
        key for key, words in shared.items() if len(words) < _ABOUT_IT * most or (needs_deed and not words & happened)
    }


def _sources(claim: Claim, evidence: Sequence[Evidence], publishers: Publishers) -> dict[str, set[Source]]:
    """Whom each document rests on where its passages speak of the claim.

    That something was said is told by everybody who heard it: there only a medium that several cite makes them one.
    """
    wanted = Facts(f"{claim.text} {claim.quote}", anchor=None).groups
    media = {publishers.own_name(item.document.publisher, item.document.url) for item in evidence}
    sources: dict[str, set[Source]] = defaultdict(set)
    for item in evidence:
        own = publishers.own_name(item.document.publisher, item.document.url)
        sentences = _sentences(item)
        shared = [len(sentence.groups & wanted) for sentence in sentences]
        for sentence, count in zip(sentences, shared, strict=True):
            if count < _SPEAKS_OF_IT * max(shared):
                continue
            cited = set(cited_publishers(sentence.text))
            for one in sentence.attributions:
                named = agency_of(one.source) or publishers.normal_origin(one.source)
                if named in media or named in publishers.names or agency_of(one.source):
                    cited.add(named)
                elif claim.kind not in KINDS_OF_SAYING:
                    sources[item.document.document_id].add(Source(source_key(one.source), one.source))
            sources[item.document.document_id].update(
                Source.medium(name, publishers.shown(name)) for name in cited - {own}
            )
    return sources


def _sentences(item: Evidence) -> list[Facts]:
    passage = item.passage
    return [one for one in telling_of(item.document).sentences if one.start < passage.end and passage.start < one.end]


def _claimants_side(
    claim: Claim, documents: dict[str, Document], grouped: dict[str, Origin], publishers: Publishers, article: str
) -> dict[str, str]:
    """Which documents are the claimant's side's word, and why: its own, and what was copied or taken from them."""
    speaks = Claimant.of(claim, (article, *(document.text for document in documents.values())))
    if speaks is None:
        return {}
    own = {key: why for key, document in documents.items() if (why := speaks.why(document, publishers))}
    sides = dict(own)
    for key, document in documents.items():
        origin = grouped[key]
        if key in own:
            continue
        if origin.copy_of in own and not _is_older(document, documents[origin.copy_of]):
            sides[key] = f"claimant's side: near-duplicate of {published_by(documents[origin.copy_of])}"
        elif origin.taken_from and (why := speaks.why_taken_from(origin.taken_from, publishers, "cites")):
            sides[key] = why
    return sides


def _is_older(document: Document, other: Document) -> bool:
    """Whether a document is known to be from before another, so that it cannot be the copy."""
    return bool(document.published_at and other.published_at and document.published_at < other.published_at)
