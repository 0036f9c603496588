"""Who publishes what: the shipped list and the desk's own edits over it, asked by a document's name and address."""

import functools
import hashlib
import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Any, Literal
from urllib.parse import urlsplit

from verifiers import credit_lines
from warehouse.records import Document, Publisher, PublisherType

VERSION = f"3.{credit_lines.VERSION}"

DocumentType = Literal["report", "primary_record", "fact_check"]

# The fields whose edits change what is counted; a rating and a note are for reading.
DECISIVE = ("publisher_type", "country", "controlled_by")

_TYPE_TOLD: dict[DocumentType, PublisherType] = {
    "report": "unknown",
    "primary_record": "record",
    "fact_check": "fact_checker",
}
_COUNTED_AS: dict[PublisherType, DocumentType] = {"record": "primary_record", "fact_checker": "fact_check"}
_COUNTRY_DOMAIN = 2  # letters of a country's own domain
_SHORT = 4  # letters: such names of agencies are words in another case
# What stands between the host and an account's name where anybody publishes.
_BEFORE_ACCOUNTS = frozenset(["s", "in", "c", "channel", "user", "u", "r", "company", "pages", "people", "groups"])


def normal_name(name: str) -> str:
    """A publisher's name as it is compared: lower case, single spaces, without a leading "the"."""
    return " ".join(name.split()).strip(" .,;:").casefold().removeprefix("the ")


