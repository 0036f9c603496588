"""The shapes that date expressions take in English news, as compiled patterns with named groups.

`RULES` is tried in order at each place that `CANDIDATE` finds: the more specific shape comes first. What a match
means is decided in `language.date_meanings`. Every repetition is bounded: no text makes matching slower than linear.
"""

import re

from language.date_holidays import HOLIDAY, HOLIDAY_FIRST
from language.date_parts import SHAPES as PART_SHAPES
from language.date_words import (
    COUNT,
    DAY,
    LONG_MONTH,
    MONTH,
    MONTH_OF_RANGE,
    NAMED_DECADES,
    ONES_WORDS,
    PART,
    PART_OF,
    SHORT_WEEKDAY,
    TENS_WORDS,
    TIME_OF_DAY,
    UNIT,
    VAGUE_COUNT,
    WEEKDAY,
    WHICH,
    WORD_END,
    YEAR,
    YEAR_WORD,
    S,
)
from language.numbers import ORDINALS

_SHAPES: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<y>\d{4})([-/])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d|-\d)"),
    ("numeric", r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"),
    (
        "month_day",
        rf"(?:(?P<weekday>{WEEKDAY}|{SHORT_WEEKDAY}),?{S})?(?P<month>{MONTH}){S}(?:the{S})?(?P<day>{DAY})"
        rf"(?!{S}(?:million|billion|trillion|percent|per cent|people|points?|times)\b)"
        rf"(?:(?:{S}?[-–—]{S}?|{S}(?:to|through|until){S})(?P<day2>{DAY})(?!-\d)"
        rf"|{S}and{S}(?P<day_and>{DAY})(?={S}(?:in|at|on|when|by|to|for|with|\d{{4}})\b|[,.;:)]|$))?"
        rf"(?:,?{S}(?:in{S})?(?P<year>{YEAR_WORD}))?",
    ),
    (
        "day_month",
        rf"(?:(?P<weekday>{WEEKDAY}|{SHORT_WEEKDAY}),?{S})?(?:the{S})?(?P<day>{DAY})"
        rf"(?:(?:{S}?[-–—]{S}?|{S}(?:to|and){S})(?P<day2>{DAY}))?{S}(?:of{S})?(?P<month>{MONTH})"
        rf"(?:,?{S}(?P<year>{YEAR_WORD}))?",
    ),
    ("month_year", rf"{PART_OF}(?P<month>{MONTH})(?:{S}of|,)?{S}(?P<year>{YEAR_WORD})"),
    *PART_SHAPES,
    (
        "quarter",
        rf"(?:(?i:the){S})?(?:(?P<before>(?:{YEAR})|(?:last|this|next){S}year['’]s){S})?(?:fiscal{S})?"
        rf"(?:(?P<n>(?i:first|second|third|fourth|final|1st|2nd|3rd|4th))[- ]quarter|Q(?P<q>[1-4])){WORD_END}"
        rf"(?:(?:{S}of)?{S}(?:fiscal{S})?(?P<year>{YEAR_WORD}))?",
    ),
    (
        "period_to",
        rf"(?:(?i:the){S})?(?:(?P<n>{COUNT}){S})?(?P<unit>year|quarter|month|week)s?{S}"
        rf"(?:(?:up{S})?to|through|ended|ending)(?:{S}in)?{S}(?:the{S}end{S}of{S})?(?P<month>{LONG_MONTH})"
        rf"(?!{S}\d{{1,2}}\b)(?:{S}(?P<year>{YEAR_WORD}))?",
    ),
    ("year_quarter", rf"(?P<year>{YEAR}){S}?Q(?P<q>[1-4]){WORD_END}"),
    ("latest", rf"(?i:the){S}(?i:latest|most recent){S}(?:fiscal{S})?(?P<unit>week|month|quarter|year){WORD_END}"),
    (
        "half",
        rf"(?:(?i:the){S})?(?P<n>(?i:first|second|latter))[- ]half{S}of{S}(?P<year>{YEAR_WORD}|the year)"
        rf"|H(?P<h>[12]){S}(?:of{S})?(?P<h_year>{YEAR})",
    ),
    (
        "season",
        rf"(?:(?P<which>(?i:last|this|next|this past|the past|this coming|the coming|the|in|since|by|early|late)){S})"
        rf"(?:(?P<part>early|late|mid){S})?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter){WORD_END}"
        rf"(?!{S}(?:to|from|into|for|short|apart|back|line|break|Olympic|Olympics|Games|of{S}(?!{YEAR_WORD})))"
        rf"(?:(?:{S}of)?{S}(?P<year>{YEAR_WORD})(?:[-–/]\d\d(?!\d))?)?",
    ),
    (
        "season_year",
        rf"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:{S}of)?{S}(?P<year>{YEAR})(?:[-–/]\d\d(?!\d))?",
    ),
    (
        "decade",
        rf"(?:(?i:the){S})?(?:(?P<part>early|mid|late)(?:{S}|-))?(?:(?P<y>(?:1[0-9]|20)\d0)['’]?s|['’‘](?P<yy>\d0)s"
        rf"|(?:(?<=he )|(?<=he early )|(?<=he late )|(?<=he mid-))(?P<word>(?i:{'|'.join(NAMED_DECADES)}))){WORD_END}",
    ),
    (
        "century",
        rf"(?:(?i:the){S})?(?:(?P<part>early|mid|late)(?:{S}|-))?"
        rf"(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINALS)}))(?:{S}|-)(?i:century){WORD_END}",
    ),
    ("years", r"(?P<y>(?:1[5-9]|20)\d\d)(?P<sep>[-–—/])(?P<y2>(?:(?:1[5-9]|20)\d\d|\d\d))(?![\w%-]|[.,]\d)"),
    (
        "weekday",
        rf"(?:(?P<plus>(?i:a week (?:from|on))){S})?"
        rf"(?:(?P<which>(?i:last|this|next|this past|this coming|the previous|the following)){S})?"
        rf"(?:(?i:early|late|earlier|later){S}(?:on{S})?)?(?P<weekday>{WEEKDAY}){WORD_END}"
        rf"(?:,?{S}the{S}(?P<nth>\d{{1,2}}(?:st|nd|rd|th)){WORD_END})?"
        rf"(?:{S}{TIME_OF_DAY}{WORD_END})?(?:{S}(?:of{S})?(?P<week>last|this|next){S}week{WORD_END})?",
    ),
    (
        "deictic",
        rf"(?i:(?:early|late|earlier|later){S})?"
        rf"(?P<word>(?i:the day before yesterday|the day after tomorrow|yesterday|today|tomorrow|tonight|last night"
        rf"|this (?:morning|afternoon|evening)|overnight)){WORD_END}(?:{S}{TIME_OF_DAY}{WORD_END})?",
    ),
    (
        "end_of",
        rf"(?:(?i:the){S})?(?P<part>(?i:end|start|beginning|middle|close|turn)){S}of{S}(?P<which>the|this|last|next)"
        rf"{S}(?P<unit>week|month|year|decade|quarter){WORD_END}(?!{S}of)",
    ),
    (
        "span",
        rf"(?P<which>(?i:(?:the|these)?{S}?(?:last|past|next|coming|previous|first|following)))"
        rf"{S}(?P<n>{COUNT}|few|several|couple of){S}(?P<unit>{UNIT}|hour)s{WORD_END}",
    ),
    (
        "recent",
        rf"(?:(?i:in|over|during){S})?(?:(?:(?i:the){S})?(?P<which>(?i:recent|coming|past|next)){S}(?P<unit>{UNIT})s"
        rf"|(?i:the){S}(?P<ahead_unit>{UNIT})s{S}(?P<ahead>ahead|to{S}come)){WORD_END}(?!{S}of)",
    ),
    (
        "period",
        rf"(?:(?P<part>(?i:early|late|earlier|later|mid|sometime|the end of|the start of|the beginning of))"
        rf"(?:{S}in)?(?:{S}|-))?"
        rf"(?P<which>(?i:{WHICH})){S}(?P<unit>week|weekend|month|year|quarter|decade|century){WORD_END}(?!-)",
    ),
    (
        "which_month",
        rf"(?P<which>(?i:last|this|next|this past|this coming)){S}{PART_OF}(?P<month>{LONG_MONTH})",
    ),
    ("weekend", rf"(?i:(?:over|at|during|on){S})?(?i:the){S}(?P<following>following{S})?weekend{WORD_END}"),
    (
        "ago",
        rf"(?P<n>(?i:{COUNT})|(?i:{VAGUE_COUNT})|(?i:half an?))(?:{S}|-)(?P<unit>{UNIT}|hour|fortnight)s?"
        rf"(?P<half>{S}and{S}a{S}half)?(?:{S}or{S}(?:so|two))?"
        rf"{S}(?P<way>ago|earlier|later|before|after|hence|from now|from today|prior|previously){WORD_END}",
    ),
    (
        "unit_ago",
        rf"(?P<n>(?i:hours|days|weeks|months|years|decades|centuries)){S}(?P<way>ago|earlier|later){WORD_END}",
    ),
    (
        "years_in",
        rf"(?P<n>(?i:{COUNT})){S}(?P<unit>day|week|month|year)s?{S}in(?:(?=[,.;:!?…—–]|{S}and\b|\n|$)"
        rf"|(?P<into>to)(?={S}(?:the|his|her|its|their|this|a)\b))",
    ),
    (
        "within",
        rf"(?P<way>(?i:in|within)){S}(?P<n>{COUNT}){S}(?P<unit>{UNIT}|fortnight)s?(?P<time>['’]s?{S}time)?{WORD_END}",
    ),
    ("year_end", rf"(?:(?i:the){S})?(?i:year(?:['’]s)?[- ]end){WORD_END}"),
    ("holiday", HOLIDAY),
    ("part_month", rf"(?P<part>(?i:{PART}))(?:{S}in)?(?:{S}|-)(?P<month>{LONG_MONTH})"),
    ("part_year", rf"(?P<part>(?i:{PART}))(?:{S}in)?(?:{S}|-)(?P<year>{YEAR})"),
    ("month", rf"(?P<month>{LONG_MONTH}|{MONTH_OF_RANGE})"),
    ("spoken_year", rf"(?P<words>(?i:nineteen)[- ](?i:{TENS_WORDS})(?:[- ](?i:{ONES_WORDS}))?){WORD_END}"),
    ("fiscal", rf"(?:(?i:fiscal)(?:{S}year)?|FY){S}?(?P<year>{YEAR})"),
    ("year", rf"(?P<year>{YEAR})"),
    (
        "elsewhere",
        rf"(?i:(?:that|the same|the following|the next|the previous|the preceding) (?:same )?(?:day|night|morning"
        rf"|evening|week|weekend|month|quarter|year|decade)|next day|the (?:day|night|week|month|year) (?:before|after)"
        rf"|(?:since|until|by) then|recently){WORD_END}",
    ),
    ("now", rf"(?i:currently|right now|at present|at the moment|nowadays|these days|now){WORD_END}"),
)

RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple((name, re.compile(shape)) for name, shape in _SHAPES)

# These shapes can begin with a digit, some with nothing else: a place need not be tried for the others.
_FROM_DIGIT = frozenset(
    (
        "iso",
        "numeric",
        "day_month",
        "quarter",
        "year_quarter",
        "decade",
        "century",
        "years",
        "ago",
        "years_in",
        "year",
        "holiday",
        "day_of_month",
    )
)
_ONLY_FROM_DIGIT = frozenset(("iso", "numeric", "year_quarter", "years", "year"))
RULES_FROM_DIGIT = tuple(rule for rule in RULES if rule[0] in _FROM_DIGIT)
RULES_FROM_LETTER = tuple(rule for rule in RULES if rule[0] not in _ONLY_FROM_DIGIT)

# Where an expression can begin: a cheap look at the next words keeps "the", "a" and every number from being tried.
_UNITS = r"(?:day|week|month|year|decade|centur|hour|fortnight)"
_ORDINAL = r"first|second|third|fourth|last|final|opening|closing"
_SEASON_WORDS = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_FIRST = (
    r"\b(?:"
    r"\d(?=\d{3}(?!\d)|\d?[/.]\d{1,2}[/.]\d"
    rf"|\d?(?:st|nd|rd|th)?(?:{S}|[-–—,]){{1,3}}(?:(?:of|to|and){S})?(?:\d{{1,2}}[a-z]{{0,2}}{S})?(?:of{S})?{MONTH}"
    rf"|\d{{0,2}}(?:{S}|-){_UNITS}|\d?(?:st|nd|rd|th)(?:{S}|-)(?i:century|quarter|of{S}(?:last|this|next){S}month))"
    r"|9(?=/11\b)"
    rf"|(?i:the|these)(?={S}(?:\d|['’‘]\d|(?i:end|start|beginning|middle|close|turn|last|next|past|previous|coming"
    rf"|current"
    r"|same|following|weekend|day|early|mid|late|first|second|third|fourth|final|latter|fiscal|this|few|latest|most|recent|preceding|opening|closing"
    rf"|(?:year|month|week|night|weekend|{WEEKDAY})(?={S}(?:before|after))|(?:day|week|month|year|decade)s(?={S}(?:ahead|to))"
    rf"|Fourth(?={S}of)"
    rf"|{'|'.join(word for word in ORDINALS if word.endswith('th'))}|twenty-first|{'|'.join(NAMED_DECADES)})\b"
    rf"|{_SEASON_WORDS}))"
    rf"|(?i:the)(?={S}(?:(?:{COUNT}){S})?(?:year|quarter|month|week)s?{S}(?:to|up{S}to|through|ended|ending){S})"
    rf"|(?i:in|since|by)(?={S}(?:(?:the{S})?(?:early{S}|late{S}|mid{S})?{_SEASON_WORDS}|then\b))"
    rf"|(?i:in|within)(?={S}(?:{COUNT}){S}{_UNITS})|(?i:in|over|during)(?={S}(?:(?:the{S})?(?:recent|coming|past|next)\b|the{S}{UNIT}s{S}(?:ahead|to)))"
    rf"|(?i:until)(?={S}then\b)|(?i:a)(?={S}week{S}(?:from|on)\b)"
    rf"|(?i:over|at|during|on)(?={S}the{S}(?:following{S})?weekend)"
    rf"|(?i:{COUNT}|few|several|some|many|dozens of|hundreds of|half an?|couple of|a number of|a few|a couple of)"
    rf"(?=(?:{S}|-)(?:{_UNITS}|[Hh]alf))"
    rf"|(?i:hours|days|weeks|months|years|decades|centuries)(?={S}(?:ago|earlier|later)\b)"
    r"|(?i:first|second|third|fourth|final|latter)(?=[- ](?:quarter|half|centur))"
    rf"|(?i:{_ORDINAL})(?={S}(?:{COUNT}{S})?(?:{_UNITS}|half|weekend|quarter|{WEEKDAY}))"
    r"|(?i:overnight|recent)\b|H[12](?=\s)"
    rf"|(?i:{'|'.join(ORDINALS)})(?=[- ]centur)"
    rf"|(?i:early|mid|late|earlier|later|sometime)(?=\b)|(?i:end|start|beginning|middle|close|turn)(?={S}of\b)"
    r"|(?i:this|that|last|next|past|previous|coming|current|fiscal|yesterday|today|tomorrow|tonight|currently"
    r"|nowadays|now"
    rf"|recently)\b|(?i:right now)\b|{HOLIDAY_FIRST}|(?i:nineteen)[- ]|(?i:year(?:['’]s)?[- ]end)\b"
    rf"|(?i:the)(?={S}(?i:year(?:['’]s)?[- ]end)\b)"
    rf"|{_SEASON_WORDS}{S}(?:of{S})?\d|Q[1-4]\b|FY"
    rf"|{MONTH}|{WEEKDAY}|{SHORT_WEEKDAY},?{S}"
    r")|['’‘]\d0s"
)
CANDIDATE = re.compile(rf"(?=[\dA-Za-z'’‘])(?<![\w$€£¥#/])(?<!\d[.,:])(?<!\d-(?=\d))(?<![A-Z]-)(?:{_FIRST})")
