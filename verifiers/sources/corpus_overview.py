"""What a corpus holds, in figures, as it was last indexed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from verifiers.sources.corpus_files import Problem
from verifiers.sources.corpus_index import PassageIndex
from verifiers.sources.corpus_roots import Root, RootsListing

_KEPT = "roots.json"


@dataclass(frozen=True)
class LastIndexed:
    """When a root was last brought up to date, and how many of its files could not be opened then."""

    at: str  # ISO 8601, UTC
    unusable: int


@dataclass(frozen=True)
class RootOverview:
    """What one root of a corpus holds. `indexed_at` is None for one that was never read."""

    root: Root
    documents: int
    passages: int
    problems: int
    indexed_at: datetime | None


@dataclass(frozen=True)
class CorpusStatistics:
    """What a whole corpus holds."""

    documents: int
    duplicates: int
    passages: int
    publishers: int
    undated: int  # documents
    first_day: date | None
    last_day: date | None
    languages: Mapping[str, int]  # documents by what they say of themselves; "": they do not say
    index_bytes: int

    @property
    def undated_share(self) -> float:
        """From 0 to 1."""
        return self.undated / self.documents if self.documents else 0.0


def overview(home: Path, index: PassageIndex | None, roots: Sequence[Root]) -> list[RootOverview]:
    """What each root holds."""
    last = _last_indexed(home)
    held = index.ask("select file, sum(indexed), sum(indexed * passages) from documents group by file") if index else []
    problems = {name: file.problem_count for name, file in index.files().items()} if index else {}
    overviews = []
    for root in roots:
        own = [(documents, passages) for file, documents, passages in held if root.holds(file)]
        told = last.get(root.name)
        overviews.append(
            RootOverview(
                root=root,
                documents=sum(documents for documents, _ in own),
                passages=sum(passages for _, passages in own),
                problems=sum(count for name, count in problems.items() if root.holds(name))
                + (told.unusable if told else 0),
                indexed_at=datetime.fromisoformat(told.at) if told else None,
            )
        )
    return overviews


def statistics(index: PassageIndex) -> CorpusStatistics:
    """What all roots hold together."""
    ((publishers, undated, first, last),) = index.ask(
        "select count(distinct publisher), coalesce(sum(day is null), 0), min(day), max(day) "
        "from documents where indexed = 1"
    )
    languages = index.ask(
        "select coalesce(language, ''), count(*) from documents where indexed = 1 group by 1 order by 2 desc, 1"
    )
    return CorpusStatistics(
        documents=index.seal.documents,
        duplicates=index.seal.duplicates,
        passages=index.seal.passages,
        publishers=publishers,
        undated=undated,
        first_day=date.fromordinal(first) if first else None,
        last_day=date.fromordinal(last) if last else None,
        languages=dict(languages),
        index_bytes=index.size,
    )


def remember_roots(
    home: Path, roots: Iterable[Root], found: RootsListing, unusable: Iterable[Problem], at: datetime
) -> None:
    """Keep when the roots were last looked into; for those that are away, what was kept before."""
    last = _last_indexed(home)
    faults = [problem.path for problem in (*found.listing.problems, *unusable)]
    kept = {
        root.name: last.get(root.name)
        if root in found.away
        else LastIndexed(at.isoformat(), sum(root.holds(path) for path in faults))
        for root in roots
    }
    replacement = home / f"{_KEPT}.new"
    replacement.write_text(json.dumps({name: asdict(told) for name, told in kept.items() if told}))
    replacement.replace(home / _KEPT)


def _last_indexed(home: Path) -> dict[str, LastIndexed]:
    """What cannot be read is not known."""
    try:
        return {name: LastIndexed(**told) for name, told in json.loads((home / _KEPT).read_text()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
