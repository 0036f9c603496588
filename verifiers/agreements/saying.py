"""Who says it: that somebody said a thing is never evidence that it is so, nor the thing evidence that they said it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from language.words import STOP_WORDS, meaning, stem, words
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.told import Line, Token, Told
from verifiers.attribution import Attribution, attributions, is_agency, same_source, source_key

_SHARE = 0.5  # of the claim's words that have to be found at all before it is asked who says them
_OWN_LEAST = 0.7  # of those found, the share that a text has to tell in its own voice
_OWN = frozenset({"i", "we", "you", "one", "us"})
# What a claim may tell of somebody's words without a verb that `attributions` knows.
_WORDS_OF_SAYING = re.compile(
    r"\b(?:sa(?:y|id|ys|ying)|tell\w*|told|inform\w*|stat(?:e[ds]?|ing|ement)|comment\w*|condemn\w*|describ\w*|not(?:e[ds]?|ing)"
    r"|critici[sz]\w*|warn\w*|urg\w+|call\w*|argu\w+|propos\w+|expla\w+|recount\w*|mention\w*|question\w*|discuss\w*"
    r"|express\w*|highlight\w*|emphasi\w*|predict\w*|claim\w*|believ\w*|think\w*|thought|suggest\w*|report\w*|announc\w*"
    r"|den(?:y|ies|ied)|reveal\w*|accus\w*|blam\w*|prais\w*|insist\w*|admit\w*|acknowledg\w*|promis\w*|vow\w*|ask\w*"
    r"|demand\w*|want\w*|hop(?:e[ds]?|ing)|fear\w*|expect\w*|estimat\w*|refer\w*|respond\w*|repl(?:y|ie[ds])|wr(?:ote|ites?|iting)"
    r"|tweet\w*|post\w*|quot\w*|cit(?:e[ds]?|ing)|concern\w*|agree\w*|consider\w*|stress\w*|assert\w*|alleg\w*|offer\w*|identif\w*|indicat\w*|declar\w*|recall\w*)\b",
    re.IGNORECASE,
)
# "Its estimated budget", "worth, say, 10 million", "noted for his views"
_NO_SAYING = re.compile(
    r"\b(?:its|his|her|their|our|my|your)\s+\w+ed$|,\s+say$|\bas (?:it|he|she|they) had"
    r" (?:said|announced|promised|pledged|vowed)$",
    re.IGNORECASE,
)
_HEREBY = re.compile(
    r"\bhereby\s+(?:informed|notified|advised|declare[sd]?|announce[sd]?)$", re.IGNORECASE
)  # what a notice tells is so by its being told
_ASKING = re.compile(
    r"^(?:(?:what|which|who|why|how|when|where)\s+(?:\w+\s+)?)?(?:do|does|did|is|are|was|were|has|have|had|can|could|will"
    r"|would|should)\s+",
    re.IGNORECASE,
)
_YES = re.compile(r"[?\s]*(?:Yes|True|Correct|Indeed|That is (?:correct|true|right))\b")
_NO_SAYING_AFTER = re.compile(r"\s+(?:for|as)\b|,")
# What is counted and kept is no one's word.
_FIGURES = re.compile(
    r"\b(?:census|records?|figures|data|register|registry|statistics|filings?|results?)$", re.IGNORECASE
)
_IMPERSONAL = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_AFTER_IMPERSONAL = re.compile(r"\s+(?:that\b|to (?:be|have)\b)")
_TAKING_THINGS = frozenset(
    [
        *("wrote", "writes", "posted", "added", "adds", "adding", "wants", "wanted", "hopes", "hoped", "believes"),
        *("believed", "proposed", "proposes", "maintained", "called for", "calls for", "demanded", "demands"),
        *("explained", "recalled", "noted", "notes", "states", "reports", "expects", "suggests", "thinks", "thought"),
    ]
)
_NOUNS_TOO = frozenset({"states", "reports", "notes", "estimates", "hopes", "demands", "promises", "wants"})
_SAID_AFTER = re.compile(r"\s*(?:that\b|:|,?\s*[“\"])")
_OF_NOBODY = (" that", " which", " holding", " saying")  # "the belief that", with no source behind it
_CLAUSE_AFTER = re.compile(r"\s*(?:[^.,;:]{0,60}?\bthat\b|[,:;“\"‘']|$|how\b|why\b|what\b|whether\b)")
_PLAINLY_SAYING = frozenset({"said", "says", "saying", "claimed", "claims", "insisted", "argued", "tweeted"})
_SAYING_IN_A_QUESTION = frozenset(
    {
        "believe",
        "suggest",
        "write",
        "think",
        "say",
        "claim",
        "insist",
        "argue",
        "tell",
        "allege",
        "warn",
        "told",
        "stated",
        "announced",
    }
)
_DENYING = re.compile(r"den(?:y|ies|ied|ying)\b")
_BETWEEN = re.compile(r"[^,;:.“”\"]{0,40},[^,;:.“”\"]{0,80}(?:,\s*)?")
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who"})
_MOST_SAYINGS = 4  # of a claim
_NEARLY_ALL = 0.9  # of the words that a sentence shares with the claim, which stand in quotation marks
_BRACKETS = re.compile(r"(?<=\w )\([^()]{1,20}\)(?= \w)")
# How observers tell what they found.
_FINDING = re.compile(
    r"\b(?:f(?:ound|inds?)|discover\w*|detect\w*|identif\w+|establish\w*|record(?:s|ed)|count(?:s|ed))\b", re.IGNORECASE
)


def of_saying(claim: Told, passage: Told, speaker: str | None) -> Iterator[Finding]:
    """What it makes of a passage who answers for it there, and in the claim."""
    for line in claim.lines:
        said = [one for one in _sayings(line) if _claims_a_saying(one, line, speaker)]
        found = _of_sayings(line, said, passage, speaker) if said else _of_a_fact(line, passage)
        found = found or _of_a_quotation(line, passage, speaker)
        if found is not None:
            yield found


def _of_a_fact(line: Line, passage: Told) -> Finding | None:
    """Whether the passage has the claim's words only as somebody's."""
    wanted = line.groups
    if not wanted:
        return None
    whole: set[str] = set()
    own: set[str] = set()
    answering: Attribution | None = None
    ours = {stem(one.verb.split()[0]) for one in attributions(line.text)}
    for share, there in passage.nearest(wanted):
        if share == 0:
            break
        shared = wanted & there.groups
        whole |= shared
        own |= wanted & _own(there)
        if answering is None:
            # A saying that the claim tells too is what is said, and not who says it.
            sayings = [one for one in _sayings(there) if stem(one.verb.split()[0]) not in ours] or _sayings(there)
            answering = next(iter(sayings), None)
    if len(whole) < _SHARE * len(wanted) or len(own) >= _OWN_LEAST * len(whole):
        return None
    if answering and _tells_of_saying(line, answering):
        return None
    who = answering.source if answering and not answering.verb.endswith(_OF_NOBODY) else ""
    told = f"it tells only that {who} said so" if who else "it tells only that it was said"
    return Finding("saying", VETO, told, silences=True)


def _of_a_quotation(line: Line, passage: Told, speaker: str | None) -> Finding | None:
    """Whether what the claim says, the sayings that it tells too, stands only in the words of one it does not name."""
    for share, there in passage.nearest(line.groups):
        if share < _SHARE:
            return None
        inside = {one.group for one in there.tokens if any(start <= one.start < end for start, end in there.quoted)}
        if len(inside & line.groups) < _NEARLY_ALL * len(line.groups & there.groups):
            return None
        outside = [
            one for one in _sayings(there) if one.source and not any(s <= one.start < e for s, e in there.quoted)
        ]
        who = next((one for one in outside if source_key(one.source)), None)
        if who is None or source_key(who.source) & (line.groups | source_key(speaker or "")):
            return None
        return Finding("saying", VETO, f"it tells only that {who.source} said so", silences=True)
    return None


def _sayings(line: Line) -> list[Attribution]:
    """What a sentence puts down to somebody else: "I", "we" and "you" are its own voice."""
    text = _BRACKETS.sub(lambda match: " " * len(match.group()), line.text)  # "the Hurricane Center (NHC) reported"
    found = [one for one in attributions(text) if not is_agency(one.source) and _is_said(one, text)]
    if not _ASKING.match(text) or not _YES.match(line.whole.text, line.start + len(line.text)):
        return found
    return [told for one in found if (told := _affirmed(one, text)) is not None]


def _affirmed(one: Attribution, text: str) -> Attribution | None:
    """A saying in a question that is answered by a yes; none of "Is it confirmed that it broke?", which is so then."""
    if one.end > text.find("?", one.start) >= 0:
        return one
    if one.verb not in _PLAINLY_SAYING | _SAYING_IN_A_QUESTION:
        return None
    return replace(one, source=_ASKING.sub("", one.source)) if one.source else None


def _is_said(one: Attribution, text: str) -> bool:
    """Whether somebody is told to have said something, not to have written novels, added sugar or be said to sing."""
    source = [word for word in words(one.source.lower()) if word not in ("it's", "it’s", "that's", "that’s")]
    if (
        _NO_SAYING.search(text[: one.end])
        or _HEREBY.search(text[: one.end])
        or (one.verb in ("noted", "say") and _NO_SAYING_AFTER.match(text[one.end :]))
    ):
        return False
    if _FIGURES.search(one.source):
        return False
    after = text[one.end :] if one.content_start == one.end else ""
    if not source and one.verb in _PLAINLY_SAYING and text[: one.start].rstrip().lower().endswith(" who"):
        return True  # "It was Ostrov who said"
    if not source:
        return bool(_IMPERSONAL.search(text[: one.start]) and _AFTER_IMPERSONAL.match(text[one.end :]))
    if not _OWN.isdisjoint(part.split("'")[0] for part in source) or source[-1] in ("to", "or", "not"):
        return False
    if one.verb == "attributed to" and one.source.islower():
        return False
    if one.verb in _NOUNS_TOO and not _SAID_AFTER.match(text[one.end :]):
        return False  # "from many different states"
    return not (one.verb in _TAKING_THINGS and after and not _CLAUSE_AFTER.match(after))


def _claims_a_saying(one: Attribution, line: Line, speaker: str | None) -> bool:
    """Whether it is the saying that a claim is about, and who said it can be told."""
    after = line.text[one.end :] if one.content_start == one.end else ""
    if not one.source or one.verb.endswith(_OF_NOBODY):
        return False
    return (speaker is not None or one.source.lower() not in _PRONOUNS) and (
        one.verb in _PLAINLY_SAYING or not after or _CLAUSE_AFTER.match(after) is not None
    )


def _own(line: Line) -> frozenset[str]:
    """The words, by meaning, that a sentence says in its own voice, those that tell who it is who speaks among them."""
    sayings = _sayings(line)
    spans = [span for one in sayings for span in one.spans]
    named = [
        (place, place + len(one.source)) for one in sayings if (place := line.text.find(one.source, one.start)) >= 0
    ]
    return frozenset(
        one.group
        for one in line.tokens
        if not one.empty and not _is_inside(one, line.quoted) and (not _is_inside(one, spans) or _is_inside(one, named))
    )


def _is_inside(token: Token, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in spans)


def _tells_of_saying(line: Line, answering: Attribution) -> bool:
    """Whether the claim itself tells of the words of the one whom the passage has say it."""
    source = source_key(answering.source)
    if any(stem(one.verb.split()[0]) == stem(answering.verb.split()[0]) for one in attributions(line.text)):
        return True
    if source and source <= line.groups and _FINDING.search(line.text):
        return True  # what observers are told to have found is told by what they reported
    return bool(_WORDS_OF_SAYING.search(line.text)) and (not source or any(one in line.groups for one in source))


def _of_sayings(line: Line, said: Sequence[Attribution], passage: Told, speaker: str | None) -> Finding | None:
    """Of a claim that tells the words of several: what is amiss with the first, where no one of them is told so."""
    said = said[:_MOST_SAYINGS]
    ends = [*(one.start for one in said[1:]), None]
    first: Finding | None = None
    for one, end in zip(said, ends, strict=True):
        found = _of_a_saying(line, one, passage, speaker, until=end)
        if found is None:
            return None
        first = first or found
    return first


def _of_a_saying(
    line: Line, claimed: Attribution, passage: Told, speaker: str | None, *, until: int | None = None
) -> Finding | None:
    """Whether it is the claim's source who is told to have said it."""
    if speaker is not None and claimed.source.lower() in _PRONOUNS:
        claimed = replace(claimed, source=speaker)
    source = source_key(claimed.source)
    content = _content(line.text, claimed, until)
    near = [there for share, there in passage.nearest(content) if share >= _SHARE]
    if not near:
        return None
    first: Finding | None = None
    for there in near:
        found = _said_there(claimed, source, there, passage)
        if found is None:
            return None
        first = first or found
    return first


