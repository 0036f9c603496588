"""A claim's text made to stand alone: full names for surnames and pronouns, dates in words for "last week".

Nothing is invented: a name comes from the article, a date from resolving one of its words. Words in quotation marks
stay as they were said.
"""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from extractors.grammar.tokens import Token
from extractors.speech.people import People, name_runs
from language.sentences import word_set
from warehouse.records import DateMention, Quantity

VERSION = 9

_Placed = TypeVar("_Placed", DateMention, Quantity)
Replacement = tuple[int, int, str]  # [start, end) of the article's text, and what stands there instead

_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# Times that are no more than "when this was written".
VAGUE_TIMES = word_set("now currently today recently nowadays presently lately")
_LEADING = re.compile(
    r"\A(?:But|And|Yet|So(?! (?:far|many|much|few|long|little)\b)|Still,|However,|Meanwhile,|Nevertheless,|Nonetheless,"
    r"|Moreover,|Also,)\s+(?=\S)"
)
_WEEKDAY_LAST = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\Z", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)
_IS_NAME_PART = re.compile(r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z]+")
_MONTH = f"(?:{'|'.join(f'{name}|{name[:3]}' for name in _MONTH_NAMES)})\\.?"
# The day or the month that something has lasted since.
_SINCE = re.compile(
    r"(?:ever\s)?since\s.*?\b(?P<began>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    rf"|\d{{1,2}}\s{_MONTH}|{_MONTH}\s\d{{1,2}}|(?P<month>{_MONTH}))\Z",
    re.IGNORECASE | re.DOTALL,
)
# "The end of August", "early June", and not "last October".
_MONTH_LAST = re.compile(rf"(?!.*\b(?:last|this|next|past|coming|previous)\b).*\b{_MONTH}\Z", re.IGNORECASE | re.DOTALL)
_HAS_YEAR = re.compile(r"\b(?:1[5-9]|20|21)\d\d\b")


def in_words(first: date, last: date) -> str | None:
    """A range of days as one would write it, "3 March 2025" or "February 2025", None where it has no short name."""
    if first == last:
        return f"{first.day} {_MONTH_NAMES[first.month - 1]} {first.year}"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if (first.month, last.month) == (1, 12):
            return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{_MONTH_NAMES[first.month - 1]} {first.year}"
    if last - first > timedelta(days=31):
        return None
    opening = str(first.day)
    if first.month != last.month:
        opening += f" {_MONTH_NAMES[first.month - 1]}"
    if first.year != last.year:
        opening += f" {first.year}"
    return f"{opening} to {last.day} {_MONTH_NAMES[last.month - 1]} {last.year}"


def date_replacements(text: str, dates: Sequence[DateMention], tokens: Sequence[Token]) -> list[Replacement]:
    """For each relative date outside quotation marks: the article's words, followed by the date that they mean."""
    quoted = {token.start for token in tokens if token.quoted}
    # "seven days earlier, on October 6, 2019": the article itself says it.
    written = {(m.earliest, m.latest) for m in dates if m.anchor is None and _HAS_YEAR.search(m.text)}
    # "Election Day is Nov. 3" needs a year, and the day no second time.
    by_number = {(m.earliest, m.latest) for m in dates if re.search(r"\d", m.text) and m.start not in quoted}
    made: list[Replacement] = []
    for mention in dates:
        if mention.earliest is None or mention.latest is None or mention.start in quoted:
            continue
        if (mention.earliest, mention.latest) in by_number and not re.search(r"\d", mention.text):
            continue
        # "The following day", told from a date that stands elsewhere, needs its own as much as "yesterday" does.
        told_from_day = mention.earliest == mention.latest and not re.search(r"\d|D-Day", mention.text)
        if mention.anchor is None and not told_from_day:
            continue
        if mention.certainty == "approximate" and mention.text.lower() in VAGUE_TIMES:
            continue
        if _HAS_YEAR.search(mention.text):
            continue
        # "Since the storm of 18 February" is told by its day, and not as all the days up to this one.
        since = _SINCE.match(mention.text)
        first, last = (
            (mention.earliest, _begun(mention.earliest, since)) if since else (mention.earliest, mention.latest)
        )
        spoken = in_words(first, last)
        if spoken is None or (mention.earliest, mention.latest) in written:
            continue
        following = text[mention.end : mention.end + 2]
        named_day = _WEEKDAY_LAST.search(mention.text)
        if (
            not _WEEKDAY.search(mention.text)
            and following[:1] == " "
            and following[1:].isupper()
            and _IS_NAME_PART.match(text, mention.end + 1)
        ):
            continue  # "Christmas Charity" is a name
        written.add((mention.earliest, mention.latest))  # once is enough
        bare = since["began"] if since else re.sub(r"\A(?:on|in|the) ", "", mention.text, flags=re.IGNORECASE)
        if following in ("'s", "’s"):
            made.append((mention.end + 2, mention.end + 2, f" ({spoken})"))
        elif named_day and first == last:
            # In the middle of a clause a date written so is closed by a comma.
            closing = "," if following[:1] == " " and following[1:].isalnum() else ""
            made.append((mention.end, mention.end, f", {spoken}{closing}"))
        elif spoken.startswith(f"{bare} "):
            made.append((mention.end, mention.end, spoken[len(bare) :]))
        elif _MONTH_LAST.match(mention.text) and first.year == last.year:
            made.append((mention.end, mention.end, f" {first.year}"))  # "the end of August", "early June"
        elif re.search(r"\d", mention.text) and first == last and str(first.day) in mention.text:
            told = f" ({first.year})" if mention.text.lower().endswith(" year") else f", {first.year}"  # "last year"
            made.append((mention.end, mention.end, told))
        else:
            made.append((mention.end, mention.end, f" ({spoken})"))
    return made


