"""What was said, without who said it to whom and where."""

import pytest

from language.spoken import what_was_said

SAID = "the dam at Harwick is unsafe"


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund said the dam at Harwick is unsafe.",
        "Lund also said on Monday that the dam at Harwick is unsafe.",
        "Mayor Ada Lund told reporters that the dam at Harwick is unsafe.",
        "According to Ada Lund, the dam at Harwick is unsafe.",
        "the dam at Harwick is unsafe, according to Mayor Ada Lund.",
        "the dam at Harwick is unsafe, Lund said.",
        "the dam at Harwick is unsafe, said Lund.",
        "“the dam at Harwick is unsafe,” Lund wrote on Telegram.",
        "In an interview with Harwick TV, the mayor Ada Lund said: “the dam at Harwick is unsafe”.",
    ],
)
def test_the_telling_is_taken_off(text: str) -> None:
    assert what_was_said(text, "Ada Lund", "mayor").rstrip(",") == SAID


@pytest.mark.parametrize(
    "text",
    [
        "Lund denied that the dam at Harwick is unsafe",
        "Lund did not say that the dam at Harwick is unsafe",
        "Lund promised that Harwick would close the dam",
        "Bo Ek said that the dam at Harwick is unsafe",
        "Lund called the dam at Harwick “a disgrace”",
        "Lund announced the end of the dam at Harwick",
        "Lund, who fears what Ek said, left the dam at Harwick",
    ],
)
def test_what_does_more_than_tell_stays_as_it_is(text: str) -> None:
    assert what_was_said(text, "Ada Lund") == text
