"""How much a statement is worth checking, from 0 to 1, with the reasons.

A logistic sum of a few signs that a reader can see. Their weights were set by looking at the crowd-sourced half of
ClaimBuster (Hassan et al., KDD 2017), rounded; its held-out half has had no part in them.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractors.building import ClaimDraft
from extractors.grammar import MODALS, PAST, Token, finite_verbs, tokenize
from extractors.kinds import FEELING, JUDGING
from language.sentences import word_set
from warehouse.records import ArticleVersion

VERSION = 2

_NOT_CHECKABLE_WORTH = 0.3


_NUMBERS = word_set(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens "
    "half third quarter percent percentage"
)
_MONEY = word_set(
    "dollar dollars euro euros pound pounds ruble rubles yen yuan budget deficit debt tax taxes taxed spending "
    "spent cost costs price prices wage wages income incomes salary jobs unemployment inflation economy economic "
    "trade tariff tariffs export exports import imports sales profit profits loss losses loan loans aid funding "
    "fund funds money paid pay investment bank banks subsidy subsidies pension pensions"
)
_LAW = word_set(
    "law laws legal illegal court courts judge trial charged charges charge convicted sentenced prison jail warrant "
    "sanction sanctions treaty bill act legislation constitution constitutional vote voted votes election elections "
    "ballot passed vetoed veto signed ruling ruled lawsuit sued indicted arrested arrest guilty acquitted banned "
    "ban policy regulation regulations license permit charter crime crimes crime-rate fraud corruption"
)
_VIOLENCE = word_set(
    "war wars killed kill killing dead died death deaths wounded injured attack attacks attacked bomb bombs bombed "
    "bombing shot shooting shootings gun guns weapon weapons missile missiles nuclear troops soldiers army military "
    "invasion invaded terrorist terrorists terrorism massacre murder murdered violence violent explosion crash "
    "crashed earthquake flood fire fires casualties victims hostages refugees drugs"
)
_POWERS = word_set(
    "president minister government senate congress parliament administration secretary governor mayor chancellor "
    "ministry police officials official spokesman spokeswoman kremlin white-house commission council nato un eu "
    "pentagon republican republicans democrat democrats senator"
)
_COMPARING = word_set(
    "more less fewer most least largest biggest highest lowest longest first record increase increased decrease "
    "decreased doubled tripled rose fell risen fallen grew grown declined dropped cut higher lower larger smaller "
    "than rate average majority"
)
_PERSONAL = word_set("i i'm i've i'd i'll my me we we're we've we'll our us you your you're let")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a statement shows, each from 0 to 1."""

    numbers: float
    names: float
    money: float
    law: float
    violence: float
    powers: float
    comparison: float
    past: float
    length: float
    judging: float
    feeling: float
    personal: float
    modal: float
    question: float


_BIAS = -1.7
_WEIGHTS: dict[str, tuple[float, str]] = {
    "numbers": (2.2, "a number"),
    "names": (0.7, "a name"),
    "money": (0.9, "money or trade"),
    "law": (0.7, "law, election or sanctions"),
    "violence": (0.7, "war, death or violence"),
    "powers": (0.4, "those in power"),
    "comparison": (0.6, "a comparison"),
    "past": (0.8, "something done, told as a fact"),
    "length": (0.7, ""),
    "judging": (-0.5, "a judgement"),
    "feeling": (-0.8, "a feeling"),
    "personal": (-1.1, "the speaker's own person"),
    "modal": (-0.6, "what may, should or will be"),
    "question": (-1.8, "a question"),
}


def signs_of(tokens: Sequence[Token]) -> Signs:
    """The signs in the words of a statement."""
    words = [token for token in tokens if token.is_word]
    lows = [token.low for token in words]

    def share(test: Callable[[str], bool], full: int = 1) -> float:
        return min(1.0, sum(map(test, lows)) / full)

    past = any(tokens[i].low in PAST or tokens[i].low.endswith("ed") for i in finite_verbs(tokens)) or share(
        lambda w: w in ("has", "have", "had")
    )
    return Signs(
        numbers=share(lambda w: w in _NUMBERS or any(ch.isdigit() for ch in w), 2),
        names=min(1.0, sum(token.is_capital and token.text != "I" for token in words[1:]) / 2),
        money=share(_MONEY.__contains__),
        law=share(_LAW.__contains__),
        violence=share(_VIOLENCE.__contains__),
        powers=share(_POWERS.__contains__),
        comparison=share(_COMPARING.__contains__),
        past=float(past),
        length=min(1.0, len(words) / 20),
        judging=share(JUDGING.__contains__),
        feeling=share(FEELING.__contains__),
        personal=share(_PERSONAL.__contains__, 2),
        modal=share(lambda w: w in MODALS and w not in ("can", "cannot")),
        question=float(any(token.low == "?" for token in tokens[-3:])),
    )


def weigh(version: ArticleVersion, drafts: Sequence[ClaimDraft]) -> list[ClaimDraft]:
    """The drafts of an article with how much each is worth checking and the reasons, the heaviest first.

    A draft that is worth less than its `least_worth` is left out; one that cannot be checked is not worth much.
    """
    weighed = []
    for draft in drafts:
        score, reasons = _worth(draft.text or version.text[draft.start : draft.end])
        if draft.estimate is not None:
            score, reasons = draft.estimate, ()
        most = draft.most_worth if draft.not_checkable_reason is None else min(draft.most_worth, _NOT_CHECKABLE_WORTH)
        if (score := min(score, most)) >= draft.least_worth:
            weighed.append(replace(draft, checkworthiness=score, reasons=(*reasons, *draft.reasons)))
    return weighed


def _worth(text: str) -> tuple[float, tuple[str, ...]]:
    signs = signs_of(tokenize(text, 0, len(text)))
    parts = {name: weight * getattr(signs, name) for name, (weight, _) in _WEIGHTS.items()}
    score = 1 / (1 + math.exp(-(_BIAS + sum(parts.values()))))
    telling = sorted((name for name in parts if parts[name] and _WEIGHTS[name][1]), key=lambda name: -abs(parts[name]))
    reasons = tuple(("+ " if parts[name] > 0 else "- ") + _WEIGHTS[name][1] for name in telling)
    return round(score, 3), reasons
