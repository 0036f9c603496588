"""Prefect events for what happened in a run, so that automations can act on it: emitted once the run has ended.

| event | resource |
|---|---|
| `claimhouse.verdict.flipped` | `claimhouse.claim.ID` |
| `claimhouse.correction.opened` | `claimhouse.claim.ID` |
| `claimhouse.feed.failing` | `claimhouse.feed.NAME` |
| `claimhouse.run.finished` | `claimhouse.run.ID` |
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from prefect.events import emit_event

from flows.happenings import LISTENER, Happening
from flows.output import plain
from warehouse.records import HappeningKind

_NAMES: dict[HappeningKind, str] = {
    "flip": "claimhouse.verdict.flipped",
    "correction": "claimhouse.correction.opened",
    "feed": "claimhouse.feed.failing",
    "run": "claimhouse.run.finished",
}
_ANSWERING = "claimhouse.feed.answering"
_LONGEST = 500  # code points of a text: an event may not be large


@asynccontextmanager
async def events_emitted() -> AsyncIterator[None]:
    """In it, what happens in runs becomes events. They are queued, and sent by a thread of Prefect's own."""
    token = LISTENER.set(emit)
    try:
        yield
    finally:
        LISTENER.reset(token)


def emit(happenings: Sequence[Happening]) -> None:
    """Emit an event for each. The same happening has the same event id however often it is emitted."""
    for one in happenings:
        emit_event(
            event=_ANSWERING if one["outcome"] == "answering" else _NAMES[one["kind"]],
            resource=_resource(one),
            occurred=one["happened_at"],
            related=_related(one),
            payload=_payload(one),
            id=uuid5(NAMESPACE_URL, f"claimhouse:{one['happening_id']}"),
        )


def _resource(one: Happening) -> dict[str, str]:
    if one["kind"] in ("flip", "correction"):
        what, key, name = "claim", one["claim_id"], one["claim"]
    elif one["kind"] == "feed":
        what, key, name = "feed", one["happening_id"].partition(" ")[0], one["name"]
    else:
        what, key, name = "run", one["run_id"], f"{one['name']} {one['outcome']}"
    return {"prefect.resource.id": f"claimhouse.{what}.{key}", "prefect.resource.name": _short(name or key)}


def _related(one: Happening) -> list[dict[str, str]]:
    related = {"article": one["article_id"], "run": one["run_id"] if one["kind"] != "run" else None}
    return [
        {"prefect.resource.id": f"claimhouse.{role}.{key}", "prefect.resource.role": role}
        for role, key in related.items()
        if key
    ]


def _payload(one: Happening) -> dict[str, Any]:
    """All that is known of it, in JSON's values; texts are cut short."""
    told = {name: _short(value) for name, value in plain(one).items() if value is not None}
    return {**told, "changed": told["changed"][:20]} if "changed" in told else told


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
    return [_short(one) for one in value] if isinstance(value, list) else value
