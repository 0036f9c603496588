"""The shapes that quantities take in English news, as compiled patterns. Their values: `language.quantity_values`."""

import re
from collections.abc import Iterable

from language.numbers import ONES, SCALES, TENS
from language.units import CURRENCY_SIGNS


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


# Number words make one number only as English composes one: in "two four-year terms" stand two.
_LARGE = _any_of(SCALES.keys() - {"hundred"})
# "a hundred two-year terms": a word that a hyphen ties to what follows belongs there.
_NOT_TIED = rf"(?!-(?!plus|odd|strong|hundred|dozen|{_LARGE})[a-z])"
_UNIT = _any_of(word for word, value in ONES.items() if 1 <= value <= 9)
_SMALL = rf"(?:{_any_of(TENS)}(?:-{_UNIT}\b| {_UNIT}\b{_NOT_TIED})?|{_any_of(ONES)})\b"
_JOINED_SMALL = rf"(?: {_SMALL}{_NOT_TIED}|(?:-| and ){_SMALL})"
_HUNDREDS = rf"(?:(?:{_SMALL}[ -])?hundred\b{_JOINED_SMALL}?|{_SMALL})"
_JOINED_HUNDREDS = (
    rf"(?: (?:{_SMALL}[ -]hundred\b{_JOINED_SMALL}?|{_SMALL}{_NOT_TIED})"
    rf"|(?:-|(?<=thousand) and ){_HUNDREDS})"
)
_NUMBER_WORDS = (
    rf"(?={_any_of((*ONES, *TENS, *SCALES, 'dozen'))})"  # a cheap look before the long list
    rf"(?:(?:(?:{_HUNDREDS}[ -])?{_LARGE}\b(?:[ -]{_LARGE}\b)?(?:{_JOINED_HUNDREDS}(?:[ -]{_LARGE}\b)?){{0,4}}"
    rf"|{_HUNDREDS})(?:[ -]dozen)?|dozen)"
)
_SIGN = "(?:" + "|".join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True)) + ")"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?"
    r"|\d{1,2}(?:,\d{2}){1,5},\d{3}(?:\.\d{1,6})?"  # 12,34,567: grouped by the hundred, as in India
    r"|[1-9]\d{0,2}(?:[\xa0\u2009\u202f]\d{3}){1,4}(?!\d)"
    r"|(?<!\d )[1-9]\d{0,2}(?: \d{3}){1,4}(?=\s?(?:[a-z%€]|[A-Z]{3}\b))"  # 12 500 people
    r"|\d{1,3},\d{1,2}(?=[\s-]?(?:%|(?:per ?cent|million|billion|trillion|mn|mln|bn|tn)\b))"  # 1,5 million
    r"|\d{1,15}(?:\.\d{1,6})?|\.\d{1,6})"
)
SCALE = r"(?:hundred|thousand|million|billion|trillion|lakhs?|crores?)"
SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
VAGUE_SCALES = {"tens": 20.0, "scores": 40.0, "dozens": 24.0} | {f"{name}s": 2 * size for name, size in SCALES.items()}
FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

