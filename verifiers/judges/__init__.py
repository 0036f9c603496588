"""Judges: what passages make of a claim. One file each, registered here under the name that a Judgement records."""

from collections.abc import Mapping

from verifiers.judges.lexical import LexicalJudge
from verifiers.judges.llm import LlmJudge
from verifiers.judges.local_judge import NliJudge
from verifiers.protocols import Judge

# A judge that is registered here is tested by tests/verifiers/test_judge_contract.py.
JUDGES: Mapping[str, type[Judge]] = {one.name: one for one in (LexicalJudge, NliJudge, LlmJudge)}
