"""What of a corpus is new and what is gone, so that few claims need be looked at again for it."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from verifiers import ranking
from verifiers.sources.corpus_index import IndexDamagedError, PassageIndex
from verifiers.sources.corpus_store import microseconds
from verifiers.sources.corpus_terms import Filter
from warehouse.errors import SourceError


class CorpusNews:
    """The news of one index. A document whose date, publisher or title was mended is new as much as another text."""

    def __init__(self, index: PassageIndex, wanted: Filter) -> None:
        self._index = index
        self._wanted = wanted

    @property
    def latest(self) -> datetime | None:
        """When the last document came; None where there is none."""
        ((came,),) = self._index.ask("select max(came) from documents where indexed = 1")
        return None if came is None else _moment(came)

    def came_since(self, moment: datetime) -> Mapping[int, datetime]:
        """The documents, by their numbers in this index, that came later, and when."""
        rows = self._index.ask(
            "select number, came from documents where indexed = 1 and came > ?", microseconds(moment)
        )
        return {number: _moment(came) for number, came in rows}

    def gone(self, document_ids: Collection[str]) -> set[str]:
        """Those of these documents that are no longer in the corpus."""
        rows = self._index.ask(
            "select document_id from documents where document_id in (select value from json_each(?))",
            json.dumps(sorted(document_ids)),
        )
        return set(document_ids) - {document_id for (document_id,) in rows}

    def could_find(self, text: str, *, limit: int) -> frozenset[int]:
        """The documents, by number, from which a search for a query takes its `limit` best: no other can be found.

        Raises SourceError where the index cannot be read.
        """
        try:
            return self._index.candidates(text, self._wanted, limit=max(limit, ranking.CANDIDATES))
        except IndexDamagedError as error:
            raise SourceError(f"the index of the corpus can no longer be read ({error}): run again") from error


def _moment(came: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=came)