AMOUNT = re.compile(
    rf"(?=[^\W_]|[^\w\s])(?:"  # a cheap look before the long list
    # "1 in 5 adults", and neither "2 in 2024", "3 in 10 days" nor "ranked 43 out of 52"
    r"\b(?=[\dotfsen])(?<![/$£€¥-])(?<!\d[.,:])(?<!rank )(?<!ranks )(?<!ranked )(?<!placed )"
    r"(?P<in_num>one|two|three|four|five|six|seven|eight|nine|\d{1,2})"
    r" (?:in(?! (?:1[5-9]|20)\d\d\b)|out of)(?: every)?"
    r" (?P<in_den>two|three|four|five|six|seven|eight|nine|ten|\d{1,3}(?:,\d{3})+|\d{1,4})\b"
    rf"(?![.,:]\d|-\d|\s?%|[\s-]*(?:{SCALE}|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?)\b)"
    rf"|(?:(?P<sign>(?<![\w$]){_SIGN})\s?)?(?<![\w/])(?<!\d[.,:])(?P<minus>(?<=[\s(])[-−](?=\d)|\bminus\s)?(?P<digits>{_DIGITS})"
    rf"(?P<glyph>[½¼¾⅓⅔])?(?:(?P<short>k|mn|mln|m|bn|b|tn|trn)(?![\w])|[\s-](?P<scale>{SCALE})\b(?!s)(?:\s(?P<of_crore>crores?)\b)?)?(?!\d|[.,/:]\d)"
    rf"(?P<digits_and_a>\s+and\s+a\s+(?:half|quarter|third))?"
    rf"|\b(?P<vague>tens|dozens|scores|hundreds|thousands|millions|billions|trillions|lakhs|crores)"
    rf"(?: (?:of|upon) (?P<vague2>thousands|millions|billions|trillions))?(?=\s+of\b|\s+more\b)"
    rf"|\b(?P<few>(?:several|a few) (?:dozen|hundred|thousand|million|billion|trillion|lakh|crore))\b"
    rf"|\b(?P<couple>a couple(?:\sof)?(?:\s(?P<couple_scale>dozen|{SCALE}))?)\b(?=\s)"
    rf"|\b(?P<times>twice(?=\s(?:as|the|what|that|its|his|her|their|(?:last|this)\s\w+['’]s)\b)"
    rf"|(?:double|triple|treble|quadruple)"
    rf"(?=\s(?:what|(?:last|this)\s\w+['’]s|the\s(?:number|amount|figure|rate|level|price|size)s?)\b)"
    rf"|(?:two|three|four|five|six|seven|eight|nine|ten)fold\b"
    rf"|(?:doubled|tripled|trebled|quadrupled|halved)\b(?!\s(?:down|up|over|back)\b))"
    rf"|\b(?P<parts>(?:one|two|three|four|five|seven|nine)-(?:half|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)"
    rf"|one (?:half|third|quarter|fifth|tenth)(?! part))\b"
    r"|(?<=by )(?P<by_part>half|an?\s(?:half|third|quarter|fourth|fifth|sixth|eighth|tenth))\b"
    r"(?!\s(?:of|the|that|this|an?|past|time|term)\b|-)"
    rf"|(?:(?<=almost )|(?<=nearly )|(?<=than )|(?<=about )|(?<=around )|(?<=roughly )|(?<=over ))(?P<half>half)\b"
    rf"(?!\s(?:an?|past|of|the|that|this|its|their|his|her)\b|-)"
    # "the third of its kind" and "the quarter of 2024" are places in an order, "another third of voters" is a share
    rf"|\b(?P<fraction>(?:(?:an?|one|two|three|four|five|nine)[\s-](?:half|halves|thirds?|quarters?|fourths?|fifths?"
    rf"|sixths|eighths|tenths?)|half|halves|(?<!\w )quarter(?=\sof\b)"
    rf"|(?:(?<=good )|(?<=full )|(?<=other )|(?<=remaining )|(?<=top )|(?<=bottom )|(?<=poorest )|(?<=richest ))"
    rf"(?:third|quarter|fifth|tenth)(?=\sof\b)))(?=(?:\s+(?:of|the|that|this|its|their|his|her"
    rf"|an?)\b))(?:(?:\s+of)?\s+an?\s+(?:(?P<fscale>{SCALE})|(?P<funit>percent|percentage point|hour|day|week|month"
    rf"|year|decade|century|mile|kilometer|kilometre|meter|metre|ton|tonne|acre|dozen|inch|pound))\b)?"
    rf"|\b(?P<every>every (?:third|fourth|fifth|sixth|eighth|tenth))(?=\s[a-z]{{2,}}\b)"
    rf"(?!\s(?:times?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|games?|match|matches|round"
    rf"|issue|edition|page|word|line|step|mile|kilomet(?:er|re)|met(?:er|re)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)"
    rf"|\b(?P<words>(?:an? (?:half[- ])?(?=hundred|thousand|million|billion|trillion|lakh|crore|dozen))?"
    rf"{_NUMBER_WORDS})\b(?!['’]s\b)"
    rf"(?:(?P<and_a>\s+and\s+a\s+(?:half|quarter|third))(?:\s+(?P<and_scale>{SCALE})\b)?)?)",
    re.IGNORECASE,
)

MASKED = re.compile(
    r"(?:https?://|www\.)\S{1,300}|[\w.+-]{1,60}@[\w.-]{1,60}|(?<!\w)[@#]\w{1,60}"  # addresses, handles
    r"|\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[aApP]\.?[mM]\b\.?)|\b(?:[01]?\d|2[0-4]):[0-5]\d\b"  # clock times
    r"|\b[0-2]\d[0-5]\d\s?(?:UTC|GMT|hours|hrs)\b"
    r"|\b\d{1,2}\s?(?:a\.m\.|p\.m\.|am\b|pm\b|o['’]clock)"
    r"|\b(?:half|quarter) (?:past|to) \w{3,8}\b"
    r"|\b\d{3,4}[ -]\d{3}[ -]\d{3,4}\b|\+\d[\d ()-]{6,18}\d"  # telephones
    r"|\b(?:24/7|9/11|50/50|50-50|[Ff]ifty-fifty)\b|\b\d+(?:\.\d+){2,9}"
    r"|\bWorld War (?:II?|One|Two|\d)|\b(?:one|two|three|four|five)[- ](?:way|time|sided|fold|state solution)\b"
    r"|\b(?:no one|one another|one of|one by one|one day|one-\w+|day one|anyone|at one point|one side|one thing)\b"
    r"|\b(?:[Pp]age|[Aa]rticle|[Ss]ection|[Cc]hapter|[Rr]oom|[Nn]umber|[Nn]os?\.|[Pp]aragraph|[Pp]hase|[Ll]evel|[Ll]ine"
    r"|[Vv]ersion|[Rr]oute|[Cc]hannel|[Gg]rade|[Tt]ype|[Tt]itle|[Vv]erse|[Rr]ule|[Pp]art|[Ss]tage|[Tt]ier|[Uu]nit"
    r"|[Ff]light)\s\d[\d.]{0,9}"
)
NAMED_NUMBER = re.compile(r"([A-Z][\w.’'-]*)[ -]$")
NUMBERED = re.compile(
    r"^(?:Order|Flight|Resolution|Article|Section|Chapter|Page|Room|Route|Highway|Interstate|Boeing|Airbus|Apollo|Soyuz"
    r"|Falcon|Channel|Proposition|Amendment|Act|Bill|Unit|Line|Platform|Gate|Nos?\.?|Number|Psalm|Type|Model|Version"
    r"|Windows|iPhone|Group|Phase|Stage|Tier|Level|Grade|Class|Division|District|Precinct|Ward|Zone|Area|Sector|Formula"
    r"|Week|Day|Round|Game|Episode|Volume|Part|Protocol|Category|War|Bowl|COVID|Covid|SARS|Form|Schedule|Title|Rule"
    r"|Regulation|Directive|Law|Decree|Step|Top|Big|Catch|Studio|Fortune|Nasdaq|FTSE|Dow|Hang|CAC|DAX|S&P|Nikkei|Euro"
    r"|Expo|COP|Agenda|Vision|Operation|Area|Pier|Terminal|Runway|Exit|Mach|Century|Magazine)$"
)
STREET = re.compile(
    r"^\s(?:[A-Z]\w+\s){1,3}(?:Street|Avenue|Road|Lane|Square|Boulevard|Drive|Place|Way)\b|^\sDowning\b"
)

