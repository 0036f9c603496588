"""What happened that a desk may want to be told of, as the warehouse knows it: the view `happenings`."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from warehouse.errors import BadInputError
from warehouse.reads import Reads
from warehouse.records import HappeningKind

# What they are called on the command line and in settings, in the order in which a digest has them.
KINDS: dict[str, HappeningKind] = {"flips": "flip", "corrections": "correction", "feeds": "feed", "runs": "run"}
AT_MOST = 1000  # happenings of one run that are told as it ends; all of them are in the view

_ORDER = "list_position(['flip', 'correction', 'feed', 'run'], h.kind), h.happened_at, h.happening_id"
# Of a feed that failed and answers again by now only that is told, with since when it did not: one message, not two.
_UNSENT = f"""
SELECT h.* FROM happenings h
ANTI JOIN notifications n ON n.happening_id = h.happening_id AND n.channel = $1
WHERE list_contains($2::VARCHAR[], h.kind) AND h.happened_at >= $3
  AND (h.until IS NULL OR h.outcome = 'answering')
ORDER BY {_ORDER}
"""  # noqa: S608  # its own words; values are parameters
# A feed that goes on failing is told of by the run in which it began to.
_OF_RUN = f"""
SELECT h.* FROM happenings h JOIN runs r ON r.run_id = h.run_id
WHERE h.run_id = $1 AND h.happened_at >= r.started_at
ORDER BY h.kind <> 'run', {_ORDER} LIMIT {AT_MOST}
"""  # noqa: S608

Happening = dict[str, Any]
# Who hears of a run's happenings as it ends; a flow sets it.
LISTENER: ContextVar[Callable[[Sequence[Happening]], None] | None] = ContextVar("listener", default=None)


def kinds_of(words: Iterable[str]) -> tuple[str, ...]:
    """The kinds that `--only` names, parted by commas or given one by one; all where it names none.

    Raises BadInputError for a word that is none.
    """
    named = tuple(dict.fromkeys(part.strip() for word in words for part in word.split(",") if part.strip()))
    if unknown := [word for word in named if word not in KINDS]:
        raise BadInputError(f"--only {unknown[0]} is not known: use {', '.join(KINDS)}.")
    return named or tuple(KINDS)


def unsent(reads: Reads, channel: str, kinds: Iterable[str], since: datetime) -> list[Happening]:
    """What a channel was not told yet, flips first, and of each kind the oldest first."""
    return reads.read(_UNSENT, [channel, [KINDS[kind] for kind in kinds], since])


def tell_of_run(reads: Reads, run_id: str) -> None:
    """Tell who listens what happened in a run that has ended. No run fails for that it could not be told."""
    if (listener := LISTENER.get()) is None:
        return
    try:
        listener(reads.read(_OF_RUN, [run_id]))
    except Exception as error:  # noqa: BLE001
        logging.getLogger(__name__).warning("what happened in %s could not be told: %s", run_id, type(error).__name__)
