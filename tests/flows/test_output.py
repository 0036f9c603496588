import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.output import cell, plain, print_table, printable, read_back, write_csv
from warehouse.errors import BadInputError


def test_control_characters_cannot_steer_the_terminal():
    assert printable("a\x1b[31mred\x07") == "a\\x1b[31mred\\x07"
    assert printable("täglich “so” — 10 %") == "täglich “so” — 10 %"


def test_values_become_json_with_times_in_utc():
    moment = datetime(2025, 3, 3, 2, 10, tzinfo=UTC)
    value = {"at": moment, "on": date(2025, 3, 3), "n": (1, None), "d": Decimal("1.5")}
    assert plain(value) == {"at": "2025-03-03T02:10:00+00:00", "on": "2025-03-03", "n": [1, None], "d": "1.5"}


def test_a_cell_holds_lists_as_json_and_nothing_as_nothing():
    assert cell(None) == ""
    assert cell(["a", "b"]) == '["a", "b"]'
    assert cell("a") == "a"


def test_the_three_formats_say_the_same(capsys: pytest.CaptureFixture[str]):
    columns, rows = ("claim", "label"), [("Ein “Damm” brach, laut", None), ("[bold]x[/bold]", "refuted")]
    print_table(columns, rows, "csv")
    assert capsys.readouterr().out == 'claim,label\n"Ein “Damm” brach, laut",\n[bold]x[/bold],refuted\n'
    print_table(columns, rows, "json")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"claim": "Ein “Damm” brach, laut", "label": None},
        {"claim": "[bold]x[/bold]", "label": "refuted"},
    ]
    print_table(columns, rows, "table")
    shown = capsys.readouterr()
    assert "[bold]x[/bold]" in shown.out
    assert "2 rows" in shown.err


def test_no_hostile_text_acts_where_a_csv_or_a_json_line_is_shown(capsys: pytest.CaptureFixture[str]):
    hostile = ['=HYPERLINK("http://evil.example")', "a\x1b]0;title\x07", "\x9b2J", "\r+1", "'-1", -1]
    print_table(["@column"], [[text] for text in hostile], "csv")
    out = capsys.readouterr().out
    assert [row[0] for row in csv.reader(io.StringIO(out))] == [
        "'@column",
        '\'=HYPERLINK("http://evil.example")',
        "a\\x1b]0;title\\x07",
        "\\x9b2J",
        "'\\x0d+1",
        "''-1",
        "-1",
    ]
    print_table(["text"], [[text] for text in hostile], "json")
    out = capsys.readouterr().out
    assert [json.loads(line)["text"] for line in out.splitlines()] == hostile
    assert not set(out) & set("\x07\x1b\r\x9b")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\") | st.sampled_from("'=+-@ \t\r\n")))
def test_every_text_can_be_read_back_from_a_csv(text: str):
    out = io.StringIO()
    write_csv(out, ["text"], [[text]])
    assert [read_back(row[0]) for row in csv.reader(io.StringIO(out.getvalue(), newline=""))][1:] == [text]


def test_json_of_two_columns_with_one_name_is_refused_before_a_row_is_lost(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(BadInputError, match=r"Two columns are named text: .* AS"):
        print_table(["text", "claim_id", "text"], [["a", "b", "c"]], "json")
    assert capsys.readouterr().out == ""
    print_table(["text", "text"], [["a", "c"]], "csv")
    assert capsys.readouterr().out == "text,text\na,c\n"
