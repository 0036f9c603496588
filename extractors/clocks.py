"""The clocks of a claim: what time it is about, and what "yesterday" means in somebody's mouth.

Not every date in a sentence is the time of what it tells: "the 1973 building", "research from 2014", "who ran in 2016".
"""

import re
from collections.abc import Sequence
from datetime import date

from extractors.context import Context
from extractors.grammar.tokens import Token
from extractors.grammar.verb_forms import ALSO_PARTICIPLES, PAST
from extractors.grammar.word_classes import AUXILIARIES
from extractors.selfcontained import VAGUE_TIMES
from language.dates import find_dates
from language.sentences import word_set
from warehouse.records import DateMention

VERSION = 11

Days = tuple[date | None, date | None]

_SINCE = re.compile(r"(?:ever\s)?since\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}\Z")
_DETERMINED = re.compile(r"(?:\b(?:the|a|an|its|his|her|their|this|that|our)\s|['’]s\s)\Z", re.IGNORECASE)
_NOUN_PHRASE = re.compile(r"[\s-]((?:[A-Za-z][\w’'-]*\s?){1,4})")
# Nouns of what takes place in the year before them: "the 2016 election", "the 2019 hurricane season".
_TAKES_PLACE = word_set(
    "election elections vote votes referendum campaign season war invasion annexation attack attacks coup revolution "
    "uprising crisis budget deal agreement accord accords summit olympics games cup championship championships final "
    "earthquake hurricane flood floods fire fires bombing bombings massacre shooting crash pandemic outbreak recession "
    "protests ceasefire primary primaries census harvest drought famine strike strikes convention conference report"
)
_WORK_OF = re.compile(
    r"\b(?:research|stud(?:y|ies)|reports?|surveys?|data|figures|photo(?:graph)?s?|videos?|footage|images?|documents?"
    r"|letters?|memos?|articles?|books?|films?|songs?|buildings?|laws?|acts?|statutes?|interviews?|rulings?)\s"
    r"(?:(?:published|released|issued|dated|made|taken|passed|written)\s)?(?:in|from|of|on)\s\Z",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",\s(?:(?:an?|the)\s[^,]{1,40}\s)?(?:who|whom|which|whose|where)\b[^,]*\Z")
_OF_WHOM = re.compile(r",\s(?:(?:an?|the)\s[^,]{1,40}\s)?(?:who|whom|whose)\b[^,]*\Z")
# "The bridge, built in 1927, carries 38,000 cars": how it came to be, and not the time of what is told of it.
_OF_WHAT = re.compile(r",\s(?:which\s(?:was|were|has|had|began|[a-z]+ed)|(?:first\s)?[a-z]+(?:ed|ilt))\b[^,]*\Z")
_IS_SO_NOW = re.compile(r"[^,;.]*,\s(?:now |still |today |currently )?(?:(?!was\b)[a-z]+s|are|have)\b")
# "… is the first to lead the committee, which was created in 1961."; "… jailed Ann Lee, who was arrested in 2021."
_HANGS_ON = re.compile(
    r"(?:\b(?:is|are|has|have)\s(?!been\b|[a-z]+ed\b)[^;]*,\swhich\s(?:was|were|had)|\s[^;]*,\swho\s(?:was|were|had))\b"
    r"[^,;]*\Z"
)
_ENDS = re.compile(r"\s*[.;]?\s*\Z")
# Behind the comma that closes a clause the main one goes on.
_GOES_ON = re.compile(r"[^,;.]*,\s(?!and\b|or\b|but\b|who\b|which\b|where\b|after\b|before\b|when\b|[a-z]+ing\b)[a-z]")
# What a figure is compared with: "down nine points from 2021", "up from 3,100 in May".
_COMPARED = re.compile(
    r"\b(?:(?:down|up)\b[^,;]{0,25}?\son"
    r"|(?:than|above|below)\s(?:in\s)?(?:any|every|each)\s(?:year|month|quarter|season|time)\b[^,;]{0,30}"
    r"|(?:down|up)\b[^,;]{0,40}?\sfrom(?:\s[^,;]{1,30}\sin|\s(?:the|its)\s(?:[^,;]|,\d){1,60})?|than in(?:\sthe)?"
    r"|than\s(?:[^,;]{1,20}\s)?what\s[^,;]{1,70}"
    r"|than\s(?:the|its|their)\s(?:some\s|about\s)?[€$£]?\d(?:[^,;]|,\d){0,70}"
    r"|last\s(?:seen|[a-z]+ed)\s(?:in|on)"
    r"|compared (?:with|to)(?:\s[^,;]{1,30}\s(?:in|of))?)\s\Z"
)
# "Rose 3% in May from a year earlier"
_EARLIER = re.compile(
    r"(?:an?|one|the|two|three)\s(?:year|month|quarter|week)s?\s(?:earlier|ago|before)\Z", re.IGNORECASE
)
_AGAINST = re.compile(r"\b(?:from|than|over|versus|against|on|with|to)(?:\s(?:the|its)\s(?:level|figure|rate))?\s\Z")
# "Fell to 7.9% in April from 8.7% in March"; of "from 12 euros in 2021 to 15 in 2023" both years are told.
_FROM_FIGURE = re.compile(r"\bfrom\s[€$£]?\d(?:(?!\sto\s)[^,;]|,\d){0,30}\sin\s\Z")
# Behind a date the sentence may turn to what happened at another time.
_TURNS = re.compile(
    r",\s(?:who|which|whose|where|[a-z]+ed|[a-z]+ing)\b|\b(?:after|before|following|because|for|until|than)\b"
)
_DONE_IN = re.compile(r"(\w+)\s(?:in|on)\s\Z")
_JOINS = re.compile(
    r"[,;:–—(]|\b(?:and|but|or|as|when|while|who|which|that|where|because|since|after|before|until|than)\b"
)
_BEGINS_EARLIER = re.compile(r"\b(?:after|before|following|when|as)\b[^,]*\Z", re.IGNORECASE)
_UP_TO = re.compile(r"\b(?:until|till|through|by)\s(?:the\s)?\Z", re.IGNORECASE)


