"""Names of places: a lake's own syntax, and no password in it."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.settings import load_settings
from warehouse.errors import SettingsError
from warehouse.places import Lake, beside, place_of

POSTGRES = "ducklake:postgres:dbname=desk host=127.0.0.1"


def test_what_is_no_lake_is_a_file() -> None:
    assert place_of("claims.duckdb") == Path("claims.duckdb")
    assert beside(Path("/srv/claims.duckdb"), "factchecks") == Path("/srv/claims.duckdb.factchecks")


def test_a_catalogue_in_postgresql_and_files_in_a_folder() -> None:
    place = place_of(f"{POSTGRES} options='-c search_path=x'?data_path=/srv/50%25 %26 more/&schema=archive")
    assert isinstance(place, Lake)
    assert (place.catalogue, place.schema) == ("postgres", "archive")
    assert place.connection == "dbname=desk host=127.0.0.1 options='-c search_path=x'"
    assert place.tables_path == "/srv/50% & more/tables/"
    assert beside(place, "originals") == Path("/srv/50% & more/originals")
    assert beside(place, "factchecks") == Path("/srv/50% & more/factchecks")


def test_files_in_an_object_store_need_a_folder_for_the_pages() -> None:
    place = place_of(f"{POSTGRES}?data_path=s3://desk/claims&originals=/srv/pages")
    assert isinstance(place, Lake)
    assert (place.data_path, place.is_remote) == ("s3://desk/claims/", True)
    assert beside(place, "originals") == Path("/srv/pages")
    with pytest.raises(ValueError, match="add &originals="):
        place_of(f"{POSTGRES}?data_path=s3://desk/claims")


def test_a_catalogue_in_a_file_has_its_data_beside_it(tmp_path: Path) -> None:
    place = place_of(f"ducklake:{tmp_path / 'claims.ducklake'}")
    assert isinstance(place, Lake)
    assert place.file == tmp_path / "claims.ducklake"
    assert place.data_path == f"{tmp_path}/claims.ducklake.files/"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ducklake:", "must be a file, or PostgreSQL's"),
        ("ducklake:mysql:db=x?data_path=/srv", "must be a file, or PostgreSQL's"),
        ("ducklake:claims.ducklake?schema=x", "schema is for a catalogue in PostgreSQL"),
        (POSTGRES, "where its files lie"),
        (f"{POSTGRES}?data=/srv", "after the question mark stand data_path, originals, schema"),
        (f"{POSTGRES}?data_path=", "each once and with a value"),
        (f"{POSTGRES}?data_path=/a&data_path=/b", "each once and with a value"),
        ("ducklake:postgres:postgresql://me@host/desk?data_path=/srv", "libpq's keys and values"),
        ("ducklake:postgres:dbname='x?data_path=/srv", "libpq's keys and values"),
        (f"{POSTGRES}?data_path=s3://KEY:hush-hush@desk/x&originals=/srv", "must hold no key"),
        (f"{POSTGRES} password=hush-hush?data_path=/srv", "must hold no password"),
        (f"{POSTGRES} PASSWORD = 'hush-hush x'?data_path=/srv", "must hold no password"),
    ],
)
def test_what_names_no_lake_is_refused_without_repeating_it(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        load_settings(warehouse=text)
    assert "hush-hush" not in str(caught.value)


def test_a_password_is_handed_on_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMHOUSE_LAKE_PASSWORD", "hush-hush")
    monkeypatch.setenv("CLAIMHOUSE_WAREHOUSE", f"{POSTGRES}?data_path=/srv")
    settings = load_settings()
    assert isinstance(settings.warehouse, Lake)
    assert settings.warehouse.password == SecretStr("hush-hush")
    assert settings.warehouse == place_of(f"{POSTGRES}?data_path=/srv")
    assert "hush-hush" not in f"{settings!r} {settings.warehouse} {settings.warehouse!r} {settings.model_dump_json()}"
