"""Whom an article names: everybody with a full name, and the bodies that one noun stands for."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from extractors.grammar.tokens import Token
from extractors.grammar.word_classes import PRONOUNS
from extractors.speech.given_names import pronoun_of
from extractors.speech.people import (
    OPENERS,
    TITLES,
    NameRun,
    People,
    Person,
    bare_name,
    gender_of,
    is_party,
    name_runs,
    phrase_text,
    role_after,
    role_before,
)
from extractors.speech.sources import is_body
from language.countries import country_of, is_country_name
from language.sentences import word_set

VERSION = 5

_NOT_PEOPLE = word_set(
    "house court office post times union states nations party ministry department committee commission council "
    "agency bank university institute street road avenue park river lake sea ocean war city county province "
    "district region island republic kingdom federation army navy force forces police service services news press "
    "tv group company corporation inc inc. corp corp. ltd ltd. plc llc gmbh association organization organisation act "
    "treaty cup league championship games award prize church parliament congress senate assembly government "
    "administration security board center centre school hospital museum airport station bridge square hall palace "
    "tower club team united airlines air east west north south world day week euro dollar ruble pound channel summit "
    "today journal gazette guardian tribune herald media network foundation project"
)
_ALSO_SURNAMES = word_set("day church hall lake park")
# Bodies that news names once in full and then by the noun alone. "The government" may be another than the one named.
_SHORTENED = word_set(
    "council commission committee union company bank agency charity hospital university school trust board association "
    "authority museum club airline foundation institute federation society alliance corporation"
)
_SHORTENED_OF = word_set("bank university museum")

_INITIAL = re.compile(r"[A-Z]\.")
_OPENS_ROLE = word_set(
    "the a an who head chief director editor spokesman spokeswoman spokesperson president chairman founder professor "
    "mayor minister former co-author author"
)


def find_people(sentences: Sequence[Sequence[Token]]) -> People:
    """The people named in the article's sentences."""
    people: dict[str, Person] = {}
    singles: Counter[str] = Counter()
    proofs: set[str] = set()
    plain = {token.text for tokens in sentences for token in tokens if token.text[0].islower()}
    for tokens in sentences:
        for run in name_runs(tokens):
            name = run.name(tokens)
            words = name.split()
            if not words or (run.end - run.name_start == 1 and run.start == 0 and not tokens[0].is_word):
                continue
            role_told, described = role_before(tokens, run), _apposition(tokens, run)
            role = role_told
            # "Banker X, the head of Y": the office says more than the trade.
            if described and (role is None or is_party(role) or (" " not in role and " of " in described)):
                role = described
            if len(words) == 1:
                singles[name] += 1
            if len(words) < 2 or len(words) > 5 or words[0].lower() in ("the", "a"):
                continue
            if words[-1].lower().removesuffix("s") in TITLES and words[-1].endswith("s"):
                continue  # "two Democratic Representatives, Ann Lee and Paul Moss"
            if words[-1].lower() in _NOT_PEOPLE - (_ALSO_SURNAMES if pronoun_of(name) else frozenset()):
                continue
            if (
                is_country_name(name)
                or (role_told and is_body(role_told.lower().split()[-1]))  # "the housing charity Save Homes"
                or (country_of(words[0]) and not pronoun_of(name))
                or words[0].lower() in _NOT_PEOPLE
                or (name.isupper() and len(name) > 12)
            ):
                continue
            person = people.setdefault(name, Person(name, first=tokens[run.name_start].start))
            person.mentions += 1
            if person.gender is None and pronoun_of(name):
                # A given name says that it is somebody's name at all, and whose it can be.
                proofs.add(name)
                person.gender = pronoun_of(name)
            if role:
                proofs.add(name)
                person.role = person.role or role
                person.gender = gender_of(role) or person.gender
    initialled = _initialled(people)
    surnames: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people.values():
        if person.name in initialled:
            continue
        surname = person.name.split()[-1]
        a_word = surname.lower() in PRONOUNS or surname.lower() in OPENERS or country_of(surname) or len(surname) < 2
        common = any(word.lower() in plain for word in person.name.split())
        if not a_word and (person.name in proofs or (singles[surname] and not common)):
            surnames[surname].append(person)
    known = {p.name: p for group in surnames.values() for p in group}
    known.update({p.name: p for p in people.values() if p.name in proofs})
    alone = {surname: group[0] for surname, group in surnames.items() if len(group) == 1}
    alone |= {short: known[full] for short, full in initialled.items() if full in known}
    return People(known, alone, _find_bodies(sentences))


def _initialled(people: Mapping[str, Person]) -> dict[str, str]:
    """The full name of each person whom a list or table names by an initial: "A. Lee" after "Ann Lee"."""
    found: dict[str, str] = {}
    for name in people:
        first, surname = name.split()[0], name.split()[-1]
        if _INITIAL.fullmatch(first) and len(name.split()) == 2:
            fuller = [o for o in people if o.split()[-1] == surname and o[0] == first[0] and len(o.split()[0]) > 2]
            found |= {name: fuller[0]} if len(fuller) == 1 else {}
    return found


def _find_bodies(sentences: Sequence[Sequence[Token]]) -> dict[str, str]:
    """For each noun that ends the name of just one body: that name."""
    bodies: defaultdict[str, set[str]] = defaultdict(set)
    for tokens in sentences:
        start = end = 0
        for run in name_runs(tokens):
            # "the Federal Housing and Infrastructure Agency" is one, the Navy and Harbour Board are none.
            goes_on = end > 0 and run.start == end + 1 and tokens[end].low == "and"
            start, end = start if goes_on else run.start, run.end
            name = phrase_text(tokens, start, end)
            noun = bare_name(name).split()[-1].lower()
            if noun in _SHORTENED_OF and tokens[end : end + 1] and tokens[end].low == "of":
                behind = next((one for one in name_runs(tokens[end + 1 :]) if one.start == 0), None)
                if behind is not None:  # "the Bank of Norvania", "the University of Veld"
                    whole = phrase_text(tokens, start, end + 1 + behind.end)
                    bodies[noun].add(bare_name(whole))
                    continue
            if end - start >= 2 and noun in _SHORTENED:
                bodies[noun].add(bare_name(name))
    return {noun: next(iter(names)) for noun, names in bodies.items() if len(names) == 1}


def _apposition(tokens: Sequence[Token], run: NameRun) -> str | None:
    """The role told between commas after a name."""
    if run.end + 1 < len(tokens) and tokens[run.end].low == "," and not tokens[run.end].quoted:
        close = run.end + 1
        while close < len(tokens) and tokens[close].low not in (",", ".", ";", "“", '"') and close - run.end < 25:
            close += 1
        opens = tokens[run.end + 1]
        # With a capital most titles begin the next name of a list: "Ann Lee, Senator Paul Moss and …".
        if opens.low in _OPENS_ROLE or (opens.text.islower() and opens.low in TITLES):
            return role_after(tokens, run.end + 1, close)
    return None
