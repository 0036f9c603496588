"""What a passage lacks that a claim has, in words for a fact-checker: why the nearest one decides nothing."""

from verifiers.facts import telling_of
from verifiers.judges.alignment import Alignment, Terms
from verifiers.protocols import Evidence
from verifiers.telling import listed
from warehouse.records import DateMention

VERSION = 1

_MOST_NAMED = 3
_FAR = 0.15  # a share below which a passage is not about the claim


def nearest_miss(terms: Terms, item: Evidence, share: float) -> str:
    """Which names, numbers or dates of the claim a passage lacks, in its sentence that has most of the claim's words.

    `share` is the larger of its shares; where nothing is lacking, it tells how far it goes.
    """
    telling = telling_of(item.document)
    passage = item.passage
    inside = [one for one in telling.sentences if one.start < passage.end and passage.start < one.end]
    published = item.document.published_at.date() if item.document.published_at else None
    found = [Alignment(terms, one, [*inside, telling.title], published) for one in inside]
    if not found:
        return "it has no sentence that could be read"
    best = max(found, key=lambda one: (one.coverage, len(one.names_here)))
    lacking = []
    if best.missing_names:
        lacking.append(f"does not name {listed(best.missing_names[:_MOST_NAMED])}")
    unsaid = [one for one in terms.quantities if all(one in other.missing_quantities for other in found)]
    if unsaid:
        lacking.append(f"does not say {listed([one.text for one in unsaid[:_MOST_NAMED]])}")
    if dates := _days_unsaid(terms, found):
        lacking.append(f"does not date it to {listed([one.text for one in dates[:_MOST_NAMED]])}")
    if lacking:
        return f"it {listed(lacking)}"
    if best.missing_words and best.coverage < 1.0:
        words = [terms.facts.text[word.start : word.end] for word in best.missing_words[:_MOST_NAMED]]
        return f"it says nothing of “{' … '.join(words)}”"
    if share < _FAR:
        return "it is about something else"
    return f"it is not clear enough that it says so ({share:.0%})"


def _days_unsaid(terms: Terms, found: list[Alignment]) -> list[DateMention]:
    return [one for one in terms.named_days if all(one in other.missing_days for other in found)]
