"""Wikipedia, or any wiki on MediaWiki, as a source: each page in the revision that was current at the cut-off.

A wiki is a reference that anybody may change: what it says counts as of the revision's own time, and it is never a
primary record.
"""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import zip_longest

from gateways.web import WebGateway
from gateways.web_errors import WebError
from language.words import STOP_WORDS
from language.words import VERSION as WORDS_VERSION
from verifiers.protocols import Answer, Hit, Originals
from verifiers.publishers import Publishers, load_publishers
from verifiers.sides import last_moment_known
from verifiers.sources import best_spans, candidates, mediawiki, query_text, wiki_text
from verifiers.sources.best_spans import spans_of
from verifiers.sources.candidates import Candidate, paced, read_candidates, unread_of
from verifiers.sources.mediawiki import Found, MediaWiki, Rendered, Revision, Site
from verifiers.sources.query_text import plain_query
from warehouse.records import Claim, Document, Fetch, Purpose, Query, content_hash

VERSION = 2

BASIS = "wiki revision"  # why we believe a page's date: it is when this text of it was saved
MOST_PAGES = 5  # of one search: each costs the wiki one or two requests, and the right article is among the first

_PURPOSES: frozenset[Purpose] = frozenset(("confirm", "refute"))
_MOST_CHARACTERS = 250  # CirrusSearch takes 300
_MOST_WORDS = 16
_MOST_NAMES = 3
_MOST_CALLS = 1 + _MOST_NAMES + 2 * MOST_PAGES  # of one wiki for one search
_NOT_TELLING = re.compile(
    rf"(?<![\w'’])(?:{'|'.join(sorted(STOP_WORDS, key=len, reverse=True))})(?![\w'’])", re.IGNORECASE
)


class WikipediaSource:
    """Evidence from wikis. Where a query names its language and a Wikipedia of it is among them, only that is asked."""

    name = "wikipedia"
    live = True
    by_claim = True  # whose names are looked up where few pages hold the query's words
    purposes = _PURPOSES

    def __init__(
        self,
        wikis: Sequence[str],
        gateway: WebGateway,
        archive: Originals,
        *,
        interval_s: float,
        publishers: Publishers | None = None,
    ) -> None:
        if not wikis:
            raise ValueError("a source of wikis needs at least one")
        self.searches_at_once = paced(interval_s, _MOST_CALLS)
        self._archive = archive
        self._wikis = tuple(MediaWiki(address, gateway, interval_s=interval_s) for address in wikis)
        self._publishers = publishers or load_publishers()

    @property
    def version(self) -> str:
        """The code, and which wikis it asks."""
        parts = (
            best_spans.VERSION,
            candidates.VERSION,
            mediawiki.VERSION,
            query_text.VERSION,
            wiki_text.VERSION,
            WORDS_VERSION,
            self._publishers.version,
            *(wiki.api for wiki in self._wikis),
        )
        return f"{VERSION}:{hashlib.sha256('/'.join(map(str, parts)).encode()).hexdigest()[:12]}"

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        """The best pages of the wikis in turn, at most five.

        With `published_until` each is as it stood when the claim was said or, where only its day is known, at the end
        of that day in UTC. A wiki that could not be searched, and a page that could not be read, are told as unread.
        Raises WebError where no wiki could be searched, and NothingReadError where pages were named and all failed in a
        way that may pass.
        """
        most = min(limit, MOST_PAGES)
        wikis = [wiki for wiki in self._wikis if wiki.language == _primary(query.language)] or list(self._wikis)
        asked = await asyncio.gather(*(_found_in(wiki, query, claim, most) for wiki in wikis))
        errors = [result for result in asked if isinstance(result, WebError)]
        if len(errors) == len(wikis):
            raise errors[0]
        moment = last_moment_known(claim, published_until) if published_until else None
        named = [
            [self._candidate(wiki, found.site, revision, query, moment) for revision in found.revisions]
            for wiki, found in zip(wikis, asked, strict=True)
            if isinstance(found, Found)
        ]
        # The best of each wiki, then the second of each, ...
        in_turn = [candidate for rank in zip_longest(*named) for candidate in rank if candidate is not None]
        answer = await read_candidates(in_turn, limit=most, named_by=self.name)
        silent = [
            unread_of(wiki.api, None, result)
            for wiki, result in zip(wikis, asked, strict=True)
            if isinstance(result, WebError)
        ]
        return replace(answer, unread=(*silent, *answer.unread))

    @property
    def place(self) -> str:
        """The hosts of the wikis."""
        return ", ".join(wiki.host for wiki in self._wikis)

    async def check(self) -> str:
        """Ask every wiki who it is, and tell. Raises WebError by what went wrong with the first that did not answer."""
        sites = [(wiki, await wiki.site()) for wiki in self._wikis]
        return ", ".join(f"{wiki.host} answers: {site.name}, language {site.language}" for wiki, site in sites)

    def _candidate(
        self, wiki: MediaWiki, site: Site, current: Revision, query: Query, moment: datetime | None
    ) -> Candidate:
        async def read() -> Hit | None:
            revision = current if moment is None else await wiki.revision_at(current, moment)
            if revision is None:
                return None  # not yet written then
            rendered = await wiki.render(revision)
            if not rendered.text:
                return None  # a redirect, then
            await asyncio.to_thread(self._archive.keep, rendered.body)
            fetch = _fetch_record(rendered)
            document = self._document(wiki, site, revision, rendered, fetch)
            spans = await asyncio.to_thread(spans_of, document.text, query.text)
            return Hit(document, score=0.0, spans=spans, fetch=fetch)

        return Candidate(wiki.permanent_url(current), current.title, read)

    def _document(self, wiki: MediaWiki, site: Site, revision: Revision, rendered: Rendered, fetch: Fetch) -> Document:
        url, text = wiki.permanent_url(revision), rendered.text
        return Document(
            document_id=Document.id_for(url, text),
            url=url,
            title=revision.title,
            publisher=site.name,
            published_at=revision.at,
            published_precision="minute",
            published_basis=BASIS,
            modified_at=revision.at,
            modified_precision="minute",
            retrieved_at=rendered.at,
            source=self.name,
            text=text,
            text_hash=content_hash(text),
            language=site.language,
            # All languages of Wikipedia are one origin: they are translated from each other.
            origin=self._publishers.own_name(site.name, url),
            fetch_id=fetch.fetch_id,
        )


