"""Who does what to whom: "the union accused the minister" does not bear out that the minister accused the union."""

from collections.abc import Iterator

from language.words import negations
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.phrases import Deed, deeds
from verifiers.agreements.told import Line, Told
from verifiers.facts import MUTUAL

_LETTERS = 5  # of a word, by which two are held together


def of_roles(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage that doer and sufferer have changed places in it, with the same verb."""
    for line in claim.lines:
        for wanted in deeds(line):
            if wanted.verb in MUTUAL:
                continue
            told = [one for there in passage.lines for one in deeds(there) if one.verb == wanted.verb]
            turned = [one for one in told if _is_turned(wanted, one)]
            if turned and not any(_is_same(wanted, one) for one in told) and not _is_denied(line):
                yield Finding("role", VETO, "it tells it the other way round")
                return


def _is_turned(wanted: Deed, told: Deed) -> bool:
    """Whether who does it in one suffers it in the other, as far as both are told in either."""
    doer, sufferer = _apart(wanted)
    other_doer, other_sufferer = _apart(told)
    if doer & other_doer or sufferer & other_sufferer:
        return False
    if told.doer is None and wanted.doer is not None and wanted.sufferer is not None:
        return bool(doer & other_sufferer)  # "the minister was accused of lying"
    if wanted.doer is None:
        return bool(sufferer & other_doer) and told.sufferer is not None
    return bool(doer & other_sufferer) and bool(sufferer & other_doer)


def _is_same(wanted: Deed, told: Deed) -> bool:
    doer, sufferer = _apart(wanted)
    other_doer, other_sufferer = _apart(told)
    return bool(doer & other_doer) or bool(sufferer & other_sufferer)


def _apart(deed: Deed) -> tuple[frozenset[str], frozenset[str]]:
    """Both sides without the words that both have: two ministers are told apart by the rest."""
    doer, sufferer = _beginnings(deed.doer), _beginnings(deed.sufferer)
    return doer - sufferer, sufferer - doer


def _beginnings(words: frozenset[str] | None) -> frozenset[str]:
    """Words by their first letters: the police and a policeman, protesters and a protest."""
    return frozenset(one[:_LETTERS] for one in words or ())


def _is_denied(line: Line) -> bool:
    return bool(negations(line.text))
