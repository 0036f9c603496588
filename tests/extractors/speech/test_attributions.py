"""Who says what in news sentences, as records: sources, cues and contents."""

import pytest

from extractors.context import Context, read_context
from extractors.speech.attributions import Attributed, find_attributions
from tests.extractors.texts import article_of


def heard(text: str) -> list[Attributed]:
    return [one for one in find_attributions(context_of(text)) if not one.nested]


def context_of(text: str) -> Context:
    return read_context(*article_of(text))


def told(text: str) -> list[tuple[str | None, list[str]]]:
    """(source, contents) of each attribution, in words."""
    return [
        (one.source.of(text) if one.source else None, [span.of(text) for span in one.contents]) for one in heard(text)
    ]


@pytest.mark.parametrize(
    ("text", "source", "contents"),
    [
        # direct quotation: before, after, inverted, interrupted
        ("“The bridge is closed to us all,” Ruth Stein said.", "Ruth Stein", ["“The bridge is closed to us all,”"]),
        ("“The bridge is closed to us all,” said Ruth Stein.", "Ruth Stein", ["“The bridge is closed to us all,”"]),
        ("Ruth Stein said: “The bridge is closed to us all.”", "Ruth Stein", ["“The bridge is closed to us all.”"]),
        (
            "“We closed the bridge,” Ruth Stein said. “It was old. Nobody asked us.”",
            "Ruth Stein",
            ["“We closed the bridge,”", "“It was old. Nobody asked us.”"],
        ),
        # a cue that no table knows
        (
            "“You may not close it now,” Otto Brandt shot back.",
            "Otto Brandt",
            ["“You may not close it now,”"],
        ),
        # wire marks
        ("''We closed the bridge on Friday,'' Ruth Stein said.", "Ruth Stein", ["''We closed the bridge on Friday,''"]),
        # indirect and mixed
        ("Ruth Stein said the bridge had gone.", "Ruth Stein", ["the bridge had gone"]),
        ("Ruth Stein said he’s seen the bridge go.", "Ruth Stein", ["he’s seen the bridge go"]),
        ("Ruth Stein said on Friday that the bridge had gone.", "Ruth Stein", ["that the bridge had gone"]),
        ("Ruth Stein said, without proof, that the bridge had gone.", "Ruth Stein", ["that the bridge had gone"]),
        ("Ruth Stein said in a letter, the bridge had simply gone.", "Ruth Stein", ["the bridge had simply gone"]),
        ("Ruth Stein said the bridge “had simply gone.”", "Ruth Stein", ["the bridge “had simply gone.”"]),
        ("The bridge had gone for good, Ruth Stein said.", "Ruth Stein", ["The bridge had gone for good"]),
        (
            "The bridge, Ruth Stein said, had gone for good.",
            "Ruth Stein",
            ["The bridge", "had gone for good"],
        ),
        ("The admiral said the bridge had gone.", "The admiral", ["the bridge had gone"]),
        ("Six in 10 say the bridge should go.", "Six in 10", ["the bridge should go"]),
        ("The survey showed that the bridge was hated.", "The survey", ["that the bridge was hated"]),
        ("Reuters estimated around 200 people had come.", "Reuters", ["around 200 people had come"]),
        ("According to Ruth Stein, the bridge had gone.", "Ruth Stein", ["the bridge had gone"]),
        ("The bridge had gone, according to her lawyers.", "her lawyers", ["The bridge had gone"]),
        ("Otto Brandt, which Ruth Stein said had gone, came back.", "Ruth Stein", ["which", "had gone"]),
        # who a source is stays with it
        (
            "Ruth Stein, 59, of Oldport, said the bridge had gone.",
            "Ruth Stein, 59, of Oldport",
            ["the bridge had gone"],
        ),
        ("Ruth Stein, who had crossed it, said the bridge had gone.", "Ruth Stein", ["the bridge had gone"]),
        # behind where and when
        (
            "Outside the chamber a spokesman for the board said the bridge had gone.",
            "a spokesman for the board",
            ["the bridge had gone"],
        ),
        ("Late on Tuesday a sailor told Reuters the bridge had gone.", "a sailor", ["the bridge had gone"]),
        # wishes, questions and stances
        ("Ruth Stein wants to close the bridge.", "Ruth Stein", ["to close the bridge"]),
        ("Ruth Stein urged Otto Brandt to close it.", "Ruth Stein", ["Otto Brandt to close it"]),
        ("Ruth Stein asked whether it was closed.", "Ruth Stein", ["whether it was closed"]),
        ("Ruth Stein criticized the plan on Friday.", "Ruth Stein", ["the plan"]),
        ("Ruth Stein called for a new bridge.", "Ruth Stein", ["a new bridge"]),
        ("Stein’s claim that the bridge had gone stunned us.", "Stein’s", ["that the bridge had gone stunned us"]),
    ],
)
def test_one_attribution(text: str, source: str, contents: list[str]) -> None:
    assert told(text) == [(source, contents)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ruth Stein admitted that the bridge had gone, but said nobody was hurt.",
            [("Ruth Stein", ["that the bridge had gone"]), ("Ruth Stein", ["nobody was hurt"])],
        ),
        (
            "Ruth Stein said the bridge had gone, adding that nobody was hurt.",
            [("Ruth Stein", ["the bridge had gone"]), ("Ruth Stein", ["that nobody was hurt"])],
        ),
        (
            "Ruth Stein accused Otto Brandt of fraud and Ann Lee warned that he would sue.",
            [("Ruth Stein", ["Otto Brandt of fraud"]), ("Ann Lee", ["that he would sue"])],
        ),
        (
            "Citing the mayor, Otto Brandt said the bridge had gone.",
            [("Otto Brandt", ["the mayor"]), ("Otto Brandt", ["the bridge had gone"])],
        ),
    ],
)
def test_several_in_one_sentence(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bridge in Oldport was closed on Friday.",
        "Police press officer Ruth Stein opened the bridge.",
        "The flood claimed 660 lives.",
        "The state has four bridges.",
    ],
)
def test_no_attribution(text: str) -> None:
    assert heard(text) == []


def test_a_quotation_that_runs_on_into_the_next_paragraph_is_one_attribution() -> None:
    text = "“We closed the bridge,” Ruth Stein said. “It was old.\n\n“Nobody asked us about it.”"
    (one,) = heard(text)
    assert [span.of(text) for span in one.contents] == [
        "“We closed the bridge,”",
        "“It was old.",
        "“Nobody asked us about it.”",
    ]
    assert one.speaker is not None
    assert one.speaker.name == "Ruth Stein"


def test_a_quotation_in_a_paragraph_of_its_own_has_the_source_that_announced_it() -> None:
    text = "Ruth Stein then wrote to the council:\n\n“Nobody ever asked us about the bridge.”"
    (one,) = heard(text)
    assert one.source is not None
    assert one.source.of(text) == "Ruth Stein"


def test_what_is_said_within_what_is_said_is_nested() -> None:
    text = "Ruth Stein said that Otto Brandt had denied that the bridge was sold."
    outer, inner = find_attributions(context_of(text))
    assert not outer.nested
    assert inner.nested
    assert inner.source is not None
    assert inner.source.of(text) == "Otto Brandt"