def _said_there(claimed: Attribution, source: frozenset[str], there: Line, passage: Told) -> Finding | None:
    told = _sayings(there)
    if not told:
        if there.quoted or any(_sayings(one) for one in passage.lines):
            return None  # its saying may be told in the sentence beside it
        if _may_tell_of_it(claimed, passage):
            return None
        who = claimed.source or "anybody"
        return Finding("saying", VETO, f"it does not tell that {who} said so", silences=True)
    same = [one for one in told if _may_be(source, one) or _stands_before(source, one, there)]
    if not same:
        return Finding("saying", VETO, f"it is {told[0].source} who says so there, not {claimed.source}", silences=True)
    denies = bool(_DENYING.match(claimed.verb))
    if all(bool(_DENYING.match(one.verb)) != denies for one in same):
        other = "denied" if not denies else same[0].verb
        return Finding("saying", VETO, f"the passage says “{other}”, not “{claimed.verb}”", clashes=True)
    return None


def _may_tell_of_it(claimed: Attribution, passage: Told) -> bool:
    """Whether the passage may tell of the saying with a verb that is not known as one: "the controller told us"."""
    source = source_key(claimed.source)
    return bool(_WORDS_OF_SAYING.search(passage.text)) and any(one in passage.groups for one in source)


def _may_be(source: frozenset[str], told: Attribution) -> bool:
    """Whether a passage's source can be the claim's: the same, nobody named, or "he"."""
    other = source_key(told.source)
    if not other or not source or told.source.lower() in _PRONOUNS:
        return True
    return same_source(source, other) or bool(source & other)


def _stands_before(source: frozenset[str], one: Attribution, there: Line) -> bool:
    """Whether the source is named right before the clause, but for what is told of it: "X, who heads it, said"."""
    return any(
        token.group in source and token.end <= one.start and _BETWEEN.fullmatch(there.text[token.end : one.start])
        for token in there.tokens
    )


def _content(text: str, one: Attribution, until: int | None) -> frozenset[str]:
    """The words of what is said, by meaning; up to where the words of another one begin."""
    behind = one.content_start == one.end
    rest = text[one.end : until] if until is not None and behind else text[: one.start] + " " + text[one.end :]
    return frozenset(meaning(stem(word)) for word in words(rest) if word.lower() not in STOP_WORDS)
