"""Who says it: which part of a sentence a text tells in its own voice, and which part it puts down to somebody.

A rule-based reader of reporting clauses in English news: "X said that …", "…, according to X", "…," said X. Where it
cannot tell how far the attribution reaches, it takes the whole sentence as attributed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from language.countries import VERSION as COUNTRIES_VERSION
from language.countries import capital_of, country_of
from language.words import STOP_WORDS, stem
from language.words import VERSION as WORDS_VERSION
from verifiers.publishers import load_publishers

VERSION = f"9.{COUNTRIES_VERSION}.{WORDS_VERSION}"

_VERBS = (
    r"said|says|saying|say|claim|allege|insist|argue|warn|believe|suggest|misstated|told|tells|announced|announces|reported|reports|confirmed|confirms|claimed|claims|claiming"
    r"|stated|states|stating|declared|declares|added|adds|adding|wrote|writes|warned|warns|warning|insisted|insists"
    r"|argued|argues|alleged|alleges|asserted|asserts|acknowledged|admitted|admits|noted|notes|tweeted|testified"
    r"|denied|denies|denying|suggested|suggests|estimated|estimates|predicted|predicts|believes?|believed|thinks?"
    r"|thought|expects?|vowed|vows|promised|promises|pledged|pledges|threatened|threatens|explained|explains"
    r"|recalled|remarked|complained|contended|maintained|accused|accuses|blamed|blames|hopes?|hoped|wants?|wanted"
    r"|called for|calls for|demanded|demands|proposed|proposes|posted|revealed|reveals|concluded|found that"
    r"|suspects? that|suspected that|assumes? that|assumed that|doubts? that|doubted that|fears? that|feared that"
)
# Verbs that put down to somebody only what a clause with "that" tells: "observed that", and not "observed the moon".
# Without those forms in -s that are nouns as well: "protests that killed six".
_VERBS_OF_A_CLAUSE = (
    r"repeat(?:ed|s)|reiterat(?:ed|es)|stressed|emphasi[sz](?:ed|es)|underlin(?:ed|es)|underscor(?:ed|es)"
    r"|highlighted|point(?:ed|s) out|conced(?:ed|es)|observ(?:ed|es)|mentioned|disclos(?:ed|es)|replied|answered"
    r"|responded|retorted|countered|joked|quipped|caution(?:ed|s)|commented|swore|swears|boast(?:ed|s)|brag(?:ged|s)"
    r"|signall?ed|agree[ds]|accepted|impl(?:ied|ies)|hinted|lament(?:ed|s)|guaranteed|contends|maintains|complains"
    r"|clarif(?:ied|ies)|reckon(?:ed|s)|speculat(?:ed|es)|opin(?:ed|es)|guessed|shouted|protested|confess(?:ed|es)"
    r"|confid(?:ed|es)|affirm(?:ed|s)|proclaim(?:ed|s)|reasoned"
    r"|(?<![Ii]t )(?:is|are|was|were|remain(?:s|ed)?) (?:\w+ly )?(?:convinced|certain|sure|confident|adamant"
    r"|of the (?:opinion|view)|in no doubt|quoted as saying)"
    r"|(?:has|have|had) (?:no|little) doubt|(?:made|makes|making) (?:it )?clear|(?:went|goes) on to say|holds"
    r"|(?:express|voic)(?:e[ds]|es) (?:(?:the|his|her|their) )?(?:confidence|belief|suspicion|conviction|fears?|hope"
    r"|view)"
    r"|(?:gave|gives) (?:(?:an|his|her|their) )?assurances?"
)
_VERBS_OF_A_LISTENER = r"assur(?:ed|es)|reassur(?:ed|es)|inform(?:ed|s)|remind(?:ed|s)|advis(?:ed|es)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WHEN = rf"(?:,? (?:again|later|earlier|yesterday|today|on {_WEEKDAY}|in [A-Z][a-z]+|in \d{{4}}|(?:last|this) \w+))?"
_LISTENER = r"(?: (?!(?:of|on|in|to|at|for|about) )[\w’'-]+){0,3}?"
_THAT_CLAUSE = (  # and not "repeated that success", nor "a blaze that killed six"
    r" that\b(?! (?:success|performance|feat|point|day|night|question|claim|line|message|record|result|figure|mistake"
    r"|call|offer|demand|promise|pledge|view|statement|warning|argument|week|month|year|season|summer|morning|afternoon"
    r"|evening|time|area|loan|stake|win|deal|\d[\d.,%–-]*)\b)(?! \w+(?:[.,;]|$))"
    r"(?! (?:\w+ed|is|are|was|were|has|have|had|will|would|can|could|may|might|drew|shut|struck|sank|hit|broke|built"
    r"|sold|won|made|led|ran|took|went|came|left|held|lost|fell|rose|grew|began)\b)"
)
# After these a clause, a quotation or the end of the sentence follows.
# In lower case only, for the United States is no verb.
# A storm claims lives, and an athlete gold, without a word.
_TAKEN = (
    r"(?:(?<!claimed)(?<!claims)(?<!claim)(?<!claiming)|(?! (?:[\w,-]+ ){0,4}(?:lives?|victims?|gold|silver|bronze"
    r"|medals?|titles?|crowns?|victory|asylum|benefits|responsibility)\b))"
)
_VERB = re.compile(
    rf"\b(?P<verb>{_VERBS})\b(?!-){_TAKEN}(?= that\b| [“\"'‘]|[,:.]| [^.,;]|$)"
    rf"|\b(?P<telling>(?:{_VERBS_OF_A_CLAUSE})\b(?={_WHEN},?{_THAT_CLAUSE})"
    rf"|(?:{_VERBS_OF_A_LISTENER})\b(?={_LISTENER}{_THAT_CLAUSE}))"
)
_NOUN_BEFORE = re.compile(
    r"\b(?:the|a|an|of|in|on|no|some|any|these|those|such|many|several|more|media|news|\d[\d,.]*)\s+$", re.IGNORECASE
)
_PASSIVE_BEFORE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has been|have been|had been)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_ACCORDING = re.compile(
    r"\b(?:(?:theory|claims?|rumou?rs?|myth|allegations?|speculation|suggestion|accusations?|notion|belief)"
    r" (?:that|which|holding|saying)"
    r"|according to|citing|quoting|(?:as )?(?:cited|quoted) by|as reported by"
    r"|in the (?:words|view|opinion|telling) of|attributed to|(?<=, )per(?=\s+(?-i:[A-Z])))\s+",
    re.IGNORECASE,
)
_IN_THE_VIEW_OF = re.compile(
    r"(?:^|(?<=, ))[Ii]n (?P<source>[A-Z][\w.’'-]*?(?: [A-Z][\w.’'-]*?){0,3})['’]s? (?:view|opinion|words|telling)\b"
)
_CLAUSE_EDGE = re.compile(
    r"[,;:()“”\"«»—–]|\s-\s"
    r"|\b(?:that|but|and|who|which|while|whom|when|where|after|as|because|if|although|though|then"
    r"|what|how|why|whether)\b",
    re.IGNORECASE,
)
_SOURCE_END = re.compile(
    r"(?<!\b[A-Z])\.\s|[,;:()“”\"«»—–!?]\s|[.!?,;:]$|\s(?:that|who|which|on|in|at|after|during|as|and|but|to|told|said|saying|when|while"
    r"|before|from|with|he|she|it|they|there|we)\b"
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|does|did)\b")
_NO_SOURCE = re.compile(r"(?:it|that|for|what) \w", re.IGNORECASE)  # "it now is certain"
_SPACE = re.compile(r"\s+")
_MAY_INVERT = re.compile(r"[,”\"’—–]\s*$")
_APPOSITION = re.compile(r",\s+(?:the|a|an|who|whose|his|her|its|their)\b[^,]{1,80},\s*$", re.IGNORECASE)
# What is told stands before the clause: "It broke, Lund said", "It broke, as Lund told the paper".
_ENDS_TOLD = re.compile(r"[,”\"—–](?:\s+as)?\s*$")
_ADVERBS = re.compile(
    r"\s+(?:also|later|earlier|then|has|have|had|however|previously|recently|again|\w+ly"
    rf"|yesterday|today|tonight|on {_WEEKDAY}|(?:last|this) (?:night|week|month|year))$",
    re.IGNORECASE,
)
# To read it in the text of an act, or in figures, is not to be told it by somebody.
_RECORD = re.compile(
    r"(?:(?:the|a|an|its|their|his|her|this|that|official|court|new|final|public|published)\s+){0,3}(?:\w+\s+)?"
    r"(?:notice|order|decree|gazette|register|law|act|bill|resolution|treaty|records?|results?|filings?|ruling|judge?ment"
    r"|verdict|indictment|text|figures|data|census|counts?|tally|statistics|minutes|transcript|documents?)\b",
    re.IGNORECASE,
)
_LONGEST = 4000  # characters of a sentence in which clauses are looked for: what is longer is a table, or no sentence
_AROUND = 400  # characters before a verb in which its source stands
_LONGEST_SOURCE = 1000
_PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "you", "who", "this", "that", "these", "those", "there"])
# Words that say nothing of which source it is.
_ROLES = """
senior top high-ranking ranking unnamed anonymous former spokesman spokeswoman spokesperson mr mrs ms dr president
minister prime agency news statement press service release report daily newspaper state-run media one two three four
five six
"""
_EMPTY = frozenset(stem(word) for word in _ROLES.split())
# Who is not named: "officials", "a person familiar with the matter", "a Western diplomat".
_NOBODY = (
    r"officials?|sources?|persons?|people|diplomats?|aides?|advis[eo]rs?|insiders?|executives?|employees?|lawmakers?"
    r"|negotiators?|investigators?"
)
# What is cited as a reason, and by nobody: "citing irregularities".
_REASON = re.compile(
    r"\b(?:rules?|laws?|regulations?|injur(?:y|ies)|conduct|concerns?|checks?|irregularit(?:y|ies)|health|fears?|risks?"
    r"|lack|shortages?|costs?|prices?|security|safety|faults?|reasons?|differences|weather|delays?|breach(?:es)?|suit"
    r"|threats?|pressure|problems?|needs?|illness|exhaustion|need|covid|strikes?|damage|demand|uncertainty)\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(rf"\b(?:{_NOBODY})\b", re.IGNORECASE)
_NAMED_AFTER_ALL = re.compile(
    rf"\b(?:{_NOBODY}),?\s+(?-i:[A-Z])|^(?-i:[A-Z])[\w'’-]+(?:\s+(?-i:[A-Z])[\w'’-]+)+\s*,", re.IGNORECASE
)
_ANONYMITY = re.compile(
    r",?\s*\b(?:who|speaking|on (?:the )?condition|familiar with|briefed on|with (?:direct |first-?hand )?knowledge"
    r"|not authori[sz]ed|asking|requesting|declining)\b.*",
    re.IGNORECASE | re.DOTALL,
)
UNNAMED = "unnamed"  # in the key of a source that is not named; what else is in it tells whose official it is


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting clause at [start, end) of a sentence, the source as written, and what it is made to answer for.

    `source` is empty where nobody is named ("it was reported that"). The content is [content_start, content_end).
    """

    source: str
    verb: str
    start: int
    end: int
    content_start: int
    content_end: int

    @property
    def spans(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The clause itself, and its content."""
        return (self.start, self.end), (self.content_start, self.content_end)


@lru_cache(maxsize=50_000)
def attributions(sentence: str) -> tuple[Attribution, ...]:
    """The reporting clauses of one sentence, in order."""
    found = [one for match in _ACCORDING.finditer(sentence, 0, _LONGEST) if (one := _according(sentence, match))]
    found.extend(
        Attribution(match["source"], match.group().lower(), match.start(), match.end(), 0, len(sentence))
        for match in _IN_THE_VIEW_OF.finditer(sentence, 0, _LONGEST)
    )
    found.extend(one for match in _VERB.finditer(sentence, 0, _LONGEST) if (one := _reported(sentence, match)))
    spoken = [one for one in found if not _RECORD.match(one.source)]
    return tuple(sorted(spoken, key=lambda one: (one.start, one.end)))


def own_voice(sentence: str, quoted: Sequence[tuple[int, int]] = ()) -> str:
    """The sentence with what it puts down to others blanked out, one for one, so that offsets stay.

    `quoted` are the stretches of it that stand in quotation marks. What a news agency reports stays, save its
    quotations: that is reporting, and the origin tells whose.
    """
    chars = list(sentence)
    answered = [span for one in attributions(sentence) if not is_agency(one.source) for span in one.spans]
    for start, end in (*answered, *quoted):
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def is_agency(source: str) -> bool:
    """Whether a source is a news agency, whose reporting is not a party's own word."""
    return agency_of(source) is not None


@lru_cache(maxsize=20_000)
def source_key(source: str) -> frozenset[str]:
    """What tells one source from another: its words without role and rank, countries by one name; empty if nothing.

    Officials whom nobody names are one source, as far as nothing tells that they are those of two houses.
    """
    if agency := agency_of(source):
        return frozenset({f"agency {agency}"})
    named = _ANONYMITY.sub("", source)
    key = set()
    if _UNNAMED.search(named) and not _NAMED_AFTER_ALL.search(named):
        key.add(UNNAMED)
        named = _UNNAMED.sub(" ", named)
    for word in re.findall(r"[^\W\d_](?:[\w.-]*\w)?", re.sub(r"['’]s\b", "", named)):
        if word.lower() in STOP_WORDS or word.lower() in _PRONOUNS:
            continue
        country = country_of(word) or country_of(f"{word}.") or capital_of(word)  # "U.S." has lost its last point
        stemmed = country or stem(word)
        if stemmed not in _EMPTY:
            key.add(stemmed)
    return frozenset(key)


def same_source(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two keys may mean one source: one says no more than the other. "Officials" may be "Kremlin officials"."""
    return bool(first) and bool(second) and (first <= second or second <= first)


def agency_of(source: str) -> str | None:
    """The normal name of the news agency that a source is, or None."""
    publishers = load_publishers()
    plain = re.sub(
        r"\b(?:news )?agency\b|\bstate(?:-run)?\b|['’]s\b|\bRussian\b|\bChinese\b", " ", source, flags=re.IGNORECASE
    )
    for candidate in (source, plain):
        normal = publishers.normal_origin(candidate)
        if normal in publishers.wires.values():
            return normal
    return None


def _according(sentence: str, match: re.Match[str]) -> Attribution | None:
    end = _source_end(sentence, match.end())
    source = sentence[match.end() : end].strip()
    if match.group().strip().lower() == "citing" and _REASON.search(source):
        return None  # "citing irregularities"
    # It answers for all of the sentence, wherever it stands: what it leaves out is rarely to be told.
    return Attribution(source, match.group().strip().lower(), match.start(), end, 0, len(sentence))


def _reported(sentence: str, match: re.Match[str]) -> Attribution | None:
    first = max(0, match.start() - _AROUND)
    before = sentence[first : match.start()]
    verb = (match["verb"] or match["telling"]).lower()
    if _NOUN_BEFORE.search(before):
        return None
    if _PASSIVE_BEFORE.search(before):
        return Attribution("", verb, match.start(), match.end(), 0, len(sentence))
    # Behind "told" stands who was told, and not who told it.
    inverts = not verb.startswith("tell") and verb != "told"
    if (
        inverts
        and _MAY_INVERT.search(before)
        and not _APPOSITION.search(before)
        and (inverted := _SPACE.match(sentence, match.end()))
    ):
        end = _source_end(sentence, inverted.end())
        source = sentence[match.end() : end].strip()
        named = source[:1].isupper() or source.lower().startswith(("the ", "a ", "an "))
        if named and not _FINITE.search(source):  # "the minister, Ana Lund, said the dam had held"
            return Attribution(source, verb, match.start(), end, 0, len(sentence))
    source, start = _source_before(before)
    if not source:
        return Attribution("", verb, match.start(), match.end(), 0, len(sentence))
    if _ENDS_TOLD.search(before[:start]):
        return Attribution(source, verb, first + start, match.end(), 0, len(sentence))
    return Attribution(source, verb, first + start, match.end(), match.end(), len(sentence))


def _source_before(before: str) -> tuple[str, int]:
    """The noun phrase that ends a text, and where it begins; "Peskov, the spokesman," is taken as a whole."""
    trimmed = before.rstrip()
    while stripped := _ADVERBS.search(trimmed):
        trimmed = trimmed[: stripped.start()]
    in_commas = trimmed.endswith(",")
    body = trimmed.rstrip(",").rstrip()
    start = _last_edge(body)
    if in_commas and start > 0:
        start = _last_edge(body[:start].rstrip(" ,"))
    source = body[start:].strip(" ,")
    if not source or len(source.split()) > 14 or _NO_SOURCE.match(source):
        return "", start
    return source, start + len(body[start:]) - len(body[start:].lstrip(" ,"))


def _last_edge(text: str) -> int:
    edge = 0
    for match in _CLAUSE_EDGE.finditer(text):
        edge = match.end()
    return edge


def _source_end(sentence: str, start: int) -> int:
    match = _SOURCE_END.search(sentence, start, start + _LONGEST_SOURCE)
    return match.start() if match else len(sentence)
