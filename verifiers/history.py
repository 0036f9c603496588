"""Why there is a new verdict: what differs from the one before it, in versions and in documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from verifiers.telling import published_by
from warehouse.records import Cause, Claim, Document, Judgement, Label, Verdict

# Under this key a verdict's versions hold the ids of the documents that were put before the judges.
DOCUMENTS = "documents"
# Under this one they name the calibration that its confidence is by.
CALIBRATION = "calibration"


@dataclass(frozen=True)
class Change:
    """A verdict's cause, and what differs from the verdict before it, in words."""

    cause: Cause
    changed: tuple[str, ...]


def is_unchanged(
    previous: Verdict,
    judgement_ids: Sequence[str],
    versions: Mapping[str, str],
    label: Label,
    label_when_said: Label,
) -> bool:
    """Whether a new verdict would rest on the same judgements and versions as the one that stands, and say the same.

    Where nothing was found there was nothing to judge: there the versions of judges and rules had no part in it.
    """
    if tuple(judgement_ids) != previous.judgement_ids:
        return False
    if (label, label_when_said) != (previous.label, previous.label_when_said):
        return False
    before, after = (
        {name: one for name, one in found.items() if judgement_ids or not (is_judge(name) or name == "rules")}
        for found in (previous.versions, versions)
    )
    return before == after


def change_since(
    previous: Verdict | None,
    claim: Claim,
    versions: Mapping[str, str],
    documents: Sequence[Document],
    judgements: Sequence[Judgement],
) -> Change:
    """The cause of a new verdict on a claim.

    A changed version comes before changed documents: where both changed, the evidence cannot be said to be the cause.
    """
    if previous is None:
        return Change("first_check", ())
    before, after = dict(previous.versions), dict(versions)
    old_ids, new_ids = (set(filter(None, found.pop(DOCUMENTS, "").split(" "))) for found in (before, after))
    components = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    new = [f"new document: {published_by(found)}" for found in documents if found.document_id not in old_ids]
    gone = [f"document gone: {document_id}" for document_id in sorted(old_ids - new_ids)]
    changed = (*(_told(name, before, after) for name in components), *new, *gone)
    if components:
        return Change(_cause_of(components, before, after), changed)
    if previous.claim_id != claim.claim_id:
        return Change("code_changed", ("the claim was extracted anew", *changed))
    if new:
        return Change("new_evidence", changed)
    if gone:
        return Change("evidence_gone", changed)
    if {judgement.judgement_id for judgement in judgements} == set(previous.judgement_ids):
        return Change("code_changed", ("the dates of the claim were read anew",))
    if any(judgement.model for judgement in judgements):
        return Change("model_changed", ("the model answered differently",))
    return Change("code_changed", ("the passages were cut or counted differently",))


def is_judge(component: str) -> bool:
    """Whether a component of a verdict's versions is a judge, or the model of one."""
    return component.startswith("judge.")


def _cause_of(components: Sequence[str], before: Mapping[str, str], after: Mapping[str, str]) -> Cause:
    """What the changed components come to. Another model also brings other judges and planners with it."""
    kinds = {kind_of(name, before.get(name), after.get(name)) for name in components}
    order: tuple[Cause, ...] = ("model_changed", "prompt_changed", "code_changed")
    return next((cause for cause in order if cause in kinds), "calibration_changed")


def kind_of(name: str, before: str | None, after: str | None) -> Cause:
    """What it is called when this version of a component came in place of that one; None: there was, or is, none."""
    if name == CALIBRATION:
        return "calibration_changed"
    if name.endswith(".model"):
        return "model_changed"
    if before is None or after is None:
        # Which judges there are is decided by the model that is set; without evidence none has left its model's name.
        return "model_changed" if is_judge(name) else "code_changed"
    # The version of what asks a model is its own VERSION, the prompt's, the reply's shape's and the model's, joined by
    # hyphens.
    changed = next(
        (place for place, (old, new) in enumerate(zip_longest(before.split("-"), after.split("-"))) if old != new), 0
    )
    by_place: dict[int, Cause] = {1: "prompt_changed", 3: "model_changed"}
    return by_place.get(changed, "code_changed")


def _told(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    return f"{name}: {before.get(name, 'none')} -> {after.get(name, 'none')}"
