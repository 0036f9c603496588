"""What a desk is told of a happening, in words: one message each, or one digest of many. Plain text, and not too long.

What articles, evidence and feeds say is hostile: it is one line, without control characters, and nothing in it is a
mention ("@channel"), a link or markup for the service that shows it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flows.happenings import Happening
from flows.output import printable
from flows.progress import counted

_CLAIM, _HEADLINE, _NAME, _WHY, _ADDRESS = 300, 150, 80, 400, 500  # code points
_CHANGES = 3
_HEADINGS = {
    "flip": ("Verdicts that have turned", "flip"),
    "correction": ("Corrections that are due", "correction"),
    "feed": ("Feeds that fail, or answer again", "feed"),
    "run": ("Runs", "run"),
}
_FEED_STATES = {"failing": "does not answer", "gone": "is gone for good", "answering": "answers again"}
_BREAK = "\u200b"  # a space of no width: what it stands in is not taken for what it looks like
_MORE = '… and {} more: claimhouse sql "from happenings order by happened_at desc"'


@dataclass(frozen=True)
class Message:
    """What is sent: a title in our own words, and plain text."""

    title: str
    body: str


def message_of(one: Happening, longest: int) -> Message:
    """A message on one happening, whose body is no longer than that many code points."""
    lines = {"flip": _flip, "correction": _correction, "feed": _feed, "run": _run}[one["kind"]](one)
    return Message(f"Claimhouse: {lines[0]}", _shortened("\n".join(filter(None, lines[1:])), longest))


def digest_of(happenings: Sequence[Happening], longest: int) -> Message:
    """One message on all of them, which must come ordered by kind; what does not fit is counted.

    `longest` is of the body, in code points.
    """
    counts = [(kind, len([*group])) for kind, group in groupby(happenings, key=lambda one: str(one["kind"]))]
    title = "Claimhouse: " + ", ".join(counted(number, _HEADINGS[kind][1]) for kind, number in counts)
    lines: list[str] = []
    room = longest - len(_MORE) - 10
    told = 0
    for place, one in enumerate(happenings):
        fresh = [] if place and happenings[place - 1]["kind"] == one["kind"] else [_heading(one["kind"], bool(place))]
        added = [*fresh, _line(one)]
        room -= sum(len(line) + 1 for line in added)
        if room < 0:
            break
        lines += added
        told += 1
    if told < len(happenings):
        lines.append(_MORE.format(len(happenings) - told))
    return Message(title, _shortened("\n".join(lines), longest))


def inert(text: str | None, longest: int) -> str:
    """Somebody else's words as they may be sent: one line, cut to a length, and nothing but text to any service."""
    line = printable(" ".join((text or "").split()))
    line = _shortened(line, longest).replace("<", "‹").replace(">", "›")
    return re.sub(r"(?<=@)(?=\w)|(?<=\])(?=\()|(?<=:)(?=//)", _BREAK, line)


def _heading(kind: str, has_before: bool) -> str:
    return f"{chr(10) if has_before else ''}{_HEADINGS[kind][0]}"


def _flip(one: Happening) -> list[str]:
    changed = "; ".join(inert(what, _NAME * 2) for what in (one["changed"] or [])[:_CHANGES])
    return [
        f"{_turn(one)}{', and it is published' if one['published'] else ''}",
        _said(one),
        f"Why: {_words(one['cause'])}{f' ({changed})' if changed else ''}",
        _where(one),
        f"claimhouse show {one['claim_id']}",
    ]


def _correction(one: Happening) -> list[str]:
    return [
        "a correction is due",
        _said(one),
        inert(one["message"], _WHY),
        _where(one),
        f"claimhouse correct {one['claim_id']} … or claimhouse task close {one['happening_id']} …",
    ]


def _feed(one: Happening) -> list[str]:
    return [
        f"a feed {_FEED_STATES[one['outcome']]}",
        f"{inert(one['name'], _NAME)} {_address(one['url'])}".strip(),
        _failed_for(one),
        inert(one["message"], _WHY),
    ]


def _run(one: Happening) -> list[str]:
    counts = {name: number for name, number in (one["counts"] or {}).items() if number}
    told = ", ".join(f"{number} {_words(name)}" for name, number in counts.items())
    return [f"{inert(one['name'], _NAME)} {_words(one['outcome'])}", told, _spent(one), f"Run {one['run_id']}"]


def _line(one: Happening) -> str:
    """The same in one line of a digest."""
    if one["kind"] == "flip":
        published = "PUBLISHED, " if one["published"] else ""
        return f"- {published}{_turn(one)}: {_said(one)} {one['claim_id']}"
    if one["kind"] == "correction":
        return f"- {_said(one)} {inert(one['message'], _WHY)} {one['claim_id']}"
    if one["kind"] == "feed":
        told = "; ".join(filter(None, (_FEED_STATES[one["outcome"]], _failed_for(one))))
        return f"- {inert(one['name'], _NAME)} {told}: {inert(one['message'], _WHY)}"
    articles = counted(int((one["counts"] or {}).get("articles", 0)), "article")
    return f"- {one['happened_at']:%Y-%m-%d %H:%M} UTC {_run(one)[0]}: {articles}, {_spent(one)}"


def _failed_for(one: Happening) -> str:
    """Of a feed that answers again, for how long it did not."""
    if one["outcome"] != "answering":
        return ""
    days = "%Y-%m-%d %H:%M", "%H:%M" if one["since"].date() == one["until"].date() else "%Y-%m-%d %H:%M"
    since, until = (moment.strftime(told) for moment, told in zip((one["since"], one["until"]), days, strict=True))
    return f"it did not from {since} to {until} UTC"


def _turn(one: Happening) -> str:
    return f"{_words(one['before'])} → {_words(one['after'])}"


def _said(one: Happening) -> str:
    speaker = f" ({inert(one['speaker'], _NAME)})" if one["speaker"] else ""
    return f"“{inert(one['claim'], _CLAIM)}”{speaker}"


def _where(one: Happening) -> str:
    return " ".join(filter(None, (inert(one["headline"], _HEADLINE), _address(one["url"]))))


def _spent(one: Happening) -> str:
    seconds = f"{one['seconds']:.0f} s" if one["seconds"] is not None else "stopped"
    tokens = (one["input_tokens"] or 0) + (one["output_tokens"] or 0)
    if one["cost_usd"] is None:
        return f"{seconds}, {tokens} tokens, cost not known"
    return f"{seconds}, {tokens} tokens, {one['cost_usd']:.4f} USD" if tokens else f"{seconds}, no cost"


def _address(url: str | None) -> str:
    """An address on the web that can be nothing else; otherwise nothing."""
    plain = (url or "").replace("@", "%40")
    return plain if len(plain) <= _ADDRESS and re.fullmatch(r"https?://[^\s<>|\"'`\[\]()\\]+", plain) else ""


def _words(name: str | None) -> str:
    return (name or "unknown").replace("_", " ")


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
