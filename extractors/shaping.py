"""The shape of a draft: its kind, its dates, numbers and names, read off its span."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from extractors.building import ClaimDraft
from extractors.clocks import dates_said
from extractors.context import Context, Unit
from extractors.grammar.tokens import Token
from extractors.kinds import Reading, classify
from extractors.selfcontained import in_words
from extractors.speech.people import name_runs
from extractors.speech.speakers import Speaker
from warehouse.records import ClaimKind, DateMention, Quantity, QuoteFidelity, Status

VERSION = 1


@dataclass
class Drafts:
    """Drafts in the making, and which of them is the content of which: pairs of places in `claims`."""

    claims: list[ClaimDraft] = field(default_factory=list)
    contents: list[tuple[int, int]] = field(default_factory=list)

    def add(self, draft: ClaimDraft) -> int:
        self.claims.append(draft)
        return len(self.claims) - 1


def read_kind(context: Context, tokens: Sequence[Token], *, subject_known: bool = False) -> Reading:
    """The kind of the statement that these tokens make, with the article's dates and numbers in it."""
    if not tokens:
        return Reading("state", "no words")
    first, last = tokens[0].start, tokens[-1].end
    return classify(
        tokens,
        dates=context.dates_in(first, last),
        quantities=[q for q in context.quantities_in(first, last) if not _is_age(context, q)],
        said=context.day,
        names=sum(1 for _ in name_runs(tokens)) + subject_known,
        subject_known=subject_known,
    )


def _is_age(context: Context, quantity: Quantity) -> bool:
    """Whether a number is somebody's age in passing: "Svetlana, 59, said"."""
    text = context.text
    return (
        quantity.unit in (None, "year of age")
        and text[quantity.start - 2 : quantity.start] == ", "
        and text[quantity.end : quantity.end + 1] in (",", ".")
    )


def dated(context: Context, text: str, unit: Unit, own: Sequence[DateMention]) -> str:
    """A side clause takes over the date of its main clause."""
    if own:
        return text
    dates = [d for d in context.dates_in(unit.start, unit.end) if d.earliest and d.latest]
    if len(dates) != 1 or dates[0].earliest is None or dates[0].latest is None:
        return text
    spoken = in_words(dates[0].earliest, dates[0].latest)
    return f"{text.rstrip('.')} ({spoken})." if spoken else text


def draft_of(
    context: Context,
    start: int,
    end: int,
    kind: ClaimKind,
    text: str,
    tokens: Sequence[Token],
    *,
    reason: str | None,
    status: Status,
    least_worth: float = 0.0,
    most_worth: float = 1.0,
    reasons: tuple[str, ...] = (),
    speaker: Speaker | None = None,
    said: tuple[date | None, date | None] = (None, None),
    venue: str | None = None,
    attribution: tuple[str, ...] = (),
    fidelity: QuoteFidelity | None = None,
    about: tuple[date | None, date | None] = (None, None),
) -> ClaimDraft:
    """A draft with everything that can be read off its span and its tokens; how much it is worth is told later."""
    return ClaimDraft(
        start=start,
        end=end,
        kind=kind,
        text=text,
        not_checkable_reason=reason,
        status=status if reason is None else "unchecked",
        least_worth=least_worth,
        most_worth=most_worth,
        reasons=reasons,
        speaker=speaker.name if speaker else None,
        speaker_role=speaker.role if speaker else None,
        speaker_named=speaker.named if speaker else None,
        attribution=attribution,
        venue=venue,
        quote_fidelity=fidelity,
        said_from=said[0],
        said_to=said[1],
        about_from=about[0],
        about_to=about[1],
        entities=_entities(context, tokens),
        dates=dates_said(context, context.dates_in(start, end), tokens, said)
        if speaker
        else context.dates_in(start, end),
        quantities=context.quantities_in(start, end),
    )


def _entities(context: Context, tokens: Sequence[Token]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for run in name_runs(tokens):
        name = run.name(tokens)
        person = context.people.find(name)
        if person is not None:
            found[person.name] = None
        elif len(name) > 1:
            found[name] = None
    return tuple(found)
