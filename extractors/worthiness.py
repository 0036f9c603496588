"""How much each claim of an article is worth checking, from 0 to 1, with the reasons.

The trained classifier's estimate, in which a plain fact counts for a part, as log-odds, plus the weights of the
newsroom's questions that are answered yes (see newsroom.toml): a sum that an editor can follow and change. Claims that
a language model found are weighed alike, so that one threshold and one file of questions serve both: its own estimate
counts twice beside the classifier's, for it has read the article, while the classifier is the same for every model and
version. The classifier knows only English: elsewhere the estimate stands alone.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.building import ClaimDraft
from extractors.newsroom import Feature, Newsroom, Question
from language.checkworthiness import checkworthiness_model, model_version
from language.words import content_words
from warehouse.records import ArticleVersion, Quantity

VERSION = 4

# What cannot be checked is not worth much, whatever it says.
_NOT_CHECKABLE_WORTH = 0.3
# No estimate is so sure that no question can change the score.
_SUREST = 0.98
# A language model's own estimate counts so much beside the classifier's.
_ESTIMATE_COUNTS = 2
# Two claims say the same where the shorter one shares this much of its content words, and at least so many.
_SAME_SHARE = 0.6
_SAME_WORDS = 4
# Fewer than these, told in words, are no figures.
_FEW = 2
# Words that so many claims of one article hold tell nothing of which are alike.
_EVERYWHERE = 50


@dataclass(frozen=True, slots=True)
class _Reason:
    """Something that moved a score, by so much, as it is told."""

    weight: float
    told: str

    def __str__(self) -> str:
        return ("+ " if self.weight > 0 else "- ") + self.told


def version_of(newsroom: Newsroom) -> str:
    """Changes with this code, the classifier and the questions."""
    return f"{VERSION}:{model_version()}:{newsroom.version}"


def weigh(
    version: ArticleVersion, drafts: Sequence[ClaimDraft], newsroom: Newsroom, *, english: bool = True
) -> list[ClaimDraft]:
    """The drafts of an article with how much each is worth checking and the reasons, the heaviest first.

    A draft that is worth less than its `least_worth` is left out. Raises ModelFilesError where the classifier's files
    are not those that were shipped.
    """
    texts = [" ".join((draft.text or version.text[draft.start : draft.end]).split()) for draft in drafts]
    classified: list[float | None] = [None] * len(drafts)
    if english and drafts:
        classified = [
            estimate.check_worthy + newsroom.plain_fact * (estimate.factual - estimate.check_worthy)
            for estimate in checkworthiness_model().estimates(texts)
        ]
    repeated = _repeated(version, drafts)
    weighed = []
    for place, draft in enumerate(drafts):
        reasons = list(_estimated(classified[place], draft.estimate, newsroom.model_weight))
        reasons += _answered(draft, texts[place], _features(draft, repeated=place in repeated), newsroom.question)
        score = 1 / (1 + math.exp(-(newsroom.start + sum(reason.weight for reason in reasons))))
        most = draft.most_worth if draft.not_checkable_reason is None else min(draft.most_worth, _NOT_CHECKABLE_WORTH)
        score = round(min(score, most), 3)
        if score < draft.least_worth:
            continue
        telling = sorted((reason for reason in reasons if reason.weight), key=lambda reason: -abs(reason.weight))
        weighed.append(replace(draft, checkworthiness=score, reasons=(*map(str, telling), *draft.reasons)))
    return weighed


def _estimated(classified: float | None, estimate: float | None, weight: float) -> Iterator[_Reason]:
    """What the classifier and the language model, where there is one, add."""
    known = [
        (share, times, for_it, against_it)
        for share, times, for_it, against_it in (
            (classified, 1, "it reads like a claim to check", "it reads little like a claim to check"),
            (estimate, _ESTIMATE_COUNTS, "the language model would check it", "the language model would not check it"),
        )
        if share is not None
    ]
    total = sum(times for _, times, _, _ in known)
    for share, times, for_it, against_it in known:
        sure = min(max(share, 1 - _SUREST), _SUREST)
        odds = weight * math.log(sure / (1 - sure)) * times / total
        yield _Reason(odds, f"{for_it if odds > 0 else against_it} ({share:.0%})")


def _answered(
    draft: ClaimDraft, text: str, features: dict[Feature, str | None], questions: Sequence[Question]
) -> Iterator[_Reason]:
    """The questions that are answered yes, each with the words that answered it where there are any."""
    for question in questions:
        word = question.word_in(text) or question.word_in(draft.speaker_role or "")
        feature = next((feature for feature in question.features if feature in features), None)
        if word is None and feature is None and draft.kind not in question.kinds:
            continue
        shown = word or (features[feature] if feature else None)
        yield _Reason(question.weight, question.reason + (f" (“{shown}”)" if shown else ""))


def _features(draft: ClaimDraft, *, repeated: bool) -> dict[Feature, str | None]:
    """The features that a draft has, each with its words where it has some of its own."""
    found: dict[Feature, str | None] = {}
    figure = next((quantity for quantity in draft.quantities if _is_figure(quantity)), None)
    if figure is not None:
        found["number"] = " ".join(figure.text.split())
    if draft.dates:
        found["date"] = " ".join(draft.dates[0].text.split())
    if draft.entities:
        found["name"] = draft.entities[0]
    if draft.quote_fidelity in ("verbatim", "partial"):
        found["quoted"] = None
    if draft.speaker is not None:
        found["named_speaker" if draft.speaker_named else "unnamed_speaker"] = draft.speaker
    if repeated:
        found["repeated"] = None
    return found


def _is_figure(quantity: Quantity) -> bool:
    """Whether a number measures something: not somebody's age, nor a "one" or "two" in words ("the two leaders")."""
    if quantity.unit == "year of age":
        return False
    return any(map(str.isdigit, quantity.text)) or quantity.low is None or quantity.low > _FEW


def _repeated(version: ArticleVersion, drafts: Sequence[ClaimDraft]) -> set[int]:
    """Places of the drafts that say what another one says somewhere else in the article, by their content words.

    The article's own words are compared: a text may hold the clause before its quote to stand alone. What cannot be
    checked, such as how two people spoke to the reporter, repeats nothing.
    """
    words: list[frozenset[str]] = [
        # Whoever says it: two speakers may say the same.
        frozenset(content_words(version.text[draft.start : draft.end])).difference(
            content_words(f"{draft.speaker or ''} {draft.speaker_role or ''}")
        )
        if draft.not_checkable_reason is None
        else frozenset()
        for draft in drafts
    ]
    holders: dict[str, list[int]] = {}
    for place, held in enumerate(words):
        for word in held:
            holders.setdefault(word, []).append(place)
    found: set[int] = set()
    for place, held in enumerate(words):
        shared = Counter(
            other for word in held if len(holders[word]) <= _EVERYWHERE for other in holders[word] if other > place
        )
        for other, count in shared.items():
            apart = drafts[place].end <= drafts[other].start or drafts[other].end <= drafts[place].start
            if apart and count >= _SAME_WORDS and count >= _SAME_SHARE * min(len(held), len(words[other])):
                found |= {place, other}
    return found
