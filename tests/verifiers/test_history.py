"""Which cause a new verdict names when versions differ."""

from datetime import UTC, datetime

import pytest

from tests.verifiers import builders as make
from verifiers.history import change_since, is_unchanged
from warehouse.records import Cause, Verdict

CLAIM = make.claim("Arden raised the levy in 2024.")
RULES = {"planner": "offline 1", "judge.lexical": "1.1.1.1.1", "verify": "1.1", "limits": "passages_per_claim=8"}
MODEL = {"planner": "llm 1-aa-bb-cc", "judge.llm": "1-dd-ee-cc", "verify": "1.1", "limits": "passages_per_claim=8"}


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (RULES, MODEL, "model_changed"),
        (MODEL, RULES, "model_changed"),
        (MODEL, {**MODEL, "planner": "llm 1-aa-bb-ff", "judge.llm": "1-dd-ee-ff"}, "model_changed"),
        ({**MODEL, "judge.llm.model": "openai:a"}, {**MODEL, "judge.llm.model": "openai:b"}, "model_changed"),
        (MODEL, {**MODEL, "judge.llm": "1-other-ee-cc"}, "prompt_changed"),
        (MODEL, {**MODEL, "judge.llm": "1-dd-other-cc"}, "code_changed"),
        (MODEL, {**MODEL, "judge.llm": "2-dd-ee-cc"}, "code_changed"),
        (MODEL, {**MODEL, "limits": "passages_per_claim=9"}, "code_changed"),
    ],
)
def test_a_changed_version_names_its_cause_also_where_there_was_no_evidence(
    before: dict[str, str], after: dict[str, str], cause: Cause
) -> None:
    first = Verdict(
        verdict_id="vdt_1",
        claim_id=CLAIM.claim_id,
        label="not_enough_evidence",
        label_when_said="not_enough_evidence",
        rationale="Nothing was found.",
        cause="first_check",
        versions=before,
        decided_at=datetime(2025, 3, 7, tzinfo=UTC),
        run_id="run_1",
    )
    assert change_since(first, CLAIM, after, [], []).cause == cause


@pytest.mark.parametrize(
    ("judgement_ids", "after", "unchanged"),
    [
        ((), {**RULES, "judge.lexical": "2", "rules": "min_origins=3"}, True),
        ((), {**RULES, "judge.nli": "1"}, True),
        ((), {**RULES, "planner": "offline 2"}, False),
        (("jdg_1",), {**RULES, "judge.lexical": "2"}, False),
        (("jdg_1",), RULES, True),
    ],
)
def test_where_nothing_was_found_another_judge_changes_nothing(
    judgement_ids: tuple[str, ...], after: dict[str, str], unchanged: bool
) -> None:
    first = Verdict(
        verdict_id="vdt_1",
        claim_id=CLAIM.claim_id,
        label="not_enough_evidence",
        label_when_said="not_enough_evidence",
        rationale="Nothing was found.",
        judgement_ids=judgement_ids,
        cause="first_check",
        versions=RULES,
        decided_at=datetime(2025, 3, 7, tzinfo=UTC),
        run_id="run_1",
    )
    none = "not_enough_evidence"
    assert is_unchanged(first, judgement_ids, after, none, none) is unchanged
