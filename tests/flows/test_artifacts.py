"""What articles say is text on Prefect's page, which reads summaries and the cells of tables as Markdown with HTML."""

import re

import pytest
from markdown_it import MarkdownIt

from flows.artifacts import summary_markdown

# What Markdown has beyond CommonMark on that page: an address alone is a link.
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.|\w@\w", re.IGNORECASE)


def shown(cell: str) -> str:
    """What a reader sees of a cell, which must be words and nothing else."""
    assert not _ADDRESS.search(cell)
    opened, inline, closed = MarkdownIt("commonmark").parse(cell)
    assert (opened.type, inline.type, closed.type) == ("paragraph_open", "inline", "paragraph_close")
    assert {one.type for one in inline.children or ()} <= {"text", "text_special"}
    return "".join(one.content for one in inline.children or ())


@pytest.mark.parametrize(
    "said",
    [
        *("![x](http://evil.example/i.png)", "<img src=x onerror=alert(1)>", "[a](http://evil.example/)"),
        *("see http://evil.example/a", "WWW.evil.example/x", "Ftp://evil.example", "write to a@evil.example"),
        *("<http://evil.example>", "[a]: http://evil.example/ 'x'", r"a\![x](http://evil.example)", r"http:\//x"),
        *("&lt;img src=x&gt;", "`code` *b* __c__ _d_ ~~e~~", r"5 * 3 * 2 = 30, said R&D \o/", "not_enough_evidence"),
        *(
            "# h",
            "> q",
            "- x",
            "+ x",
            "===",
            "---",
            "***",
            "1. one",
            "12) two",
            "2024. A year.",
            "| a | b |",
        ),
    ],
)
def test_what_is_told_of_a_failure_is_what_was_said_and_no_markup(said: str):
    told = summary_markdown({"run_id": "run_1", "outcome": "completed", "summary": said})
    assert shown(told.split("\n\n")[1]) == said
