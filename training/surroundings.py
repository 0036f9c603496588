"""Pairs whose passage stands among other text, as on a page, which changes nothing of what it says.

What a search brings is a stretch of a page, and one sentence of it tells of the claim. A network fitted to evidence
alone loses much of what it can do when that evidence stands between other sentences. Only pairs about named things are
treated so: "a man sleeps", as the pool's pictures have it, contradicts nothing on a page that is about other men.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from language.sentences import split_sentences
from training.mixture import Labelled
from training.pairs import plain
from verifiers.judges.windows import groups

# Of whoever is meant; talks, letters and abstracts; answers to a question; what is read together already.
_NOT_OF_PAGES = ("mnli", "snli", "summedits", "question", "digest")
_LONGEST_ALONE = 90  # words of a passage that is given surroundings
_FEWEST, _MOST = 15, 75  # words around it
_NEAR = 0.5  # of the surroundings are of a text that shares a name with the passage
_TELLING = 0.4  # of a claim's words: a sentence with so many may tell of it
_CUT = 0.4  # of them begin or end within a sentence, as a snippet of a page does
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_RARE = 40  # texts: what more of them have tells nothing of their matter
_KIND = "surrounded: "


def is_on_named(kind: str) -> bool:
    """Whether pairs of a kind are about things with names, and their passages stretches of a text."""
    return not kind.startswith(_NOT_OF_PAGES)


def can_be_surrounded(pair: Labelled) -> bool:
    """Whether a passage may stand on a page, and is short enough to be found there."""
    return is_on_named(pair.kind) and len(pair.passage.split()) <= _LONGEST_ALONE


def surrounded(pairs: Sequence[Labelled], texts: Sequence[str], dice: random.Random) -> list[Labelled]:
    """The pairs in their order with their labels, each passage among sentences of the texts.

    Half of what stands around is of texts that name what the passage names. A sentence that has much of the claim might
    bear it out, and is left out.
    """
    sentences = [[span.of(text) for span in split_sentences(text)] for text in map(plain, dict.fromkeys(texts))]
    sentences = [several for several in sentences if several]
    by_name = _by_name(sentences)
    return [_one(pair, sentences, by_name, dice) for pair in pairs]


def _by_name(sentences: Sequence[Sequence[str]]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, several in enumerate(sentences):
        for name in set(_NAME.findall(" ".join(several))):
            found[name].append(place)
    return {name: places for name, places in found.items() if 1 < len(places) <= _RARE}


def _one(
    pair: Labelled, sentences: Sequence[Sequence[str]], by_name: Mapping[str, list[int]], dice: random.Random
) -> Labelled:
    passage = plain(pair.passage)
    names = Counter(_NAME.findall(f"{passage} {pair.claim}"))
    near = sorted({place for name in names for place in by_name.get(name, ())})

    wanted = groups(pair.claim)

    def tells_of_it(sentence: str) -> bool:
        return sentence in passage or len(groups(sentence) & wanted) >= _TELLING * len(wanted)

    def words(most: int) -> str:
        told: list[str] = []
        for _ in range(most):
            of = dice.choice(near) if near and dice.random() < _NEAR else dice.randrange(len(sentences))
            start = dice.randrange(len(sentences[of]))
            new = [one for one in sentences[of][start : start + dice.choice((1, 2, 2, 3))] if not tells_of_it(one)]
            told += " ".join(new).split()
            if len(told) >= most:
                break
        return " ".join(told)

    total = dice.randint(_FEWEST, _MOST)
    ahead = round(total * dice.choice((0.0, 0.3, 0.5, 0.7, 1.0)))
    before = _cut(words(ahead), dice, at_start=True) if ahead else ""
    after = _cut(words(total - ahead), dice, at_start=False) if total > ahead else ""
    return replace(pair, passage=" ".join(filter(None, (before, passage, after))), kind=f"{_KIND}{pair.kind}")


def _cut(text: str, dice: random.Random, *, at_start: bool) -> str:
    """The text, or less of it at its far end, as where a snippet begins or ends."""
    told = text.split()
    if dice.random() >= _CUT or len(told) < 8:
        return text
    left_out = dice.randrange(1, len(told) // 2)
    return f"… {' '.join(told[left_out:])}" if at_start else f"{' '.join(told[:-left_out])} …"
