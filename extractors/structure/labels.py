"""Who a speaker label names: the fullest name and role that the article gives, or the label's own words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from extractors.grammar.tokens import Token, tokenize
from extractors.speech.cues import SPEAKER_NOUNS
from extractors.speech.people import People, gender_of, name_runs, phrase_text, role_before
from extractors.speech.sources import is_body
from extractors.speech.speakers import Speaker
from extractors.structure.dialogue import Dialogue, are_initials, bare_label, by_initials, is_unnamed
from language.casing import as_name, small_words

VERSION = 2


def speakers_of(
    dialogue: Dialogue, people: People, before: Sequence[Sequence[Token]], authors: Sequence[str]
) -> Mapping[str, Speaker]:
    """The speaker of each label of those who answer. `before`: the sentences in front of the dialogue."""
    found: dict[str, Speaker] = {}
    names = by_initials([*dialogue.labels, *people.by_name])
    for label in dialogue.labels:
        whole = _spelled_out(label, names)
        speaker = speaker_of(whole, people) if label else interviewee(people, before, authors)
        if speaker is not None:
            found[label] = speaker
    return found


def _spelled_out(label: str, names: Mapping[str, set[str]]) -> str:
    """The one name that a label of initials stands for: "Natasha Gownaris" for "NG"."""
    fitting = names.get(label, set()) if are_initials(label) else set()
    return next(iter(fitting)) if len(fitting) == 1 else label


def speaker_of(label: str, people: People) -> Speaker:
    """Whom "JANE SMITH, COUNCIL CHAIR", "The President", "Mr. Lamm" and "UNIDENTIFIED MALE" stand for."""
    base = bare_label(label)
    if is_unnamed(label):
        return Speaker(base.lower() if base.isupper() else base[0].lower() + base[1:], named=False)
    told = _role_told(label)
    words = re.findall(r"[\w-]+", base.lower())
    bare = [word for word in words if word != "the"]
    if bare and all(word in SPEAKER_NOUNS for word in bare):
        known = people.in_role(bare[-1])
        if known is not None:
            return Speaker(known.name, known.role, gender=known.gender)
        return Speaker(f"the {' '.join(bare)}", told, named=False, person=not is_body(bare[-1]))
    cased = as_name(base)
    if words[0] == "the":  # a paper or a body
        return Speaker(cased, told, person=False)
    tokens = tokenize(cased, 0, len(cased))
    run = next(iter(name_runs(tokens)), None)
    name = run.name(tokens) if run and run.name(tokens) else cased
    known = people.find(name)
    if known is not None:
        return Speaker(known.name, known.role or told, gender=known.gender)
    role = told or (role_before(tokens, run) if run else None)
    body = is_body(name.split()[-1].lower()) or name.isupper()
    return Speaker(name, role, person=not body, gender=gender_of(f"{role or ''} {base}"))


def _role_told(label: str) -> str | None:
    """What a label says behind the name: "council chair" of "JANE SMITH, COUNCIL CHAIR"."""
    _, comma, role = label.partition(",")
    role = role.strip()
    if not comma or not role or role.startswith("("):
        return None
    return small_words(role) if role.isupper() else role


def interviewee(people: People, before: Sequence[Sequence[Token]], authors: Sequence[str]) -> Speaker | None:
    """The one person whom the headline and the lines before an interview are about; None where it could be several."""
    names: Counter[str] = Counter()
    for tokens in before:
        for run in name_runs(tokens):
            name = run.name(tokens)
            known = people.find(name)
            if known is not None:
                names[known.name] += 1
            elif len(name.split()) in (2, 3) and not is_body(name.split()[-1].lower()):
                whole = phrase_text(tokens, run.start, run.end)
                if not whole.lower().startswith("the "):
                    names[name] += 1
    for author in authors:
        names.pop(author, None)
    in_role = {name for name in names if (known := people.find(name)) is not None and known.role}
    ranked = Counter({name: count for name, count in names.items() if not in_role or name in in_role}).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    known = people.find(ranked[0][0])
    return Speaker(ranked[0][0], known.role if known else None, gender=known.gender if known else None)