def _begun(first: date, since: "re.Match[str]") -> date:
    """The last day of what `since` counts from, where that is more than a day."""
    if since["month"]:
        return date(first.year, first.month, monthrange(first.year, first.month)[1])
    return first


def name_replacements(tokens: Sequence[Token], people: People, *, within_quotes: bool = False) -> list[Replacement]:
    """Full names for the first bare surname of each person among the tokens, where it means just one person."""
    made: list[Replacement] = []
    told = {name for run in name_runs(tokens) if (name := run.name(tokens)) in people.by_name}
    for run in name_runs(tokens):
        first = tokens[run.name_start]
        if run.end - run.start != 1 or (first.quoted and not within_quotes):
            continue
        surname = run.name(tokens)
        person = people.by_surname.get(surname)
        if person is None or person.name in told or surname == person.name:
            continue
        # "the Trump administration", "anti-Putin" and "the Smith family" are no persons.
        before = tokens[run.start - 1] if run.start else None
        if before is not None and (before.low in ("the", "a", "an") or before.is_possessive):
            continue
        if _is_part_of_name(tokens, run.start, run.end) or _is_place(tokens, run.start, run.end):
            continue
        told.add(person.name)
        made.append((first.start, first.start + len(surname), person.name))
    return made


def _is_place(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a lone name stands where a place does: "in Allen", "of Allen, Texas"; "at Allen" is mostly a person."""
    if not start or tokens[start - 1].low not in ("in", "at", "near", "of", "from", "to", "outside"):
        return False
    region = end + 1 < len(tokens) and tokens[end].low == "," and tokens[end + 1].is_capital
    return region or tokens[start - 1].low in ("in", "near", "outside")


_OPENING_MARK = {")": "(", "”": "“", "’": "‘", '"': '"', "'": "'"}
_JOINS = ("/", "–", "-")


def _is_part_of_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether more of a name stands beside `tokens[start:end]`: "James (Jim) Hedges", "Hawkins/Walker"."""
    if end < len(tokens) and tokens[end].low in _JOINS and tokens[end].start == tokens[end - 1].end:
        return True
    if not start:
        return False
    if tokens[start - 1].low in _JOINS and tokens[start - 1].end == tokens[start].start:
        return True
    if tokens[start - 1].low == "of" and start > 2 and tokens[start - 2].is_capital and tokens[start - 3].is_word:
        return True  # "the House of Lords", but not "Some of Moss's friends"
    opening = _OPENING_MARK.get(tokens[start - 1].low)
    places = (i for i in range(start - 2, max(start - 7, 0), -1) if tokens[i].low == opening)
    mark = next(places, 0)
    return mark > 0 and tokens[mark - 1].is_capital


def rewrite(text: str, start: int, end: int, replacements: Sequence[Replacement]) -> str:
    """`text[start:end]` with the replacements inside it carried out; of two that overlap the first counts."""
    parts: list[str] = []
    position = start
    for first, last, new in sorted(set(replacements)):
        if first < position or last > end:
            continue
        parts += [text[position:first], new]
        position = last
    parts.append(text[position:end])
    return "".join(parts)


def within(items: Sequence[_Placed], starts: Sequence[int], start: int, end: int) -> list[_Placed]:
    """Of mentions sorted by their `starts`, those that lie inside [start, end)."""
    low, high = bisect_left(starts, start), bisect_right(starts, end)
    return [item for item in items[low:high] if item.start >= start and item.end <= end]


def opened(text: str) -> str:
    """A text with a capital first, and without a "But" that only made sense where it stood."""
    bare = _LEADING.sub("", text)
    return bare[0].upper() + bare[1:] if bare and bare[0].islower() else bare


def as_sentence(text: str) -> str:
    """A clause as a sentence of its own: a capital first, one stop last, no marks left hanging."""
    bare = text.strip().strip(",;–— ").strip()
    for opening, closing in (("“", "”"), ("‘", "’"), ("(", ")"), ("[", "]")):
        if closing != "’" and bare.count(opening) != bare.count(closing):
            bare = bare.strip(opening + closing)
    if re.match(r"[^\[]*\]", bare):
        bare = f"[{bare}"  # "[The mayor] is", of which the mark was left behind
    if bare.count('"') % 2:
        bare = bare.strip('"')
    bare = bare.strip().rstrip(",;:")
    # The comma that stood before the closing mark belonged to the sentence that it was taken from.
    bare = re.sub(r",([”’\"])\Z", r"\1", bare)
    bare = opened(bare)
    return bare if not bare or bare[-1] in '.!?…”"' else f"{bare}."
