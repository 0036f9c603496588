"""Which documents tell one story, and why: ten reprints of one dispatch are one origin.

Documents share an origin when they are near-duplicates, come from one publisher or credit one agency, or rest, in what
they say of the claim, on one source: a medium that both cite, one ministry's statement, officials whom neither names.
What a state controls speaks with one voice.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from language.near_duplicates import VERSION as NEAR_DUPLICATES_VERSION
from language.near_duplicates import near_duplicates
from language.quotations import VERSION as QUOTATIONS_VERSION
from language.quotations import find_quotations
from verifiers import attribution
from verifiers.attribution import UNNAMED, same_source
from verifiers.publishers import Publishers, host_of
from verifiers.telling import published_by
from warehouse.records import Document

VERSION = f"6.{attribution.VERSION}.{NEAR_DUPLICATES_VERSION}.{QUOTATIONS_VERSION}"

# Of the shorter text's runs of words, quotations aside: independent stories share almost none of their own words, and
# every eighth word of a reprint may be changed.
COPIED = 0.4
_FEWEST_OWN_WORDS = 25  # a text with less of its own than this has little but quotations


_MEDIUM = "medium "


@dataclass(frozen=True)
class Source:
    """Whom a document rests on: a key as `attribution.source_key` has it, and how it is told to a reader."""

    key: frozenset[str]
    name: str

    @classmethod
    def medium(cls, origin: str, shown: str) -> "Source":
        """A publisher that a document cites, by the normal name that its own stories count under."""
        return cls(frozenset({f"{_MEDIUM}{origin}"}), shown)


@dataclass(frozen=True)
class Origin:
    """The name that a document counts under, and why, where it is not simply its publisher's own."""

    name: str
    reason: str | None = None
    copy_of: str | None = None  # the document that it is a near-duplicate of
    taken_from: str | None = None  # the normal name of whom it credits or cites for the story


def group_origins(
    documents: Sequence[Document],
    publishers: Publishers,
    sources: Mapping[str, Collection[Source]] | None = None,
    *,
    beside: Collection[str] = (),
) -> dict[str, Origin]:
    """The origin of each document, by document_id, whatever the order of the documents.

    `sources` has, by document_id, whom a document rests on. A document that rests on several joins one origin and never
    makes two into one. An origin is named by its earliest document; undated ones come last. What two papers both print
    on another matter makes them no single source of this one: the documents `beside` join one origin at most.
    """
    told = sorted({document.document_id: document for document in documents}.values(), key=_age)
    stories = _Stories(told, publishers, beside)
    origins: dict[str, Origin] = {}
    for cluster in _clusters(stories, sources or {}):
        name = told[min(cluster.members, key=lambda place: (place in stories.beside, place))].origin
        for place in cluster.members:
            why = stories.why(place) or cluster.joined.get(place) or _Why()
            origins[told[place].document_id] = Origin(name, why.reason, why.copy_of, why.taken_from)
    return origins


def own_words(*texts: str) -> list[str]:
    """Texts without their quotations, which stories on one speech have in common; whole if one has little else."""
    own = [_unquoted(text) for text in texts]
    return own if all(map(_is_enough, own)) else list(texts)


def _is_enough(own: str) -> bool:
    return len(own.split()) >= _FEWEST_OWN_WORDS


def _unquoted(text: str) -> str:
    kept, done = [], 0
    for quotation in find_quotations(text):
        if quotation.start >= done:
            kept.append(text[done : quotation.start])
            done = quotation.end
    return " ".join([*kept, text[done:]])


