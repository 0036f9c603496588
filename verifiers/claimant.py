"""Who is on the claim's own side: its speaker, their body, party or company and, where a government speaks, its media.

What the claimant's side publishes shows that something was said, never that it is so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from language.countries import VERSION as COUNTRIES_VERSION
from language.countries import capital_of, country_of
from verifiers import attribution
from verifiers.attribution import UNNAMED, source_key
from verifiers.publishers import Known, Publishers, host_of
from warehouse.records import Claim, Document

VERSION = f"2.{COUNTRIES_VERSION}.{attribution.VERSION}"

# Offices and bodies that speak for the government of the country beside them.
_OFFICE = re.compile(
    r"\b(?:presidents?|presidency|presidential|prime minister|premier|chancellor|minist\w+|secretary|government|cabinet"
    r"|administration|spokes(?:man|woman|person|people)|press service|ambassador|envoy|embassy|consul\w*|army|military"
    r"|armed forces|navy|air force|general|admiral|commander|defen[cs]e|security council|security service|intelligence"
    r"|police|prosecutor\w*|officials?|diplomats?|king|queen|emir|sultan|crown prince|supreme leader|authorit\w+"
    r"|central bank|state media|state television)\b",
    re.IGNORECASE,
)
# What ministries are called at home.
_MINISTRY = re.compile(
    r"minist(?:ry|ries|[eè]re?s?\b|erio|erul|erie|erstwo|erstvo|arstvo|ério)|ministeri(?:um|et|ö|ya)\b|министерств"
    r"|міністерств|bakanlığı|kementerian|υπουργείο|minisztérium|ministerij|ministerstv",
    re.IGNORECASE,
)
_NOT_OF_THE_GOVERNMENT = re.compile(
    r"\b(?:former|ex|opposition|exiled?|rebel\w*|separatist\w*|shadow|dissident|activist|analyst|expert|academic"
    r"|professor|historian|economist|journalist|reporter|editor|columnist|author|lawyer|student|resident|candidate"
    r"|bloggers?|league|association|union|university|institute|club|company|foundation|society|party|church)\b",
    re.IGNORECASE,
)
# Bodies that stand for their country's government without its name.
_BODIES = {
    "pentagon": "united states",
    "state department": "united states",
    "oval office": "united states",
    "fbi": "united states",
    "cia": "united states",
    "foreign office": "united kingdom",
    "home office": "united kingdom",
    "state duma": "russia",
    "idf": "israel",
    "knesset": "israel",
    "irgc": "iran",
    "revolutionary guards": "iran",
    "élysée": "france",
    "bundestag": "germany",
    "palazzo chigi": "italy",
    "moncloa": "spain",
    "european commission": "european union",
    "european council": "european union",
}
_LONGEST_COUNTRY = 4  # words
# What a body's own pages add to its name.
_PAGES = frozenset(
    source_key(
        "Campaign Party Group Company Inc Ltd Corporation Newsroom Committee Blog Team Online Website Communications"
    )
)
_ROLE_WORDS = frozenset(
    source_key(
        "Mayor Governor Leader Chairman Chairwoman Chair Head Chief Executive Director Member Senator Congressman"
        " Representative Deputy Vice Secretary General King Queen Chancellor Ambassador Envoy Editor Professor Founder"
    )
)
# Offices and bodies that every state has: without its name they are nobody's own.
_EVERYBODYS = frozenset(
    source_key(
        "Government Ministry Minister Department State Foreign Affairs Interior Home Health Defence Defense Justice"
        " Finance Treasury Information Transport Trade Energy Education Emergency Emergencies Situations Central Bank"
        " Police Army Military Navy Security Court Parliament Senate Congress Council Office Official First Vice Press"
        " Public National Federal Regional Local Authority Authorities Commission Committee Party Opposition"
    )
) | {"unit", "kingdom"}
_SHORTEST_SURNAME = 4  # letters of a surname that tells whose it is without a first name
_SHORTEST_LABEL = 3  # letters of a host that is a body's name
_SHORTEST_NAME = 8  # letters of a host or an account that has somebody's first and last name
# The country and the office before a name, without a verb or a comma between them.
_BEFORE_NAME = r"(?P<before>(?<![\w.'’-])[A-Z][\w.'’-]*(?:\s+(?!and\b|with\b|to\b|told\b|met\b)[\w.'’-]+){0,4})\s+"
_SEATS = frozenset(["Kremlin", "White House", "Downing Street", "Elysee", "Élysée"])


@dataclass(frozen=True)
class Claimant:
    """Who makes a claim: the words of their name and of their body, and the country whose government they speak for."""

    told: str  # as the claim names them
    person: frozenset[str]
    bodies: tuple[frozenset[str], ...]
    labels: frozenset[str]  # names run together, as hosts have them
    first_and_last: tuple[str, str]  # words of a name of several; else empty
    country: str | None

    @classmethod
    def of(cls, claim: Claim, texts: Iterable[str] = ()) -> "Claimant | None":
        """The claimant of a claim; None where the article says it in its own voice.

        `texts` may tell whose minister it is where the claim does not: "Norwegian Foreign Minister Ada Lund".
        """
        if not claim.speaker:
            return None
        role = claim.speaker_role or ""
        person = source_key(claim.speaker) - {UNNAMED}
        body = frozenset(source_key(_proper(role)) - _ROLE_WORDS - {UNNAMED})
        words = f"{claim.speaker} {role}"
        official = bool(_OFFICE.search(words)) and not _NOT_OF_THE_GOVERNMENT.search(words)
        return cls(
            told=claim.speaker,
            person=person,
            bodies=tuple(dict.fromkeys(key for key in (person, body) if key - _EVERYBODYS)),
            labels=frozenset((*_labels(claim.speaker), *_labels(_proper(role)))),
            first_and_last=_first_and_last(claim.speaker),
            country=_government(claim.speaker, role) or (_told_of(claim.speaker, texts) if official else None),
        )

    def why(self, document: Document, publishers: Publishers) -> str | None:
        """Why a document is the claimant's side's own word; None where it is somebody else's."""
        known = publishers.of_document(document)
        if self._is_own(known.name, document, publishers):
            return f"claimant's side: the pages of {known.name}"
        if why := self._of_its_state(known) or self._of_its_ministries(known, document, publishers):
            return f"claimant's side: {why}"
        credit = publishers.credit_of(document)
        return self.why_taken_from(credit, publishers, "credits") if credit else None

    def why_taken_from(self, origin: str, publishers: Publishers, verb: str) -> str | None:
        """The same of whoever a document credits or cites, named by its origin."""
        known = publishers.of(publishers.shown(origin), None)
        why = self._of_its_state(known)
        return f"claimant's side: {verb} {known.name}, and {why}" if why else None

    def _of_its_state(self, known: Known) -> str | None:
        """Records are not meant: that the claimant's state keeps the register does not make the register its word."""
        if self.country is None:
            return None
        if known.publisher_type == "government" and _same(known.country, self.country):
            return f"{known.name} is a public body of {known.country}"
        if known.publisher_type != "record" and _same(known.controlled_by, self.country):
            return f"{known.name} is controlled by {known.controlled_by}"
        return None

    def _of_its_ministries(self, known: Known, document: Document, publishers: Publishers) -> str | None:
        """A ministry that no list has, by what it calls itself and its country's own domain: bmv.de for a German."""
        if self.country is None or known.publisher_type != "unknown" or not _MINISTRY.search(known.name):
            return None
        country = publishers.country_of_domain(document.url)
        return f"{known.name} is a ministry of {country}" if _same(country, self.country) else None

    def _is_own(self, name: str, document: Document, publishers: Publishers) -> bool:
        for key in (source_key(one) for one in (name, document.publisher or "") if one):
            if any(_names_the_same(key, body) for body in self.bodies):
                return True
        account = publishers.account(document.url)
        if account:
            plain = re.sub(r"\W|_", "", account.split("/")[-1].split(".")[0])
            return any(own == plain or (len(own) >= _SHORTEST_NAME and own in plain) for own in self.labels)
        host = host_of(document.url)
        return any(self._is_label(label.replace("-", "")) for label in host.split(".")[:-1]) if host else False

    def _is_label(self, label: str) -> bool:
        """Whether a part of a host is the claimant's name: "gazprom", "donaldjtrump"."""
        first, last = self.first_and_last
        is_name = bool(first) and label.startswith(first) and label.endswith(last) and len(label) >= _SHORTEST_NAME
        return is_name or label in self.labels