def _fetch_record(rendered: Rendered) -> Fetch:
    return Fetch(
        fetch_id=Fetch.id_for(rendered.url, rendered.url, 200, rendered.body_hash),
        url=rendered.url,
        final_url=rendered.url,
        status=200,
        content_type="text/html",
        body_hash=rendered.body_hash,
        body_bytes=len(rendered.body),
        fetched_at=rendered.at,
    )


async def _found_in(wiki: MediaWiki, query: Query, claim: Claim, most: int) -> Found | WebError:
    """The pages that hold all words of the query and, where these are few, those that hold a name of the claim's."""
    words = _terms(query.text)
    if not words:
        return Found(Site(wiki.host, wiki.language), ())
    try:
        found = await wiki.search(words, limit=most)
        if len(found.revisions) >= most:
            return found
        named = [(name, await wiki.search(name, limit=most)) for name in _names(query, claim)]
    except WebError as error:
        return error
    # The article on a name before those that mention it: only CirrusSearch ranks by itself.
    ranked = [sorted(each.revisions, key=lambda one: one.title.casefold() != name.casefold()) for name, each in named]
    in_turn = [one for rank in zip_longest(*ranked) for one in rank if one is not None]
    return replace(found, revisions=tuple(dict.fromkeys([*found.revisions, *in_turn]))[:most])


def _terms(text: str) -> str:
    """What to look for: a wiki's pages must hold every word that is asked for, so none that says nothing.

    "Quoted words" stay as they are.
    """
    asked = plain_query(text, most_characters=10 * _MOST_CHARACTERS, most_words=10 * _MOST_WORDS).split('"')
    asked[::2] = [_NOT_TELLING.sub(" ", part) for part in asked[::2]]
    return plain_query('"'.join(asked), most_characters=_MOST_CHARACTERS, most_words=_MOST_WORDS)


def _names(query: Query, claim: Claim) -> list[str]:
    """The names in the claim that the query asks about, the first three."""
    asked = set(_terms(query.text).casefold().split())
    names = (_terms(name) for name in claim.entities)
    return [name for name in dict.fromkeys(names) if not asked.isdisjoint(name.casefold().split())][:_MOST_NAMES]


def _primary(language: str | None) -> str:
    return (language or "").split("-")[0].lower()