def _copies(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    """Pairs of which the one was copied from the other, told by their own words.

    Where one has little but quotations, both are compared whole: a brief and its reprint with a line more may be told
    apart by nothing but on which side of that measure they are.
    """
    texts = [document.text for document in documents]
    own = [_unquoted(text) for text in texts]
    quoting = {place for place, one in enumerate(own) if not _is_enough(one)}
    yield from near_duplicates(["" if place in quoting else one for place, one in enumerate(own)], COPIED)
    if quoting:
        yield from (pair for pair in near_duplicates(texts, COPIED) if not quoting.isdisjoint(pair))


def _age(document: Document) -> tuple[str, str]:
    return (document.published_at.isoformat() if document.published_at else "9999", document.document_id)


@dataclass(frozen=True)
class _Why:
    reason: str | None = None
    copy_of: str | None = None
    taken_from: str | None = None


class _Stories:
    """Documents, the earliest first, in groups that are one story for certain.

    Near-duplicates, what comes from one publisher or credits one agency, and what one government answers for. Documents
    go by their places in the row.
    """

    def __init__(self, documents: Sequence[Document], publishers: Publishers, beside: Collection[str] = ()) -> None:
        self.documents = documents
        self.publishers = publishers
        self.credits = [publishers.credit_of(document) for document in documents]
        self._first = list(range(len(documents)))  # an earlier one of the same group
        self._copies: dict[int, int] = {}  # the earliest other document that one is a near-duplicate of
        self._namesakes: dict[int, int] = {}  # the earliest other document of the same publisher
        self._compatriots: dict[int, int] = {}  # the earliest other document that the same state answers for
        copies = tuple(_copies(documents))
        self.beside = _without_copies({n for n, one in enumerate(documents) if one.document_id in beside}, copies)
        across: list[tuple[int, int]] = []  # what would join one that is beside to one that is not
        self._join(self._copies, copies, across)
        names = {place: sorted(self.names(place)) for place in range(len(documents))}
        self._join(self._namesakes, _pairs(names, self.beside), across)
        self._states = self._states_behind()
        self._join(self._compatriots, _pairs({key: [one] for key, one in self._states.items()}, self.beside), across)
        groups = {place: self._root(place) for place in self.beside}
        attached: set[int] = set()
        for one, other in across:
            if groups[one] not in attached:
                attached.add(groups[one])
                self._unite(one, other)

    def names(self, place: int) -> set[str]:
        """The names that a document's story goes by: whom it credits or, without that, its publisher and its host."""
        if credit := self.credits[place]:
            return {credit}
        document = self.documents[place]
        host = host_of(document.url)
        own = self.publishers.own_name(document.publisher, document.url)
        shared = host is None or self.publishers.is_shared(document.url)
        return {name for name in (document.origin, own, None if shared else host) if name}

    def groups(self) -> list[list[int]]:
        """The places of each group's documents, the earliest first."""
        groups: dict[int, list[int]] = {}
        for place in range(len(self.documents)):
            groups.setdefault(self._root(place), []).append(place)
        return list(groups.values())

    def why(self, place: int) -> _Why | None:
        """Why a document is in its group; None for the one that the group is named by, if it is its publisher's own."""
        copied = self._copies.get(place)
        copy_of = None if copied is None else self.documents[copied].document_id
        if credit := self.credits[place]:
            return _Why(f"credits {self.publishers.shown(credit)}", copy_of, credit)
        if self._root(place) == place:
            return None
        if copied is not None:
            return _Why(f"near-duplicate of {published_by(self.documents[copied])}", copy_of)
        if place in self._namesakes:
            return _Why(f"of the same publisher as {published_by(self.documents[self._namesakes[place]])}")
        if place not in self._compatriots:
            return None  # only what is beside joined it
        other = published_by(self.documents[self._compatriots[place]])
        return _Why(f"the government of {self._states[place]} answers for it, as for {other}")

    def _states_behind(self) -> dict[int, str]:
        """By place, the state whose government answers for a document: for the outlets that it controls and, beside
        them, for its own pages. What its registers record is no word of the government's."""
        known = [
            self.publishers.of(self.publishers.shown(credit), None) if credit else self.publishers.of_document(document)
            for credit, document in zip(self.credits, self.documents, strict=True)
        ]
        controlled = {one.controlled_by for one in known if one.controlled_by}
        states: dict[int, str] = {}
        for place, one in enumerate(known):
            own_page = one.country if one.publisher_type == "government" and one.country in controlled else None
            if one.publisher_type != "record" and (state := one.controlled_by or own_page):
                states[place] = state
        return states

    def _join(self, why: dict[int, int], pairs: Iterable[tuple[int, int]], across: list[tuple[int, int]]) -> None:
        """Take pairs into one group each, but for those of which only one is beside: that waits for its only origin."""
        for one, other in pairs:
            aside = [place for place in (one, other) if place in self.beside]
            if len(aside) == 1:
                across.append((aside[0], one + other - aside[0]))
                why.setdefault(*across[-1])
                continue
            for this, that in ((one, other), (other, one)):
                why[this] = min(that, why.get(this, that))
            self._unite(one, other)

    def _unite(self, one: int, other: int) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._first[second] = first

    def _root(self, place: int) -> int:
        while self._first[place] != place:
            self._first[place] = self._first[self._first[place]]
            place = self._first[place]
        return place


def _without_copies(beside: set[int], copies: Collection[tuple[int, int]]) -> set[int]:
    """Those beside, without near-duplicates of what speaks of the matter: they speak of it too."""
    while about := {place for pair in copies for place in pair if place in beside and not set(pair) <= beside}:
        beside = beside - about
    return beside


def _pairs(keys: Mapping[int, Sequence[str]], beside: Collection[int]) -> Iterator[tuple[int, int]]:
    """Each place that has a key with the first place that has it; each beside with the first that is not, too."""
    first: dict[tuple[str, bool], int] = {}
    for place, names in sorted(keys.items()):
        for name in names:
            first.setdefault((name, place in beside), place)
    for place, names in sorted(keys.items()):
        for name in names:
            for aside in (False, True) if place in beside else (False,):
                if (one := first.get((name, aside), place)) != place:
                    yield one, place


@dataclass
class _Cluster:
    """Groups of documents that rest on one source. `joined` has why, for the first document of a group that joined."""

    members: list[int]
    names: frozenset[str]
    sources: tuple[Source, ...]
    joined: dict[int, _Why] = field(default_factory=dict)

    @property
    def marks(self) -> set[str]:
        """Two clusters that share a source have one of these in common."""
        return {word for source in self.sources for word in source.key} | {f"{_MEDIUM}{name}" for name in self.names}


def _clusters(stories: _Stories, sources: Mapping[str, Collection[Source]]) -> list[_Cluster]:
    """The groups, those that rest on one source together.

    What names its source most exactly goes first, and a group joins one cluster at most: that "officials" may be those
    of either house makes the two houses no single source.
    """
    waiting = []
    for members in stories.groups():
        found = {one for place in members for one in sources.get(stories.documents[place].document_id, ()) if one.key}
        rests = tuple(sorted(found, key=lambda one: (-len(one.key), sorted(one.key), one.name)))
        own = [place for place in members if place not in stories.beside] or members
        names = frozenset(name for place in own for name in stories.names(place))
        waiting.append(_Cluster(members, names, rests))
    waiting.sort(key=lambda one: (len(one.sources), -sum(len(source.key) for source in one.sources), one.members[0]))
    clusters: list[_Cluster] = []
    by_mark: dict[str, list[_Cluster]] = {}
    for one in waiting:
        candidates = {cluster.members[0]: cluster for mark in one.marks for cluster in by_mark.get(mark, ())}
        for _, cluster in sorted(candidates.items()):
            if reasons := _shared(one, cluster):
                break
        else:
            clusters.append(one)
            for mark in one.marks:
                by_mark.setdefault(mark, []).append(one)
            continue
        # Either may have the earliest document, by which the origin is named: each tells why it is here.
        one_s, cluster_s = reasons
        cluster.joined[one.members[0]] = one_s
        cluster.joined.setdefault(cluster.members[0], cluster_s)
        cluster.members.extend(one.members)
    return clusters


def _shared(one: _Cluster, other: _Cluster) -> tuple[_Why, _Why] | None:
    """Why the one and the other count together: a source that both rest on, or that one of the two is."""
    for source in one.sources:
        if _is_medium(source, other):
            return _cites(source), _Why()
    for source in other.sources:
        if _is_medium(source, one):
            return _Why(), _cites(source)
    for source in one.sources:
        for theirs in other.sources:
            if same_source(source.key, theirs.key):
                why = _rests_on(source, theirs)
                return why, why
    return None


def _is_medium(source: Source, cluster: _Cluster) -> bool:
    return any(source.key == {f"{_MEDIUM}{name}"} for name in cluster.names)


def _cites(source: Source) -> _Why:
    [mark] = source.key
    return _Why(f"cites {source.name}", taken_from=mark.removeprefix(_MEDIUM))


def _rests_on(source: Source, other: Source) -> _Why:
    if any(mark.startswith(_MEDIUM) for mark in source.key):
        return _cites(source)
    if UNNAMED in source.key:
        return _Why("rests on the same unnamed official")
    name = min(source.name, other.name, key=lambda one: (len(one), one[:1].isupper(), one))
    return _Why(f"rests on the same source: {name}")
