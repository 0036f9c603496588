"""Who is behind a document: the origin it shares with its reprints, and what kind of pages its host publishes."""

import functools
import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal
from urllib.parse import urlsplit

from warehouse.records import Document, Publisher

VERSION = 1

DocumentType = Literal["report", "primary_record", "fact_check"]

_LINES_AT_EACH_END = 6  # a credit line stands at the very top or the very bottom of a story
_CREDIT_LINE_LENGTH = 90
# "LONDON, Feb 24 (Reuters) - ", "Riyadh, Saudi Arabia (AP) — "
_DATELINE = re.compile(r"(?P<place>[^\W\d_][^()\n]{1,80}?)\s*\((?P<credit>[^()\n]{2,40})\)\s*(?:[—–-]{1,2}|:)\s")
# "By AP", "By Jane Doe, The Associated Press", "Source: Reuters", "— AFP", "(Reuters)"
_BYLINE = re.compile(
    r"(?:by|source|from|text|credit|[—–-]{1,2})?[:\s]*(?:[^,|/()]{2,60}[,|/]\s*)?\(?(?P<credit>[^,|/()]{2,40})\)?\.?",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?P<credit>[^.,;|]{2,40})", re.IGNORECASE)


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


_PUBLISHER_TYPES: dict[DocumentType, Literal["unknown", "record", "fact_checker"]] = {
    "report": "unknown",
    "primary_record": "record",
    "fact_check": "fact_checker",
}


def publisher_of(document: Document) -> Publisher | None:
    """The record of a document's publisher as far as the document tells; None where it names none."""
    if not document.publisher:
        return None
    return Publisher(
        publisher=document.publisher,
        host=host_of(document.url),
        publisher_type=_PUBLISHER_TYPES[document.document_type],
    )


@dataclass(frozen=True)
class Publishers:
    """The desk's lists, ready to be asked. `version` changes with the lists and with the rules that read them."""

    primary_records: frozenset[str]
    fact_checkers: frozenset[str]
    wires: dict[str, str]  # every normal name of an agency -> the one that it is known by
    version: str

    def document_type(self, url: str | None) -> DocumentType:
        """What the pages of the URL's host are."""
        if _listed(url, self.primary_records):
            return "primary_record"
        return "fact_check" if _listed(url, self.fact_checkers) else "report"

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
        """The name that a document counts under: its wire credit or, without one, its publisher, its host, its file."""
        found = self.normal_origin(credit) if credit else self.wire_credit(text, authors)
        if found:
            return found
        return self.normal_origin(publisher or host_of(url) or "") or f"file:{path}"

    def normal_origin(self, name: str) -> str:
        """An agency under its one name, anybody else under a name that does not depend on case or spacing."""
        normal = normal_name(name)
        return self.wires.get(normal, normal)

    def wire_credit(self, text: str, authors: Sequence[str]) -> str | None:
        """The agency that a story's dateline, byline, credit or copyright line names, or None.

        A dateline in capitals may credit an agency that the lists do not know; any other credit must be on the lists.
        An agency that is cited inside the story is no credit.
        """
        for author in authors:
            if credit := self._agency(_BYLINE, author):
                return credit
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        for line in lines[:_LINES_AT_EACH_END]:
            if (dateline := _DATELINE.match(line)) and (credit := self._dateline_credit(dateline)):
                return credit
        for line in (*lines[:_LINES_AT_EACH_END], *lines[-_LINES_AT_EACH_END:]):
            if len(line) <= _CREDIT_LINE_LENGTH and (
                credit := self._agency(_BYLINE, line) or self._agency(_COPYRIGHT, line)
            ):
                return credit
        return None

    def _agency(self, pattern: re.Pattern[str], line: str) -> str | None:
        whole = pattern.fullmatch(line) if pattern is _BYLINE else pattern.match(line)
        return self.wires.get(normal_name(whole["credit"])) if whole else None

    def _dateline_credit(self, dateline: re.Match[str]) -> str | None:
        normal = normal_name(dateline["credit"])
        first_word = re.split(r"[\s,]", dateline["place"], maxsplit=1)[0]
        known = self.wires.get(normal)
        return known if known or not (first_word.isupper() and len(first_word) > 1) else normal


@functools.cache
def load_publishers() -> Publishers:
    """The lists in verifiers/publishers.toml."""
    raw = resources.files("verifiers").joinpath("publishers.toml").read_bytes()
    lists = tomllib.loads(raw.decode())
    wires = {normal_name(name): normal_name(wire) for wire, names in lists["wires"].items() for name in (wire, *names)}
    return Publishers(
        primary_records=frozenset(lists["primary_records"]),
        fact_checkers=frozenset(lists["fact_checkers"]),
        wires=wires,
        version=f"{VERSION}:{hashlib.sha256(raw).hexdigest()[:12]}",
    )


def _listed(url: str | None, places: frozenset[str]) -> bool:
    host = host_of(url)
    if not url or not host:
        return False
    labels = host.split(".")
    hosts = {".".join(labels[start:]) for start in range(len(labels) - 1)}
    if hosts & places:
        return True
    section = urlsplit(url).path.strip("/").split("/", maxsplit=1)[0]
    return bool(section) and any(f"{name}/{section}" in places for name in hosts)
