"""Events that an article dates, and what it tells from them: "since the invasion", "the third anniversary of the war".

An event counts as dated where the text puts a date beside its noun or its verb: "the invasion of February 2022", "the
2014 annexation", "the war, which began on 24 February 2022". Two dates that do not lie within each other leave it
undated, for then the text may speak of two events.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from language import days as cal
from language.date_places import Found, shifted
from language.numbers import ONES, ORDINALS

_NOUN = (
    r"(?:invasion|annexation|attacks?|coup|putsch|elections?|referendum|vote|ceasefire|cease-fire|truce|armistice"
    r"|revolution|uprising|revolt|rebellion|earthquake|explosion|blast|bombings?|shooting|assassination|massacre"
    r"|takeover|occupation|independence|inauguration|summit|agreement|accord|treaty|crash|collapse|outbreak|pandemic"
    r"|war|fire|flood|hurricane|disaster|strike|protests|hearing|trial|verdict|resignation|death|murder|killing"
    r"|arrest|launch|merger|takeover|wedding|signing|reunification|Brexit)"
)
_VERBS = {
    "invaded": "invasion", "annexed": "annexation", "attacked": "attack", "occupied": "occupation",
    "resigned": "resignation", "assassinated": "assassination", "inaugurated": "inauguration", "crashed": "crash",
    "collapsed": "collapse", "died": "death", "murdered": "murder", "killed": "killing", "arrested": "arrest",
    "launched": "launch",
}  # fmt: skip
_NAME = r"(?:the\s)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3}"
_OF_NAME = rf"(?:\s(?:of|by|on|in|against|at|with)\s{_NAME}){{0,2}}"
_BEGAN = (
    r"(?:(?:,?\s(?:that|which))?\s(?:began|started|broke\sout|erupted|took\splace|occurred|happened"
    r"|was\s(?:held|launched|signed)))"
)
_NOUN_THEN_DATE = re.compile(rf"\b({_NOUN}){_OF_NAME}({_BEGAN})?\s(?:(?:early|late)\s)?(?:in|on|of)\s(?:the\s)?$")
_BEGINNING_THEN_DATE = re.compile(
    rf"\b(?:start|beginning|outbreak)\sof\s(?:[\w’'-]+\s){{0,4}}({_NOUN}){_OF_NAME}\s(?:in|on)\s(?:the\s)?$"
)
_VERB_THEN_DATE = re.compile(rf"\b({'|'.join(_VERBS)})(?:\s(?:the\s)?[\w’'-]+){{0,4}}?\s(?:in|on)\s(?:the\s)?$")
_DATE_THEN_NOUN = re.compile(rf"(?:['’]s|,)?\s(?:(?!and|or|in|on|of|to)[\w-]+\s){{0,3}}?({_NOUN})\b")
# What points at an event: "the invasion", "Russia's full-scale invasion", "the start of the war"
_EVENT = (
    rf"(?:(?:the\s)?(?:start|beginning|outbreak|end)\sof\s)?(?:the|its|their|his|her|last|[A-Z][\w-]*['’]s?)\s"
    rf"(?:[\w-]+\s){{0,2}}?(?P<noun>{_NOUN})\b"
)
_SINCE = re.compile(rf"\b(?:ever\s)?since\s{_EVENT}", re.IGNORECASE)
_EVE = re.compile(rf"\b(?:the\s)?eve\sof\s(?:{_EVENT})?", re.IGNORECASE)
_AFTER = re.compile(rf"\s{_EVENT}")
_ANNIVERSARY = re.compile(
    rf"(?:the\s)?(?:(?P<n>{'|'.join(ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th)?|[a-z]{{3,8}}(?:ieth|teenth)|one|two|three|four"
    rf"|five|six|seven|eight|nine|ten)[\s-])?(?:year\s)?anniversary\b(?P<of>\sof\s(?:{_EVENT})?)?",
    re.IGNORECASE,
)
_POSSESSED = re.compile(rf"\b(?:the\s)?(?:[\w-]+\s){{0,1}}?({_NOUN})['’]s?\s$")
_MENTIONS = re.compile(r"[Ss]ince\s|[Ee]ve\sof|nniversary|\b(?:before|after)\s")


def tells_from_events(text: str) -> bool:
    """A cheap look whether a text has anything to tell from an event at all."""
    return bool(_MENTIONS.search(text))


class Events:
    """The events that a text dates, by their nouns."""

    def __init__(self, text: str, found: Sequence[Found]) -> None:
        self._spans: dict[str, cal.Span | None] = {}
        for item in found:
            if item.span is None or item.kind in ("now", "recent", "span", "ago") or _too_long(item.span):
                continue
            before = text[max(0, item.start - 120) : item.start]
            match = _BEGINNING_THEN_DATE.search(before) or _NOUN_THEN_DATE.search(before)
            # "the war in 1943" was under way then; it began when the text says that it began.
            if match and (match[1] != "war" or match.re is _BEGINNING_THEN_DATE or match[2]):
                self._add(match[1], item.span)
            elif match := _VERB_THEN_DATE.search(before):
                self._add(_VERBS[match[1]], item.span)
            elif (match := _DATE_THEN_NOUN.match(text, item.end)) and match[1] != "war":
                self._add(match[1], item.span)

    def span(self, noun: str) -> cal.Span | None:
        """When the text says that an event took place; None where it does not, or tells of two such events."""
        return self._spans.get(_plain(noun))

    def after(self, text: str, place: int) -> cal.Span | None:
        """When the event was that stands at a place of the text: "a day after" the vote."""
        match = _AFTER.match(text, place)
        return self.span(match["noun"]) if match else None

    def _add(self, noun: str, span: cal.Span) -> None:
        name = _plain(noun)
        known = self._spans.get(name, span)
        if known is None:
            return
        inner, outer = sorted((known, span), key=lambda one: one[1] - one[0])
        self._spans[name] = inner if outer[0] <= inner[0] and inner[1] <= outer[1] else None


def told_from_events(text: str, found: Sequence[Found], events: Events, anchor: date | None) -> list[Found]:
    """The mentions that tell a time by an event: since it, on its eve, its anniversaries; unresolved where undated."""
    starting = {item.start: item for item in found}
    taken = {item.start: item.end for item in found}
    made: list[Found] = []
    for match in _SINCE.finditer(text):
        span = events.span(match["noun"])
        resolved = (span[0], anchor) if span and anchor and span[0] <= anchor else None
        made.append(Found(match.start(), match.end(), resolved, relative=True, certainty="approximate"))
    for match in _EVE.finditer(text):
        following = starting.get(match.end())
        span = following.span if following else events.span(match["noun"]) if match["noun"] else None
        if following is None and not match["noun"]:
            continue
        end = following.end if following else match.end()
        day = _day_before(span[0]) if span and span[0] == span[1] else None
        made.append(Found(match.start(), end, (day, day) if day else None, bool(following and following.relative)))
        if following:
            del taken[following.start]
    if "nniversary" in text:
        made.extend(_anniversary(text, match, starting, events) for match in _ANNIVERSARY.finditer(text))
    starts, ends = list(taken), list(taken.values())  # in the order of the text, and none inside another
    return [one for one in made if bisect_left(starts, one.end) <= bisect_right(ends, one.start)]


def _anniversary(text: str, match: re.Match[str], starting: Mapping[int, Found], events: Events) -> Found:
    number = _ordinal(match["n"] or "")
    near = range(match.end(), match.end() + 6) if match["of"] else ()
    base = next((starting[place] for place in near if place in starting), None)
    possessed = _POSSESSED.search(text, max(0, match.start() - 30), match.start())
    span: cal.Span | None = None
    if match["noun"]:
        span = events.span(match["noun"])
    elif match["of"] and base and base.span and base.span[0] == base.span[1]:
        span = base.span
    elif possessed:
        span = events.span(possessed[1])
    end = match.start("of") if match["of"] and not match["noun"] else match.end()
    returned = shifted(span, number, "year") if span and number else None
    return Found(match.start(), end, returned, bool(base and base.relative), "approximate")


def _plain(noun: str) -> str:
    return noun.lower().replace("-", "").removesuffix("s")


def _too_long(span: cal.Span) -> bool:
    return (span[1] - span[0]).days > 366


def _day_before(day: date) -> date | None:
    return day - timedelta(days=1) if day > date.min else None


def _ordinal(words: str) -> int | None:
    digits = re.match(r"\d+", words)
    if digits:
        return int(digits.group())
    return ORDINALS.get(words.lower()) or ONES.get(words.lower())