def _names_the_same(publisher: frozenset[str], body: frozenset[str]) -> bool:
    """Whether a publisher's name is the body's, with no more than what the body's own pages add to it."""
    if not publisher or not body:
        return False
    if publisher - _PAGES == body:
        return True
    # "Foreign Ministry" publishes what "the Russian foreign ministry" says; one word alone may be anybody's.
    return (len(publisher) > 1 and publisher < body) or (len(body) > 1 and body < publisher)


def _proper(role: str) -> str:
    """The proper nouns of a role: "chief executive of Gazprom" -> "Gazprom"."""
    return " ".join(word for word in role.split() if word[:1].isupper())


def _labels(name: str) -> Iterator[str]:
    """How a host may write a name: its words run together, or its only word."""
    words = _plain_words(name)
    if not source_key(name) - _EVERYBODYS - _ROLE_WORDS - {UNNAMED}:
        return
    if len(words) > 1:
        yield "".join(words)
    elif words and len(words[0]) >= _SHORTEST_LABEL and not country_of(name):
        yield words[0]


def _first_and_last(name: str) -> tuple[str, str]:
    words = _plain_words(name)
    return (words[0], words[-1]) if len(words) > 1 else ("", "")


def _plain_words(name: str) -> list[str]:
    words = [re.sub(r"\W", "", word).casefold() for word in name.split()]
    return [word for word in words if word and word not in ("the", "of", "for", "and")]


