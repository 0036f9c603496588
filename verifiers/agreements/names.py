"""Names: each that a claim gives has to be in the passage in some form, or be what the passage speaks of."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from language.countries import is_country_name, names_of
from language.name_matching import name_key, same_name
from language.names import Name
from language.rarity import rarity
from language.words import is_past_form
from verifiers.agreements.finding import DOUBT, HINT, SHADE, VETO, Finding
from verifiers.agreements.told import Line, Told, told
from verifiers.facts import country

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_POINTS = re.compile(r"(?<=\b[a-z])\.|\.(?=[a-z]\b)")  # of "u.k."
_GLUE = frozenset({"the", "of", "for", "and", "on", "in", "at", "de", "la", "von", "van", "a", "an", "&"})
_VIRUS = ("coronavirus", "covid", "covid-19", "sars-cov-2")
_OTHER_VIRUSES = frozenset({"mers", "sars"})
_ALSO = {
    "england": ("english",),
    "scotland": ("scottish", "scots"),
    "wales": ("welsh",),
    "tv": ("television",),
    "covid": _VIRUS,
    "covid-19": _VIRUS,
}
_PRONOUNS = frozenset({"he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "who", "i", "we"})
_PERSONAL = frozenset({"he", "she"})
_VERBS = frozenset({"is", "was", "are", "were", "has", "had"})  # a passage may be cut right behind whom it tells of
# What everything lies in: a passage need not say so.
_WIDE = frozenset(
    {"europe", "asia", "africa", "america", "earth", "north america", "south america", "god", "internet", "tv"}
)
_REST_OF_A_NUMBER = re.compile(r"[.,]\d")
_LANGUAGES = frozenset(
    {"english", "welsh", "scottish", "scots", "latin", "arabic", "hebrew", "hindi", "catalan", "basque"}
)
_OF_A_PLACE = ("er", "ers", "er's", "ian", "ians")  # New York and New Yorkers
_SHORTEST = 4  # letters that an ending may be taken off: Paris is no form of Par


def of_names(claim: Told, passage: Told, title: Told | None = None) -> Iterator[Finding]:
    """What the names of the claim make of a passage that supports it; names that miss in one way are told together.

    What the title of its document names is what a passage speaks of ("the shares"), where it names nobody else.
    """
    missing: dict[tuple[float, str], list[str]] = {}
    for name in claim.names:
        if claim.is_date_or_number(name.start) or _may_be_no_name(name) or _is_an_amount(name, claim):
            continue
        if is_there(name, passage):
            continue
        if name.text.lower() in _WIDE:
            continue
        spoken_of = name is claim.names[0] and (_tells_of_one_unnamed(claim, passage) or _is_described(name, passage))
        # "An American actor" may be told of without a nation, unless another one is told.
        if spoken_of or (_is_of_a_nation(name, claim) and not any(country(one.text) for one in passage.names)):
            way = (SHADE if spoken_of else HINT, "it does not name")
        elif other := _other(name, claim, passage):
            way = (VETO, f"it names {other}, not")
        elif title is not None and is_there(name, title):
            continue
        else:
            way = (DOUBT, "it does not name")
        missing.setdefault(way, []).append(name.text)
    for (keeps, why), names in missing.items():
        yield Finding("name", keeps, f"{why} {_either(list(dict.fromkeys(names)))}")


def _either(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]


def named_alike(claim: str, passage: str) -> str:
    """A claim with its people named as the passage names them, where that is by surname: "Fields" for "James Fields".

    A network takes a first name that a passage lacks for another person. Whether it is the same one is for `of_names`
    to say: somebody whom the passage tells apart keeps the whole name.
    """
    ours, theirs = told(claim, None), told(passage, None)
    put = [
        (name.start, name.end, surname)
        for name in ours.names
        if name.kind == "person"
        and " " in name.text
        and (surname := name.text.split()[-1]) != name.text
        and re.search(rf"\b{re.escape(surname)}\b", passage)
        and name.text not in passage
        and all(
            one.text.removesuffix("’s").removesuffix("'s") == surname
            for one in theirs.names
            if surname in one.text.split()
        )
        and is_there(name, theirs)
    ]
    text = ours.text
    for start, end, surname in reversed(put):
        text = text[:start] + surname + text[end:]
    return text if put else claim


def _may_be_no_name(name: Name) -> bool:
    """Whether it may be an ordinary word that only has the capital of its sentence: "Explore the coast"."""
    return name.start == 0 and _is_a_word(name)


def _is_an_amount(name: Name, claim: Told) -> bool:
    """Whether it is the beginning of a sum of money with its sign before it: "N943" of "N943.12 billion"."""
    return name.text[-1].isdigit() and _REST_OF_A_NUMBER.match(claim.text, name.end) is not None


def _is_a_word(name: Name) -> bool:
    return name.kind == "other" and " " not in name.text and country(name.text) is None and rarity(name.text) < 1.0


def _tells_of_one_unnamed(claim: Told, passage: Told) -> bool:
    """Whether the sentence nearest to the claim tells of somebody by a pronoun, or is cut right behind the name."""
    nearest = passage.nearest(claim.groups)
    if not nearest:
        return False
    line = nearest[0][1]
    first = next((one.plain for one in line.tokens), "")
    # "A noted comedian, she won five of them": nobody is named before the pronoun.
    known = min((one.start - line.start for one in passage.names if line.start <= one.start < line.end), default=None)
    pronoun = next((one.start for one in line.tokens if one.plain in _PERSONAL), None)
    return first in _PRONOUNS or first in _VERBS or (pronoun is not None and (known is None or pronoun < known))


def _is_described(name: Name, passage: Told) -> bool:
    """Whether a passage speaks of it by a word of its name, "the palace", "the council", and names none such."""
    if name.kind == "person" or " " not in name.text:
        return False
    for word in _parts(name.text):
        if len(word) > _SHORTEST and re.search(rf"\bthe {word}\b", passage.text, re.IGNORECASE):
            return not any(word in _parts(one.text) and " " in one.text for one in passage.names)
    return False


def _is_of_a_nation(name: Name, claim: Told) -> bool:
    """Whether a name only tells of which nation somebody or something is: "an American actor"."""
    after = re.match(r"\s[a-z]", claim.text[name.end : name.end + 2])
    return after is not None and country(name.text) is not None and not is_country_name(name.text)


def is_there(name: Name, passage: Told) -> bool:
    """Whether a text has a name in some form: a nation for its country, a surname, most words of a long name."""
    words = _parts(name.text)
    there = _plain_words(passage.text)
    if any(one in there for one in _ALSO.get(name.text.lower(), ())):
        return there.isdisjoint(_OTHER_VIRUSES) or not name.text.lower().startswith("covid")
    if not words or all(word in there for word in words):
        return True
    key = country(name.text)
    if key is not None:
        return key in passage.groups or any(one.lower() in passage.text.lower() for one in names_of(key))
    if name.kind == "person":
        return _person_is_there(name, words, passage, there)
    if len(words) == 1:
        [word] = words
        return _has_form(word, there) or (word.isalpha() and _is_acronym(word, name, passage))
    missing = [word for word in words if not _has_form(word, there)]
    of = name.text.partition(" of ")[2]
    told_of = any(word in missing for word in _parts(of))
    # The Bank of Norland is not the Bank of England, and Juventus may do for Juventus F.C.
    if not told_of and 2 * len(missing) <= len(words) and max(words, key=rarity) not in missing:
        return True
    acronym = "".join(word[0] for word in words).upper()
    spelt = re.search(rf"\b{acronym}s?\b", passage.text.replace(".", "")) is not None
    return spelt or any(same_name(name.text, one.text) for one in passage.names)


def _person_is_there(name: Name, words: list[str], passage: Told, there: frozenset[str]) -> bool:
    """By surname, unless all who bear it there have another first name."""
    surname = _parts(name.head)[-1:] or words[-1:]
    if not any(_has_form(word, there) for word in surname):
        if not any(_has_form(word, there) for word in words):
            return any(same_name(name.text, one.text) for one in passage.names)
        # "Madonna Ciccone" may be told as Madonna: a first name alone, where no other surname goes with it.
        bearers = [one for one in passage.names if set(_parts(one.text)) & set(words)]
        return not bearers or any(len(_parts(one.text)) == 1 for one in bearers)
    bearers = [one for one in passage.names if any(_has_form(word, frozenset(_parts(one.text))) for word in surname)]
    return (
        not bearers
        or len(words) == 1
        or any(same_name(name.text, one.text) or len(_parts(one.text)) == 1 for one in bearers)
        or any(_has_form(word, frozenset(_parts(one.text))) for word in words[:-1] for one in bearers)
    )


def _other(name: Name, claim: Told, passage: Told) -> str | None:
    """Who or what of the same sort the passage names that the claim does not, in the sentence nearest to it."""
    near = [line for share, line in passage.nearest(claim.groups) if share > 0]
    known = {name_key(one.text) for one in claim.names}
    for line in near or passage.lines:
        for one in passage.names:
            if not line.start <= one.start < line.end or one.kind != name.kind or name_key(one.text) in known:
                continue
            if one.start == line.start and is_past_form(one.text.lower()):  # "Born in Naples, he ..."
                continue
            if one.start == line.start and _is_a_word(one):  # "Final results", "Net profit"
                continue
            if any(same_name(one.text, other.text) for other in claim.names):
                continue
            if _is_an_adjective(one) != _is_an_adjective(name):  # "the Russian firm Mazars"
                continue
            if _is_short_for(one.text, name.text):
                continue
            if any(day.start <= one.start < day.end for day in passage.dates):
                continue
            return one.text
    return None


def _is_an_adjective(name: Name) -> bool:
    """Whether it tells of which nation or in which language something is, and names nobody and no place."""
    if name.text.lower() in _LANGUAGES:
        return True
    return country(name.text) is not None and not is_country_name(name.text)


def _is_short_for(text: str, name: str) -> bool:
    """Whether it is the initials that a longer name begins with: "UN" of "United Nations Economic Commission"."""
    initials = "".join(word[0] for word in _parts(name))
    return text.isupper() and len(text) > 1 and initials.startswith(text.lower().replace(".", ""))


def _has_form(word: str, there: frozenset[str]) -> bool:
    """Whether a word is there, or another form of it: "Texas" and "Texan", "Islam" and "Islamic", "Parsons'"."""
    if "-" in word:  # "Celtic-themed", "Yelich-O'Connor"
        return word in there or _has_form(word.split("-")[0], there)
    if word in there or word.removesuffix("s") in there or f"{word}s" in there:
        return True
    if len(word) < _SHORTEST + 1:
        return len(word) == _SHORTEST and any(f"{word}{ending}" in there for ending in _OF_A_PLACE)
    stump = word[: max(_SHORTEST, len(word) - 2)]
    return any(
        (one.startswith(stump) and abs(len(one) - len(word)) <= 4) or _is_misspelt(word, one)
        for one in there
        if one[0] == word[0]
    )


def _is_misspelt(word: str, other: str) -> bool:
    """Whether one letter is another, left out or changed places with the next: Chesley and Chelsey, Laden and Ladin."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    rest, rest_other = word[same:], other[same:]
    return (
        rest[1:] == rest_other[1:]
        or rest[1:] == rest_other
        or rest == rest_other[1:]
        or (rest[:2] == rest_other[:2][::-1] and rest[2:] == rest_other[2:])
    )