def about_of(context: Context, start: int, end: int, dates: Sequence[DateMention], *, deed: bool = False) -> Days:
    """The days that a statement at [start, end) is about, by the dates it holds; (None, None) where it tells none.

    `deed`: it tells of something done, which was over on the article's own day.
    """
    text, day = context.text, context.day
    known = [one for one in dates if one.earliest and one.latest and not _is_vague(one)]
    known = [one for one in known if not _WORK_OF.search(text, max(start, one.start - 40), one.start)]
    if deed and day is not None:
        known = [one for one in known if one.earliest and one.earliest <= day]
    known = [one for one in known if not _is_compared(text, start, one)]
    known = [one for one in known if not _tells_who(text, start, end, one, day)]
    known = _without_modifiers(text, known)
    known = [one for one in known if one.certainty == "exact"] or known
    known = _of_main_clause(text, start, known)
    # "Their first talks since 2022, held last month" were held last month.
    others = [one for one in known if not _SINCE.match(one.text)]
    if others and not any(_SINCE.match(one.text) and one.start == start for one in known):
        known = others
    if not known:
        return None, None
    first = min(one.earliest for one in known if one.earliest)
    last = max(one.latest for one in known if one.latest)
    if day is None:
        return first, last
    if len(known) == 1 and last > day and _UP_TO.search(text, start, known[0].start):
        return min(day, first), last  # "remains shut until May"
    if _since_before(text, start, known[0]) and day > first:
        return first, day
    return first, last


def _is_compared(text: str, start: int, mention: DateMention) -> bool:
    """Whether it is the time of what a figure is compared with."""
    begin = max(start, mention.start - 90)
    if _EARLIER.match(mention.text) and _AGAINST.search(text, begin, mention.start):
        return True
    if _COMPARED.search(text, begin, mention.start):
        return True
    goes_on = text.startswith(" to ", mention.end)
    return not goes_on and _FROM_FIGURE.search(text, begin, mention.start) is not None


def _tells_who(text: str, start: int, end: int, mention: DateMention, day: date | None) -> bool:
    """Whether a day past stands in a clause that only says who acts, or what is meant.

    "X, who was elected in 2019, has left"; "The dam, which was completed in 1974, supplies the city".
    """
    past = day is None or mention.latest is None or mention.latest <= day
    aside = past and _OF_WHOM.search(text, start, mention.start) is not None
    if aside and _GOES_ON.match(text, mention.end, end) is not None:
        return True
    if past and _ENDS.match(text, mention.end, end) and _HANGS_ON.search(text, start, mention.start):
        return True
    what = past and _OF_WHAT.search(text, start, mention.start) is not None
    return what and _IS_SO_NOW.match(text, mention.end, end) is not None


