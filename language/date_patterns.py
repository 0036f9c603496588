"""The shapes that date expressions take in English news, as compiled patterns with named groups.

`RULES` is tried in order at each place that `CANDIDATE` finds: the more specific shape comes first. What a match
means is decided in `language.date_meanings`. Every repetition is bounded: no text makes matching slower than linear.
"""

import re

from language.numbers import ORDINALS, TENS

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the month that it begins with
NAMED_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip

# One space, perhaps with a line's end in it; never a paragraph's.
S = r"(?:[^\S\n]{1,3}\n?[^\S\n]{0,3}|\n[^\S\n]{0,3})"
_WORD_END = r"(?![\w])"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|Jun\.|July?|Jul\.|Aug(?:ust|\.)?"
    r"|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)(?![A-Za-z])"
)
_LONG_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?![A-Za-z]|['’]s [A-Z])"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR = r"(?:1[0-9]\d\d|20\d\d)(?![\w%]|[.,:]\d)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SHORT_WEEKDAY = r"(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?"
_PART = r"(?:early|mid|late|earlier|later|the beginning of|the start of|the middle of|the end of|the turn of)"
_PART_OF = rf"(?:(?P<part>(?i:{_PART}))(?:{S}in)?(?:{S}|-))?"
_COUNT = (
    r"(?:\d{1,3}|an?|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|a hundred)"
)
_VAGUE_COUNT = r"(?:a few|several|some|many|a couple of|a number of|dozens of|hundreds of)"
_UNIT = r"(?:day|week|month|year|decade|century|centurie)"
_WHICH = r"(?:last|this|next|(?:the|this)?[ ]?(?:past|previous|coming|current)|the last|the next|the same|that)"
_TIME_OF_DAY = r"(?:morning|afternoon|evening|night)"
_TENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|" + "|".join(TENS)
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_YEAR_WORD = rf"(?:{_YEAR}|last year|this year|next year)"

_SHAPES: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<y>\d{4})([-/])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d|-\d)"),
    ("numeric", r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"),
    (
        "month_day",
        rf"(?:(?P<weekday>{_WEEKDAY}|{_SHORT_WEEKDAY}),?{S})?(?P<month>{_MONTH}){S}(?:the{S})?(?P<day>{_DAY})"
        rf"(?!{S}(?:million|billion|trillion|percent|per cent|people|points?|times)\b)"
        rf"(?:(?:{S}?[-–—]{S}?|{S}(?:to|through|until){S})(?P<day2>{_DAY})(?!-\d)"
        rf"|{S}and{S}(?P<day_and>{_DAY})(?={S}(?:in|at|on|when|by|to|for|with|\d{{4}})\b|[,.;:)]|$))?"
        rf"(?:,?{S}(?:in{S})?(?P<year>{_YEAR_WORD}))?",
    ),
    (
        "day_month",
        rf"(?:(?P<weekday>{_WEEKDAY}|{_SHORT_WEEKDAY}),?{S})?(?:the{S})?(?P<day>{_DAY})"
        rf"(?:(?:{S}?[-–—]{S}?|{S}(?:to|and){S})(?P<day2>{_DAY}))?{S}(?:of{S})?(?P<month>{_MONTH})"
        rf"(?:,?{S}(?P<year>{_YEAR_WORD}))?",
    ),
    ("month_year", rf"{_PART_OF}(?P<month>{_MONTH})(?:{S}of|,)?{S}(?P<year>{_YEAR_WORD})"),
    (
        "quarter",
        rf"(?:(?i:the){S})?(?:(?P<before>(?:{_YEAR})|(?:last|this|next){S}year['’]s){S})?(?:fiscal{S})?"
        rf"(?:(?P<n>(?i:first|second|third|fourth|final|1st|2nd|3rd|4th))[- ]quarter|Q(?P<q>[1-4])){_WORD_END}"
        rf"(?:(?:{S}of)?{S}(?:fiscal{S})?(?P<year>{_YEAR_WORD}))?",
    ),
    ("year_quarter", rf"(?P<year>{_YEAR}){S}?Q(?P<q>[1-4]){_WORD_END}"),
    ("half", rf"(?:(?i:the){S})?(?P<n>(?i:first|second|latter))[- ]half{S}of{S}(?P<year>{_YEAR_WORD}|the year)"),
    (
        "season",
        rf"(?:(?P<which>(?i:last|this|next|this past|the past|this coming|the coming|the|in|since|by|early|late)){S})"
        rf"(?:(?P<part>early|late|mid){S})?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter){_WORD_END}"
        rf"(?!{S}(?:to|from|into|for|short|apart|back|line|break|Olympic|Olympics|Games|of{S}(?!{_YEAR_WORD})))"
        rf"(?:(?:{S}of)?{S}(?P<year>{_YEAR_WORD}))?",
    ),
    ("season_year", rf"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:{S}of)?{S}(?P<year>{_YEAR})"),
    (
        "decade",
        rf"(?:(?i:the){S})?(?:(?P<part>early|mid|late)(?:{S}|-))?(?:(?P<y>(?:1[0-9]|20)\d0)['’]?s|['’‘](?P<yy>\d0)s"
        rf"|(?<=he )(?P<word>{'|'.join(NAMED_DECADES)})){_WORD_END}",
    ),
    (
        "century",
        rf"(?:(?i:the){S})?(?:(?P<part>early|mid|late)(?:{S}|-))?"
        rf"(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINALS)}))(?:{S}|-)(?i:century){_WORD_END}",
    ),
    ("years", r"(?P<y>(?:1[5-9]|20)\d\d)[-–—](?P<y2>(?:(?:1[5-9]|20)\d\d|\d\d))(?![\w%-]|[.,]\d)"),
    (
        "weekday",
        rf"(?:(?P<which>(?i:last|this|next|this past|this coming|the previous|the following)){S})?"
        rf"(?:(?i:early|late|earlier|later){S}(?:on{S})?)?(?P<weekday>{_WEEKDAY}){_WORD_END}"
        rf"(?:{S}{_TIME_OF_DAY}{_WORD_END})?(?:{S}(?:of{S})?(?P<week>last|this|next){S}week{_WORD_END})?",
    ),
    (
        "deictic",
        rf"(?i:(?:early|late|earlier|later){S})?"
        rf"(?P<word>(?i:the day before yesterday|the day after tomorrow|yesterday|today|tomorrow|tonight|last night"
        rf"|this (?:morning|afternoon|evening))){_WORD_END}(?:{S}{_TIME_OF_DAY}{_WORD_END})?",
    ),
    (
        "end_of",
        rf"(?:(?i:the){S})?(?P<part>(?i:end|start|beginning|middle|close|turn)){S}of{S}(?P<which>the|this|last|next)"
        rf"{S}(?P<unit>week|month|year|decade|quarter){_WORD_END}(?!{S}of)",
    ),
    (
        "span",
        rf"(?P<which>(?i:(?:the|these)?{S}?(?:last|past|next|coming|previous|first)))"
        rf"{S}(?P<n>{_COUNT}|few|several|couple of){S}(?P<unit>{_UNIT})s{_WORD_END}",
    ),
    (
        "period",
        rf"(?:(?P<part>(?i:early|late|earlier|later|mid|sometime|the end of|the start of|the beginning of))"
        rf"(?:{S}in)?(?:{S}|-))?"
        rf"(?P<which>(?i:{_WHICH})){S}(?P<unit>week|weekend|month|year|quarter|decade|century){_WORD_END}(?!-)",
    ),
    (
        "which_month",
        rf"(?P<which>(?i:last|this|next|this past|this coming)){S}{_PART_OF}(?P<month>{_LONG_MONTH})",
    ),
    ("weekend", rf"(?i:(?:over|at|during|on){S})?(?i:the){S}(?P<following>following{S})?weekend{_WORD_END}"),
    (
        "ago",
        rf"(?P<n>(?i:{_COUNT})|(?i:{_VAGUE_COUNT})|(?i:half an?))(?:{S}|-)(?P<unit>{_UNIT})s?(?:{S}or{S}(?:so|two))?"
        rf"{S}(?P<way>ago|earlier|later|before|after|hence|from now|from today|prior|previously){_WORD_END}",
    ),
    ("unit_ago", rf"(?P<n>(?i:days|weeks|months|years|decades|centuries)){S}(?P<way>ago|earlier|later){_WORD_END}"),
    ("years_in", rf"(?P<n>(?i:{_COUNT})){S}(?P<unit>week|month|year)s?{S}in(?=[,.;:!?…—–]|{S}and\b|\n|$)"),
    ("year_end", rf"(?i:year[- ]end){_WORD_END}"),
    (
        "holiday",
        rf"(?:(?P<which>(?i:last|this|next)){S})?(?P<name>Christmas(?: Day| Eve)?|New Year['’]s(?: Day| Eve)?"
        rf"|Halloween|Valentine['’]s Day){_WORD_END}(?:,?{S}(?P<year>{_YEAR}))?",
    ),
    ("part_month", rf"(?P<part>(?i:{_PART}))(?:{S}|-)(?P<month>{_LONG_MONTH})"),
    ("part_year", rf"(?P<part>(?i:{_PART}))(?:{S}|-)(?P<year>{_YEAR})"),
    ("month", rf"(?P<month>{_LONG_MONTH})"),
    ("spoken_year", rf"(?P<words>(?i:nineteen)[- ](?i:{_TENS})(?:[- ](?i:{_ONES}))?){_WORD_END}"),
    ("fiscal", rf"(?:(?i:fiscal)(?:{S}year)?|FY){S}?(?P<year>{_YEAR})"),
    ("year", rf"(?P<year>{_YEAR})"),
    (
        "elsewhere",
        rf"(?i:(?:that|the same|the following|the next|the previous) (?:same )?(?:day|night|morning|evening|week|month"
        rf"|year|decade)|the day (?:before|after)|in recent (?:days|weeks|months|years|decades)|recently){_WORD_END}",
    ),
    ("now", rf"(?i:currently|right now|at present|at the moment|nowadays|these days|now){_WORD_END}"),
)

RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple((name, re.compile(shape)) for name, shape in _SHAPES)

# These shapes can begin with a digit, some with nothing else: a place need not be tried for the others.
_FROM_DIGIT = frozenset(
    ("iso", "numeric", "day_month", "quarter", "year_quarter", "decade", "century", "years", "ago", "years_in", "year")
)
_ONLY_FROM_DIGIT = frozenset(("iso", "numeric", "year_quarter", "years", "year"))
RULES_FROM_DIGIT = tuple(rule for rule in RULES if rule[0] in _FROM_DIGIT)
RULES_FROM_LETTER = tuple(rule for rule in RULES if rule[0] not in _ONLY_FROM_DIGIT)

# Where an expression can begin: a cheap look at the next words keeps "the", "a" and every number from being tried.
_UNITS = r"(?:day|week|month|year|decade|centur)"
_SEASON_WORDS = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_FIRST = (
    r"\b(?:"
    r"\d(?=\d{3}(?!\d)|\d?[/.]\d{1,2}[/.]\d"
    rf"|\d?(?:st|nd|rd|th)?(?:{S}|[-–—,]){{1,3}}(?:(?:of|to|and){S})?(?:\d{{1,2}}[a-z]{{0,2}}{S})?(?:of{S})?{_MONTH}"
    rf"|\d{{0,2}}(?:{S}|-){_UNITS}|\d?(?:st|nd|rd|th)(?:{S}|-)(?i:century|quarter))"
    rf"|(?i:the|these)(?={S}(?:\d|['’‘]\d|(?i:end|start|beginning|middle|close|turn|last|next|past|previous|coming"
    rf"|current"
    r"|same|following|weekend|day|early|mid|late|first|second|third|fourth|final|latter|fiscal|this|few"
    rf"|{'|'.join(word for word in ORDINALS if word.endswith('th'))}|twenty-first|{'|'.join(NAMED_DECADES)})\b"
    rf"|{_SEASON_WORDS}))"
    rf"|(?i:in|since|by)(?={S}(?:(?:the{S})?(?:early{S}|late{S}|mid{S})?{_SEASON_WORDS}|recent\b))"
    rf"|(?i:over|at|during|on)(?={S}the{S}(?:following{S})?weekend)"
    rf"|(?i:{_COUNT}|few|several|some|many|dozens of|hundreds of|half an?|couple of|a number of|a few|a couple of)"
    rf"(?=(?:{S}|-)(?:{_UNITS}|[Hh]alf))"
    rf"|(?i:days|weeks|months|years|decades|centuries)(?={S}(?:ago|earlier|later)\b)"
    r"|(?i:first|second|third|fourth|final|latter)(?=[- ](?:quarter|half|centur))"
    rf"|(?i:{'|'.join(ORDINALS)})(?=[- ]centur)"
    rf"|(?i:early|mid|late|earlier|later|sometime)(?=\b)|(?i:end|start|beginning|middle|close|turn)(?={S}of\b)"
    r"|(?i:this|that|last|next|past|previous|coming|current|fiscal|yesterday|today|tomorrow|tonight|currently"
    r"|nowadays|now"
    r"|recently|christmas|halloween)\b|(?i:right now)\b|New Year|Valentine|(?i:nineteen)[- ]|year[- ]end|Year[- ]end"
    rf"|{_SEASON_WORDS}{S}(?:of{S})?\d|Q[1-4]\b|FY"
    rf"|{_MONTH}|{_WEEKDAY}|{_SHORT_WEEKDAY},?{S}"
    r")|['’‘]\d0s"
)
CANDIDATE = re.compile(rf"(?=[\dA-Za-z'’‘])(?<![\w$€£¥#/])(?<!\d[.,:-])(?<![A-Z]-)(?:{_FIRST})")