def _is_acronym(word: str, name: Name, passage: Told) -> bool:
    letters = word.lower()
    if len(letters) < 2:
        return False
    if any("".join(part[0] for part in _parts(one.text)) == letters for one in passage.names if " " in one.text):
        return True
    # "Emergency department", "return on investment": words that nobody would call a name.
    return name.text.isupper() and any(_is_spelt_out(letters, line) for line in passage.lines)


def _is_spelt_out(letters: str, line: Line) -> bool:
    """Whether words in a row begin with these letters; none of two, nor the first or last of more, is a little one."""
    ones = line.tokens
    rows = (ones[first : first + len(letters)] for first in range(len(ones) - len(letters) + 1))
    return any(
        all(one.plain[0] == letter for one, letter in zip(row, letters, strict=True))
        and not (row[0].empty or row[-1].empty)
        for row in rows
    )


@lru_cache(maxsize=4000)
def _plain_words(text: str) -> frozenset[str]:
    plain = _POINTS.sub("", _plain(text))
    return frozenset(part for word in _WORD.findall(plain) for part in (word, *word.split("-")))


def _parts(text: str) -> list[str]:
    plain = _POINTS.sub("", _plain(text))
    return [word for word in _WORD.findall(plain) if word not in _GLUE]


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """In lower case and without accents."""
    if text.isascii():
        return text.lower().replace("'s ", " ").removesuffix("'s")
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return (
        "".join(char for char in folded if not unicodedata.combining(char))
        .lower()
        .replace("'s ", " ")
        .removesuffix("'s")
    )