def _is_vague(mention: DateMention) -> bool:
    return mention.certainty == "approximate" and mention.text.lower() in VAGUE_TIMES


def _without_modifiers(text: str, known: Sequence[DateMention]) -> list[DateMention]:
    """Without the years that only say which one of several things is meant."""
    kept = []
    for one in known:
        noun = _NOUN_PHRASE.match(text, one.end)
        if _YEAR.match(one.text) and noun and _DETERMINED.search(text, max(0, one.start - 8), one.start):
            takes_place = any(word.lower() in _TAKES_PLACE for word in noun.group(1).split())
            if not takes_place or len(known) > 1:
                continue
        kept.append(one)
    return kept


def _of_main_clause(text: str, start: int, known: Sequence[DateMention]) -> list[DateMention]:
    """Without the dates of a clause beside the main one, where the main one has its own."""
    kept: list[DateMention] = []
    for place, one in enumerate(known):
        following = known[place + 1] if place + 1 < len(known) else None
        if following and _ASIDE.search(text, start, one.start) and "," in text[one.end : following.start]:
            continue
        if following and _describes(text, start, one, following):
            continue
        if (
            kept
            and _TURNS.search(text, kept[-1].end, one.start)
            and not _BEGINS_EARLIER.search(text, start, kept[-1].start)
        ):
            continue
        kept.append(one)
    return kept


def _describes(text: str, start: int, mention: DateMention, following: DateMention) -> bool:
    """Whether a date only tells which things are meant: "the cranes ordered in 2024 arrived on 3 March"."""
    led = _DONE_IN.search(text, start, mention.start)
    between = text[mention.end : following.start]
    if led is None or _JOINS.search(between):
        return False
    done = led.group(1).lower()
    acts = any(word in PAST | AUXILIARIES or (word.endswith("ed") and len(word) > 3) for word in between.split())
    return acts and (done.endswith("ed") or done in ALSO_PARTICIPLES)


def _since_before(text: str, start: int, mention: DateMention) -> bool:
    """Whether "since" governs a date across a comma: "since the capital, Oldport, fell in 2014"."""
    return bool(
        re.search(r"\bsince\b[^.;]{0,100}\Z", text[max(start, mention.start - 120) : mention.start], re.IGNORECASE)
    )


def dates_said(
    context: Context, dates: Sequence[DateMention], tokens: Sequence[Token], said: Days
) -> tuple[DateMention, ...]:
    """The dates of a statement, those within quotation marks counted from the day on which it was said.

    Where the article does not tell that day, they stay as counted from its own, and are approximate.
    """
    quoted = {token.start for token in tokens if token.quoted}
    return tuple(_said(context, one, said) if one.start in quoted else one for one in dates)


def certain_dates(dates: Sequence[DateMention], tokens: Sequence[Token]) -> tuple[DateMention, ...]:
    """Without the days within quotation marks that are only approximately known: none of them is written out."""
    quoted = {token.start for token in tokens if token.quoted}
    return tuple(one for one in dates if one.certainty != "approximate" or one.start not in quoted)


_AROUND = 150  # characters that tell whether a date is past or ahead


def _said(context: Context, mention: DateMention, said: Days) -> DateMention:
    if mention.anchor is None or mention.earliest is None or mention.latest is None:
        return mention
    first, last = said
    if first is not None and last is not None and first != last:
        return _said_between(context, mention, first, last)
    if first is None:
        uncertain = (mention.latest - mention.earliest).days <= 7 and not re.search(r"\d", mention.text)
        return mention.model_copy(update={"certainty": "approximate"}) if uncertain else mention
    return mention if first == context.day else _counted_from(context, mention, first)


def _counted_from(context: Context, mention: DateMention, day: date) -> DateMention:
    """What an expression means that was said on a day."""
    begin = max(0, mention.start - _AROUND)
    spoken = find_dates(context.text[begin : mention.end + _AROUND], day, offset=begin)
    return next((one for one in spoken if one.start == mention.start), mention)


def _said_between(context: Context, mention: DateMention, first: date, last: date) -> DateMention:
    """What "this year" means that was said between two days, as it would on either of them.

    "Yesterday" in an interview of June 2023 is a day about then.
    """
    early, late = (_counted_from(context, mention, day) for day in (first, last))
    if early == late or early.earliest is None or late.latest is None:
        return early
    same = (early.earliest, early.latest) == (late.earliest, late.latest)
    certainty = early.certainty if same else "approximate"
    return early.model_copy(update={"latest": late.latest, "certainty": certainty})