def host_of(url: str | None) -> str | None:
    """The host of a URL in lower case without "www.", or None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@dataclass(frozen=True)
class Known:
    """What is known of a publisher. `controlled_by` is the state whose government decides what it says."""

    name: str
    publisher_type: PublisherType = "unknown"
    country: str | None = None
    controlled_by: str | None = None

    def told(self) -> str:
        """In a line, for a reader: "TASS: wire, Russia, controlled by Russia"."""
        parts = [self.publisher_type, self.country, self.controlled_by and f"controlled by {self.controlled_by}"]
        return f"{self.name}: {', '.join(filter(None, parts))}"


@dataclass(frozen=True)
class Publishers:
    """The lists, ready to be asked. `version` changes with the lists, the desk's edits and the rules that read them."""

    hosts: dict[str, Known]  # host, or host/section -> publisher
    names: dict[str, Known]  # every normal name -> publisher
    shared: frozenset[str]  # hosts where anybody publishes, or where other publishers' stories are shown
    aggregators: frozenset[str]  # normal names of those that show other publishers' stories
    government_hosts: dict[str, str]  # what a public body's host ends in -> country
    wires: dict[str, str]  # every normal name of an agency -> the normal name that it is known by
    spellings: frozenset[str]  # the names as they are written
    version: str
    edits: dict[str, Publisher] = field(default_factory=dict)  # the desk's, by normal names and hosts

    def of(self, publisher: str | None, url: str | None) -> Known:
        """What is known of the publisher of a page. The desk's edits outrank the list."""
        listed = self._listed(publisher, url)
        edit = self._edit(publisher, url)
        return listed if edit is None else _edited(listed, edit)

    def of_document(self, document: Document) -> Known:
        """The same for a document, which may tell itself that its publisher keeps records or checks facts."""
        known = self.of(document.publisher, document.url)
        told = _TYPE_TOLD[document.document_type]
        return replace(known, publisher_type=told) if known.publisher_type == "unknown" else known

    def document_type(self, url: str | None) -> DocumentType:
        """What the pages at a URL are, as the shipped list has it."""
        known = self._by_host(url)
        return _COUNTED_AS.get(known.publisher_type, "report") if known else "report"

    def counted_as(self, document: Document) -> DocumentType:
        """What a document counts as: what it was found to be, unless the desk has said what its publisher is."""
        edit = self._edit(document.publisher, document.url)
        if edit is None or "publisher_type" not in edit.edited:
            return document.document_type
        return _COUNTED_AS.get(edit.publisher_type, "report")

    def record_of(self, document: Document) -> Publisher | None:
        """The row of a document's publisher; None where the document names none."""
        if not document.publisher:
            return None
        known = self.of_document(document)
        return Publisher(
            publisher=document.publisher,
            host=host_of(document.url),
            publisher_type=known.publisher_type,
            country=known.country,
            controlled_by=known.controlled_by,
        )

    def brought_up_to_date(self, row: Publisher) -> Publisher:
        """A publisher's row as it should be now: the desk's own fields stay, the others follow the list."""
        known = self.of(row.publisher, f"https://{row.host}/" if row.host else None)
        fields: dict[str, Any] = {name: getattr(known, name) for name in DECISIVE if name not in row.edited}
        if fields.get("publisher_type") == "unknown":  # as far as the list knows: its first document may have told
            del fields["publisher_type"]
        return row.model_copy(update=fields)

    def origin(
        self,
        *,
        credit: str | None,
        text: str,
        authors: Sequence[str],
        publisher: str | None,
        url: str | None,
        path: str,
    ) -> str:
        """The name that a document counts under: whom it credits, or its publisher, its host, its file."""
        found = self.normal_origin(credit) if credit else self._credited(text, authors, publisher, url)
        return found or self.own_name(publisher, url) or f"file:{path}"

    def credit_of(self, document: Document) -> str | None:
        """The normal name of whom a document's story was taken from; None where it is its publisher's own."""
        origin = self.normal_origin(document.origin)
        own = {self.own_name(document.publisher, document.url), self.normal_origin(document.publisher or "")}
        if document.origin.startswith("file:") or origin in own:
            # The desk may have made an agency known since the document was frozen.
            return self.wire_credit(document.text, ()) if self.edits else None
        return origin

    def own_name(self, publisher: str | None, url: str | None) -> str:
        """The normal name of whose pages these are, one for all names and hosts of a listed publisher."""
        host, normal = host_of(url), normal_name(publisher or "")
        if wire := self.agency(publisher or ""):
            return wire
        if normal in self.names and not self._shows_others(normal):
            return self.normal_origin(normal)
        known = self._by_host(url)
        if known and not self.is_shared(url):
            return normal_name(known.name)
        if normal and normal != host and normal not in self.names:
            return normal
        return self.account(url) or (normal_name(known.name) if known else host or normal)

    def normal_origin(self, name: str) -> str:
        """An agency or a listed publisher under its one name, anybody else whatever the case and the spacing."""
        normal = normal_name(name)
        if wire := self.wires.get(normal):
            return wire
        known = self.names.get(normal)
        return normal_name(known.name) if known else normal

    def wire_credit(self, text: str, authors: Sequence[str]) -> str | None:
        """The agency that a story's dateline, byline, credit or copyright line names, or None."""
        return credit_lines.wire_credit(text, authors, self.agency)

    def shown(self, origin: str) -> str:
        """An origin as a reader knows it: "Reuters" for "reuters"."""
        known = self.names.get(origin)
        if known:
            return known.name
        return origin if "." in origin else origin.title()

    def country_of_domain(self, url: str | None) -> str | None:
        """The country whose domain a page is on ("bmv.de"), as far as the endings of its public bodies' hosts tell."""
        domain = (host_of(url) or "").rsplit(".", 1)[-1]
        return self._domains.get(domain)

    @functools.cached_property
    def _domains(self) -> dict[str, str]:
        told = [(end.rsplit(".", 1)[-1], country) for end, country in self.government_hosts.items()]
        return {domain: country for domain, country in told if len(domain) == _COUNTRY_DOMAIN}

    def first_host(self, known: Known) -> str | None:
        """The host that the list has first for a publisher."""
        return next((host for host, one in self.hosts.items() if one is known), None)

    def facts(self, documents: Iterable[Document]) -> str:
        """What of the lists matters to how these documents count, in a line for a verdict's versions."""
        known = {self.of_document(document) for document in documents}
        return "; ".join([VERSION, *sorted(one.told() for one in known if one != Known(one.name))])

    def _credited(self, text: str, authors: Sequence[str], publisher: str | None, url: str | None) -> str | None:
        """Whose story it is where it tells that it is not its publisher's own: an agency's, another paper's."""
        if agency := self.wire_credit(text, authors):
            return agency
        own = self.own_name(publisher, url)
        named = credit_lines.first_publisher(text)
        if named is None and own in self.aggregators:
            bylines = (part for author in authors for part in credit_lines.bylined(author))
            named = next((part for part in bylines if normal_name(part) in self.names), None)
        found = self.normal_origin(named) if named else None
        return found if found != own else None

    def agency(self, credit: str) -> str | None:
        """An agency by its name in a credit; a short one must be spelt as it is listed: "App" and "Map" are words."""
        normal = normal_name(credit)
        found = self.wires.get(normal)
        return found if len(normal) > _SHORT or credit.strip(" .,;:") in self.spellings else None

    def _listed(self, publisher: str | None, url: str | None) -> Known:
        host = host_of(url)
        on_host = self._by_host(url)
        if on_host and not self.is_shared(url):
            return on_host
        # A short name is not enough where the host is another: there is more than one ABC.
        normal = normal_name(publisher or "")
        if normal in self.names and (host is None or on_host or len(normal) > _SHORT):
            return self.names[normal]
        name = publisher or host or ""
        for end in _ends(host or ""):
            if end in self.government_hosts:
                return Known(name, "government", self.government_hosts[end])
        return replace(on_host, name=publisher or on_host.name) if on_host else Known(name)

    def _by_host(self, url: str | None) -> Known | None:
        return next((self.hosts[place] for place in _places(url) if place in self.hosts), None)

    def is_shared(self, url: str | None) -> bool:
        """Whether others than the host's owner publish there too."""
        return any(place in self.shared for place in _places(url))

    def _shows_others(self, normal: str) -> bool:
        known = self.names.get(normal)
        return known is not None and (known.publisher_type == "social" or normal_name(known.name) in self.aggregators)

    def account(self, url: str | None) -> str | None:
        """The account of a page where anybody publishes: "t.me/harbour_news", "jane.substack.com"."""
        known, host = self._by_host(url), host_of(url)
        if url is None or host is None or known is None or known.publisher_type != "social":
            return None
        if host not in self.hosts and host.removeprefix("m.") not in self.hosts:
            return host
        path = [part for part in urlsplit(url).path.split("/") if part and part not in _BEFORE_ACCOUNTS]
        return f"{host.removeprefix('m.')}/{path[0].removeprefix('@').casefold()}" if path else None

    def _edit(self, publisher: str | None, url: str | None) -> Publisher | None:
        """The desk's row for a publisher: by its name or, where others do not publish there too, by its host."""
        if not self.edits:
            return None
        names = (normal_name(publisher or ""), self.own_name(publisher, url))
        return next((self.edits[one] for one in (*names, *_places(url)) if one in self.edits), None)