def _government(speaker: str, role: str) -> str | None:
    """The country whose government speaks, as far as the claim tells: "Kremlin spokesman", "Moscow"."""
    if _NOT_OF_THE_GOVERNMENT.search(f"{role} {speaker}"):
        return None
    for told in (role, speaker):
        for country, alone in _countries(told):
            if alone or _OFFICE.search(told):
                return country
    return None


def _told_of(speaker: str, texts: Iterable[str]) -> str | None:
    """The country that texts most often name right before a speaker's name: "Russian Foreign Minister Ivan Orlan"."""
    surname = speaker.split()[-1] if len(speaker.split()[-1]) >= _SHORTEST_SURNAME else speaker
    name = re.compile(rf"{_BEFORE_NAME}(?:{re.escape(speaker)}|{re.escape(surname)})\b")
    found = Counter(
        country for text in texts for match in name.finditer(text) for country, _ in _countries(match["before"])
    )
    return min(found, key=lambda country: (-found[country], country), default=None)


def _countries(text: str) -> Iterator[tuple[str, bool]]:
    """The countries that a text names, the longest names first, and whether it stands for the government by itself."""
    words = re.findall(r"[\w.'’-]+", text)
    for size in range(_LONGEST_COUNTRY, 0, -1):
        for start in range(len(words) - size + 1):
            stretch = re.sub(r"['’]s$", "", " ".join(words[start : start + size]))
            if body := _BODIES.get(stretch.casefold()):
                yield body, True
            elif country := country_of(stretch) or capital_of(stretch):
                # "Moscow said": the name alone. "Vlad, of Moscow" is a citizen.
                yield country, size == len(words) or stretch in _SEATS


def _same(country: str | None, key: str) -> bool:
    return country is not None and (country_of(country) or country.casefold()) == key
