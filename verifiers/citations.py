"""Which publishers a sentence leans on: "officials told Reuters", "laut dpa", "сообщает ТАСС", "según EFE".

Reporting clauses of English ("Reuters reported that …") are read by `attribution`; here are its other ways to name the
medium behind a report, and those of German, French, Spanish, Russian and Ukrainian.
"""

import re
from functools import lru_cache

from verifiers import publishers as lists
from verifiers.publishers import load_publishers, normal_name

VERSION = f"1.{lists.VERSION}"

_WORDS_OF_A_NAME = 4
_LONGEST_NAME = 120  # letters of them
_MEDIA = frozenset({"wire", "newspaper", "broadcaster", "fact_checker"})
_SHORT = 4  # letters: such a name must be spelt as it is listed, for "DR" is no "Dr."
_BEFORE = re.compile(
    r"\b(?:told|speaking to|spoke to|(?:an )?interview (?:with|to|by|for)|reported by|cited by|quoted by|published by"
    r"|according to|citing|quoting"
    r"|laut|gegenüber|berichtet(?:e)?|meldet(?:e)?|zitiert(?:e)?"
    r"|selon|d['’]après|rapporte|rapporté par|indique|cité par"
    r"|según|informó|informa|declaró a|citado por"
    r"|сообща(?:ет|ют)|сообщил[аои]?|переда[её]т|пишет|заявил[аи]? агентству|по данным|по информации|со ссылкой на"
    r"|повідомля(?:є|ють)|повідоми(?:в|ла|ло|ли)|передає|пише|за даними|за інформацією|з посиланням на)\s+",
    re.IGNORECASE,
)
_ARTICLES = re.compile(
    r"(?:the |a |der |die |das |dem |l['’]|la |le |el |agency |news agency |nachrichtenagentur |agence |agencia "
    r"|агентств\w+ |агенц\w+ |издани\w+ |видання )*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:meldet(?:e)?|berichtet(?:e)?|rapporte|indique|informó|informa|сообща(?:ет|ют)|сообщил[аои]?|переда[её]т"
    r"|пишет|повідомля(?:є|ють)|повідоми(?:в|ла|ло|ли)|передає|пише)\b",
    re.IGNORECASE,
)
_NAME = re.compile(rf"[«“\"]?((?:[\w.'’&-]+)(?:\s+[\w.'’&-]+){{0,{_WORDS_OF_A_NAME - 1}}})")
_NAME_BEFORE = re.compile(rf"((?:[\w.'’&-]+\s+){{0,{_WORDS_OF_A_NAME - 1}}}[\w.'’&-]+)$")


@lru_cache(maxsize=50_000)
def cited_publishers(sentence: str) -> frozenset[str]:
    """The listed publishers that a sentence cites, by the normal names that they go by."""
    found: set[str | None] = set()
    for match in _BEFORE.finditer(sentence):
        article = _ARTICLES.match(sentence, match.end())
        for start in (match.end(), article.end() if article else match.end()):  # "Le Monde" begins with one
            name = _NAME.match(sentence, start)
            found.add(_longest(name[1].split(), from_start=True) if name else None)
    for match in _AFTER.finditer(sentence):
        name = _NAME_BEFORE.search(sentence[max(0, match.start() - _LONGEST_NAME) : match.start()].rstrip('»”"'))
        found.add(_longest(name[1].split(), from_start=False) if name else None)
    return frozenset(filter(None, found))


def _longest(words: list[str], *, from_start: bool) -> str | None:
    """The publisher that the most of these words name, from the first of them or up to the last."""
    publishers = load_publishers()
    for count in range(len(words), 0, -1):
        spelt = " ".join(words[:count] if from_start else words[-count:]).strip("«»“”\"'’.,")
        normal = normal_name(spelt)
        if publishers.agency(spelt):
            return publishers.normal_origin(normal)
        known = publishers.names.get(normal)
        if (
            known
            and known.publisher_type in _MEDIA
            and (spelt in publishers.spellings or (len(spelt) > _SHORT and spelt[:1].isupper()))
        ):
            return publishers.normal_origin(normal)
    return None