_MORE = (
    r"more than|greater than|higher than|over|above|exceeding|in excess of|upwards? of|north of|beyond|topped|exceeded"
    r"|surpassed"
)
_AT_LEAST = r"as few as|as little as|at least|no fewer than|no less than|not less than|a minimum of|minimum of"
_UP_TO = r"up to|as many as|as much as|at most|no more than|not more than|a maximum of|maximum of"
_LESS = r"fewer than|less than|under|below|lower than"
_ABOUT = (
    r"about|around|approximately|approx\.|roughly|nearly|almost|some|circa|close to|an estimated|estimated|or so"
    r"|virtually"
    r"|near|in the region of|an average of|average of|practically|somewhere around"
)
_JUST = r"(?:just|slightly|well|a little|far|significantly|not much)"
BOUND_BEFORE = re.compile(
    rf"\b(?:(?P<just>{_JUST})\s)?(?:(?P<more>{_MORE})|(?P<at_least>{_AT_LEAST})|(?P<up_to>{_UP_TO})|(?P<less>{_LESS})"
    rf"|(?P<about>{_ABOUT}))(?:\s(?:a|an|the|another|about|nearly|some))?\s$",
    re.IGNORECASE,
)
# The word that a bound ends with: looked at first, for most words before a number are none.
BOUND_WORDS = frozenset(
    (
        *(
            "than",
            "as",
            "over",
            "above",
            "exceeding",
            "excess",
            "of",
            "beyond",
            "topped",
            "exceeded",
            "surpassed",
            "least",
            "to",
        ),
        *(
            "minimum",
            "many",
            "much",
            "most",
            "maximum",
            "under",
            "below",
            "about",
            "around",
            "approximately",
            "approx.",
        ),
        *(
            "roughly",
            "nearly",
            "almost",
            "some",
            "circa",
            "estimated",
            "so",
            "virtually",
            "near",
            "practically",
            "a",
            "an",
        ),
        *("the", "another"),
    )
)
BOUND_AFTER = re.compile(
    r"^\s(?:or (?P<more>more|higher|greater)|or (?P<less>less|fewer|lower)|(?P<so>or so)|(?P<plus>plus)\b)"
)
UNIT_WORD = re.compile(r"[\s-]{1,2}([A-Za-z][\w’'.]{0,30}(?:-[\w’']{1,20})?)|\s?(%|°[CF]?|km²|m²)")
RANGE = re.compile(r"(?:\s?[-–—]\s?|-?\s(?:to|or|and)\s)$")
# "voted 93-18", "rejected it by 93 votes to 18", "a 5-4 ruling": how many were for and against
VOTE_BEFORE = re.compile(
    r"\b(?:vot(?:e|ed|es|ing)|approved|passed|rejected|adopted|ruled|backed|carried|defeated|split)\b[^.;\d]{0,40}$"
)
VOTE_AFTER = re.compile(r"\s(?:vote|majority|margin|split|decision|ruling|verdict)\b")
SUFFIX = re.compile(r"-(?P<suffix>plus|odd|strong)\b")
NO_NOUN = re.compile(
    r"^(?:were|was|are|is|have|had|has|will|would|could|can|said|say|who|which|that|and|or|but|of|in|on|at|to|from"
    r"|for|by"
    r"|with|as|than|after|before|since|when|while|if|because|the|a|an|his|her|its|their|this|these|those|not|against"
    r"|voted|died|killed|injured|wounded|abstaining|abstained|remain|remained|came|took|went|times)$",
    re.IGNORECASE,
)
