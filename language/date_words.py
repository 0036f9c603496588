"""The words that date expressions are made of, and the pieces of patterns that match them."""

from language.numbers import TENS

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
WORD_END = r"(?![\w])"
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|Jun\.|July?|Jul\.|Aug(?:ust|\.)?"
    r"|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)(?![A-Za-z])"
)
LONG_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?![A-Za-z]|['’]s [A-Z])"
)
# "Jan.-Apr.": so short only beside another month
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
MONTH_OF_RANGE = (
    rf"(?:{_SHORT}\.?(?=[-–—]{MONTH})|(?:(?<=\.[-–—])|(?<=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov)[-–—])){_SHORT}\.?)"
    r"(?![A-Za-z])"
)
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
YEAR = r"(?:1[0-9]\d\d|20\d\d)(?![\w%]|[.,:]\d)"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
SHORT_WEEKDAY = r"(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?"
PART = r"(?:early|mid|late|earlier|later|the beginning of|the start of|the middle of|the end of|the turn of)"
PART_OF = rf"(?:(?P<part>(?i:{PART}))(?:{S}in)?(?:{S}|-))?"
COUNT = (
    r"(?:\d{1,3}|an?|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|a hundred)"
)
VAGUE_COUNT = r"(?:a few|several|some|many|a couple of|a number of|dozens of|hundreds of)"
UNIT = r"(?:day|week|month|year|decade|century|centurie)"
WHICH = r"(?:last|this|next|(?:the|this)?[ ]?(?:past|previous|coming|current)|the last|the next|the same|that)"
TIME_OF_DAY = r"(?:morning|afternoon|evening|night)"
TENS_WORDS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|" + "|".join(TENS)
ONES_WORDS = "one|two|three|four|five|six|seven|eight|nine"
YEAR_WORD = rf"(?:{YEAR}|last year|this year|next year)"
