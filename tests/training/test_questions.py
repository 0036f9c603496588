"""Questions made of statements: what each answer makes of the statement, and that they read as questions."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from training.questions import asked, of_evidence, of_statement

CLAIM = "The bridge was closed in Oldport in 1970."


def told(claim: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for seed in range(40):
        for passage, _, label, kind in of_statement(claim, random.Random(seed)):
            found.setdefault(kind, []).append((passage, label))
    return found


def test_a_statement_is_turned_around_at_its_verb_or_asked_for_as_a_whole() -> None:
    questions = {asked(CLAIM, random.Random(seed)) for seed in range(40)}
    assert "Was the bridge closed in Oldport in 1970?" in questions
    assert "Is it true that the bridge was closed in Oldport in 1970?" in questions


def test_a_subject_with_a_clause_of_its_own_is_never_turned_around() -> None:
    questions = {asked("The man who was late is a plumber here.", random.Random(seed)) for seed in range(40)}
    assert not any(one.startswith(("Was ", "Is the ")) for one in questions)


def test_yes_bears_it_out_no_contradicts_it_and_the_question_alone_does_neither() -> None:
    found = told(CLAIM)
    assert {label for _, label in found["question: yes"]} == {"supports"}
    assert {label for _, label in found["question: no"]} == {"refutes"}
    assert {label for _, label in found["question: open"]} == {"neutral"}
    assert all("{" not in passage for passages in found.values() for passage, _ in passages)


def test_when_is_asked_of_what_ends_with_a_year() -> None:
    passages = {passage for passage, _ in told(CLAIM)["question: when"]}
    assert passages == {
        "When was the bridge closed in Oldport? 1970.",
        "When was the bridge closed in Oldport? In 1970.",
    }


@pytest.mark.parametrize("label", ["supports", "refutes", "neutral", "not_supports"])
def test_evidence_keeps_its_label_after_a_question(label: str) -> None:
    for seed in range(20):
        [one] = of_evidence(CLAIM, "It reopened in 1971.", label, "Oldport", random.Random(seed))  # type: ignore[arg-type]
        assert one[0].endswith("It reopened in 1971.")
        assert one[1:3] == (CLAIM, label)


@example("!", 0)
@given(st.text(min_size=1, max_size=60).filter(str.strip), st.integers(0, 50))
def test_whatever_is_stated_can_be_asked(text: str, seed: int) -> None:
    assert asked(text, random.Random(seed)).endswith("?")
