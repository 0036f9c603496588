"""Whose story it is, as the text itself tells: dateline, byline, credit and copyright lines, "first published in …".

English, German, French, Spanish, Russian and Ukrainian papers are known to write so. What is cited inside a story is no
credit: see `attribution`.
"""

import re
from collections.abc import Callable, Iterator, Sequence

VERSION = 1

# Whether a name is that of a news agency, and the one name that the agency goes by.
Agency = Callable[[str], str | None]

_LINES_AT_EACH_END = 6  # a credit line stands at the very top or the very bottom of a story
_CREDIT_LINE_LENGTH = 90
_DASH = r"(?:\.?\s?[—–-]{1,2}|:)\s?"
_DATELINES = (
    # "LONDON, Feb 24 (Reuters) - ", "Riyadh, Saudi Arabia (AP) — ", "Madrid, 3 mar (EFE).- "
    re.compile(rf"(?P<place>[^\W\d_][^()\n]{{1,80}}?)\s*\((?P<credit>[^()\n]{{2,40}})\)\s*{_DASH}"),
    # "МОСКВА, 3 марта. /ТАСС/. "
    re.compile(r"(?P<place>[^\W\d_][^/()\n]{1,60}?)[.,]?\s*/(?P<credit>[^/\n]{2,40})/[.,]?\s"),
    # "МОСКВА, 3 мар — РИА Новости. ", "Москва. 3 марта. INTERFAX.RU - ", "КИЇВ, 3 березня. Укрінформ. "
    re.compile(
        r"(?P<place>[^\W\d_][\w -]{1,30}[.,]\s*\d{1,2}\.?\s[^\W\d_]{3,10})\.?(?:,?\s*[—–-]{1,2})?\s*"
        r"(?P<credit>[^\W\d_][^\n()—–]{1,30}?)(?:\.|\s?[—–-]{1,2})\s"
    ),
)
_BEFORE = (
    r"by|source|from|text|credit|with|via|"
    r"von|quelle|mit(?: material (?:von|der))?|"
    r"par|avec|source|d['’]après|"
    r"por|con(?: información de)?|fuente|"
    r"источник|по материалам|по сообщению|автор|"
    r"джерело|за матеріалами|за повідомленням|"
    r"[—–-]{1,2}"
)
# "By AP", "By Jane Doe, The Associated Press", "Source: Reuters", "— AFP", "(Reuters)", "Avec AFP", "Quelle: dpa"
_BYLINE = re.compile(
    rf"(?:{_BEFORE})?[:\s]*(?:[^,|/()]{{2,60}}[,|]\s*)?\(?(?P<credit>[^,|()]{{2,60}})\)?\.?", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?P<credit>[^.,;|]{2,40})", re.IGNORECASE)
# At the end of the last paragraph: "… said the mayor. (Reuters)", "… (avec AFP)"
_AT_THE_END = re.compile(r"\((?:mit |avec |con |with )?(?P<credit>[^()]{2,40})\)\.?$", re.IGNORECASE)
# Two agencies at once: "AFP/dpa", "Reuters und AP", "AFP avec Reuters"
_BETWEEN = re.compile(r"\s*(?:[/,+&•·|]|\b(?:and|und|et|avec|y|con|и|та|with)\b)\s*", re.IGNORECASE)