@functools.cache
def load_publishers() -> Publishers:
    """The lists in verifiers/publishers.toml."""
    raw = resources.files("verifiers").joinpath("publishers.toml").read_bytes()
    lists = tomllib.loads(raw.decode())
    hosts: dict[str, Known] = {}
    names: dict[str, Known] = {}
    spellings: set[str] = set()
    rows = [*lists["publishers"], *((named, at, "unknown", "", "") for named, at in lists["aggregators"])]
    for named, at, publisher_type, country, controlled_by in rows:
        spelt = [name.strip() for name in named.split("|")]
        known = Known(spelt[0], publisher_type, country or None, controlled_by or None)
        hosts.update(dict.fromkeys(at.split(), known))
        names.update({normal_name(name): known for name in spelt})
        spellings.update(spelt)
    for wire, credited in lists["wires"].items():
        spellings.update((wire, *credited))
    wires = {normal_name(name): normal_name(wire) for wire, spelt in lists["wires"].items() for name in (wire, *spelt)}
    aggregators = {normal_name(named.split("|")[0]) for named, _ in lists["aggregators"]}
    return Publishers(
        hosts=hosts,
        names=names,
        shared=frozenset(
            place
            for place, known in hosts.items()
            if known.publisher_type == "social" or normal_name(known.name) in aggregators
        ),
        aggregators=frozenset(aggregators),
        government_hosts=lists["government_hosts"],
        wires=wires,
        spellings=frozenset(spellings),
        version=f"{VERSION}:{hashlib.sha256(raw).hexdigest()[:12]}",
    )


def with_edits(publishers: Publishers, rows: Iterable[Publisher]) -> Publishers:
    """The lists with what the desk has edited in the publishers' table laid over them."""
    edits = sorted((row for row in rows if set(row.edited) & set(DECISIVE)), key=lambda row: row.publisher)
    if not edits:
        return publishers
    wires, names, spellings = dict(publishers.wires), dict(publishers.names), set(publishers.spellings)
    by_name_and_host: dict[str, Publisher] = {}
    for edit in edits:
        by_name_and_host.setdefault(publishers.normal_origin(edit.publisher), edit)
        # The host that a first document happened to come from may be shared with others.
        if edit.host and (edit.host == normal_name(edit.publisher) or "host" in edit.edited):
            by_name_and_host.setdefault(edit.host, edit)
    # A row's own name comes before what the row of another name says of its house.
    by_name_and_host.update({normal_name(edit.publisher): edit for edit in edits})
    for edit in edits:
        normal = normal_name(edit.publisher)
        names[normal] = _edited(names.get(normal, Known(edit.publisher)), edit)
        if "publisher_type" in edit.edited and edit.publisher_type == "wire":
            wires.setdefault(normal, normal)
            spellings.add(edit.publisher)
    decisive = [
        [place, {name: getattr(edit, name) for name in DECISIVE if name in edit.edited}]
        for place, edit in sorted(by_name_and_host.items())
    ]
    told = hashlib.sha256(json.dumps(decisive).encode()).hexdigest()[:12]
    return replace(
        publishers,
        names=names,
        wires=wires,
        spellings=frozenset(spellings),
        edits=by_name_and_host,
        version=f"{publishers.version}:{told}",
    )


def _edited(known: Known, edit: Publisher) -> Known:
    fields: dict[str, Any] = {name: getattr(edit, name) for name in DECISIVE if name in edit.edited}
    return replace(known, **fields)


def _places(url: str | None) -> list[str]:
    """Where a URL may be listed, the most exact first: its host with as much of its path, then its host's endings."""
    host = host_of(url)
    if not url or not host:
        return []
    sections = urlsplit(url).path.strip("/").casefold().split("/")[:3]
    paths = ["/".join(sections[:count]) for count in range(len(sections), 0, -1) if sections[0]]
    ends = [end for end in _ends(host) if "." in end]
    return [*(f"{end}/{path}" for end in ends for path in paths), *ends]


def _ends(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]
