"""What a record's fields become in DuckDB, and that a record comes back as it went in."""

import itertools
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.records_made import any_part
from warehouse.columns import allowed_values, column_list, columns_of, record_from
from warehouse.records import RECORD_TYPES, Claim, Record, Verdict
from warehouse.store import Session, Warehouse

_numbers = itertools.count()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Warehouse, Session]]:
    warehouse = Warehouse(tmp_path_factory.mktemp("columns") / "w.duckdb")
    with warehouse.session() as session:  # commits within it share its opening, which makes many examples cheap
        yield warehouse, session


@pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
def test_any_record_comes_back_unchanged(opened: tuple[Warehouse, Session], model: type[Record]) -> None:
    warehouse, session = opened

    @given(st.lists(any_part(model), min_size=1, max_size=5))
    @settings(max_examples=20)
    def round_trip(drawn: list[Record]) -> None:
        first = model.key[0]
        records = [record.model_copy(update={first: f"{next(_numbers)} {getattr(record, first)}"}) for record in drawn]
        assert warehouse.commit(records) == {model.table: len(records)}
        rows = session.read(
            f'SELECT {column_list(model)} FROM {model.table} WHERE list_contains(?, "{first}")',
            [[getattr(record, first) for record in records]],
        )
        back = {getattr(record, first): record for record in (record_from(model, row) for row in rows)}
        assert [back[getattr(record, first)] for record in records] == records
        assert [back[getattr(record, first)].model_dump_json() for record in records] == [
            record.model_dump_json() for record in records
        ]

    round_trip()


@pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
def test_a_table_has_the_columns_of_its_record(opened: tuple[Warehouse, Session], model: type[Record]) -> None:
    rows = opened[1].read(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [model.table]
    )
    as_declared = duckdb.connect().execute(
        f"CREATE TABLE t ({', '.join(f'{column.quoted} {column.sql_type}' for column in columns_of(model))});"
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 't' ORDER BY column_index"
    )
    assert [tuple(row.values()) for row in rows] == as_declared.fetchall()


def test_types_follow_the_annotations() -> None:
    types = {column.name: column.sql_type for column in columns_of(Claim)}
    assert types["quote"] == "VARCHAR"
    assert types["said_from"] == "DATE"
    assert types["published_at"] == "TIMESTAMPTZ"
    assert types["speaker_named"] == "BOOLEAN"
    assert types["entities"] == "VARCHAR[]"
    assert types["dates"].startswith('STRUCT("text" VARCHAR, "start" BIGINT')
    assert {column.name: column.sql_type for column in columns_of(Verdict)}["versions"] == "MAP(VARCHAR, VARCHAR)"


def test_the_words_that_a_field_may_hold() -> None:
    allowed = allowed_values(Verdict)
    assert set(allowed) == {"label", "label_when_said", "issues", "cause"}
    assert "partly_true" in allowed["issues"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20), st.data())
def test_a_span_counts_code_points_in_sql_as_in_python(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    with duckdb.connect() as connection:
        (found,) = connection.execute("SELECT $1[$2 + 1 : $3], length($1)", [text, start, end]).fetchall()
    assert found == (text[start:end], len(text))