_PLACE_OF_PRINT = r"(?:in|on|by|at|with|bei|auf|im|dans|sur|par|en|por|в|на|у)"
_FIRST_PUBLISHED = (
    re.compile(
        rf"\b(?:originally|first)\s+(?:appeared|published|ran|printed|posted|reported)\s+{_PLACE_OF_PRINT}\s+(?P<name>.+)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:appeared|published)\s+(?:originally|first)\s+{_PLACE_OF_PRINT}\s+(?P<name>.+)", re.IGNORECASE),
    re.compile(
        r"\b(?:re-?published|reprinted|syndicated)(?:\s+with\s+permission)?\s+from\s+(?P<name>.+)", re.IGNORECASE
    ),
    re.compile(r"^(?:provided|distributed)\s+by:?\s+(?P<name>.+)", re.IGNORECASE),
    re.compile(
        r"\bread\s+the\s+(?:original|full|whole)\s+(?:article|story|piece|report)\s+(?:in|on|at|from)\s+(?P<name>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:erschien zuerst|zuerst erschienen|erstmals erschienen|ursprünglich erschienen)\s+{_PLACE_OF_PRINT}"
        r"(?:\s+(?:der|dem|den))?\s+(?P<name>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:publié|paru)\s+(?:initialement|d['’]abord|pour la première fois)\s+{_PLACE_OF_PRINT}\s+(?P<name>.+)",
        re.IGNORECASE,
    ),
    re.compile(rf"\bpublicado\s+(?:originalmente|por primera vez)\s+{_PLACE_OF_PRINT}\s+(?P<name>.+)", re.IGNORECASE),
    re.compile(r"\b(?:впервые\s+опубликован\w*|вперше\s+опублікован\w*)\s+(?:в|на|у)\s+(?P<name>.+)", re.IGNORECASE),
)
_NAME_ENDS = re.compile(r"\s[—–-]\s|[.;|()\n•·:]|,\s|\son\s\w+\s\d|\sunder\s|\swith\s|\sand\s(?:is|was|has)\b")
_NO_NAME = re.compile(
    r"^(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|febr)uary|march|april|may\s\d|june|july|august"
    r"|(?:septem|octo|novem|decem)ber|this\b|that\b|these\b|our\b|a\b|an\b)",
    re.IGNORECASE,
)
_LONGEST_NAME = 50


def wire_credit(text: str, authors: Sequence[str], agency: Agency) -> str | None:
    """The agency that a story's dateline, byline, credit or copyright line names, or None.

    A dateline in capitals may credit an agency that is not known; any other credit must be a known agency's.
    """
    for author in authors:
        if credit := _named(_BYLINE.fullmatch(author), agency):
            return credit
    top, bottom = _ends(text)
    for line in top:
        for dateline in _DATELINES:
            if (match := dateline.match(line)) and (credit := _of_dateline(match, agency)):
                return credit
    for line in (*top, *bottom):
        if len(line) <= _CREDIT_LINE_LENGTH and (
            credit := _named(_BYLINE.fullmatch(line), agency) or _named(_COPYRIGHT.match(line), agency)
        ):
            return credit
    return next((credit for line in bottom if (credit := _named(_AT_THE_END.search(line[-60:]), agency))), None)


def first_publisher(text: str) -> str | None:
    """Where a story first appeared, as a line at its beginning or end tells, by the name written there; or None."""
    top, bottom = _ends(text)
    for line in (*top, *bottom):
        for pattern in _FIRST_PUBLISHED:
            if match := pattern.search(line[: 4 * _CREDIT_LINE_LENGTH]):
                name = _NAME_ENDS.split(match["name"], maxsplit=1)[0].strip(" \"“”'«»")
                if 2 <= len(name) <= _LONGEST_NAME and any(map(str.isupper, name)) and not _NO_NAME.match(name):
                    return name
    return None


def bylined(author: str) -> Iterator[str]:
    """The parts of an author line that may name a publisher: "Story by Jane Doe • The Independent"."""
    return (part for part in re.split(r"\s*[,|/•·()]\s*|\s[—–-]\s", author) if part)


def _ends(text: str) -> tuple[list[str], list[str]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[:_LINES_AT_EACH_END], lines[-_LINES_AT_EACH_END:]


def _named(match: re.Match[str] | None, agency: Agency) -> str | None:
    if not match:
        return None
    whole = match["credit"].strip()
    # Of several always the same one, whatever their order.
    return agency(whole) or min(filter(None, map(agency, filter(None, _BETWEEN.split(whole)))), default=None)


def _of_dateline(match: re.Match[str], agency: Agency) -> str | None:
    if known := _named(match, agency):
        return known
    first_word = re.split(r"[\s,.]", match["place"], maxsplit=1)[0]
    if match.re is not _DATELINES[0] or not (first_word.isupper() and len(first_word) > 1):
        return None
    return " ".join(match["credit"].split()).casefold()
