"""Settings: one class, documented line by line, and keys that never show."""

import errno
from pathlib import Path

import duckdb
import pytest

from flows.settings import SEARCHES, Settings, api_key, debugging, keys_set, load_settings
from tests.conftest import ROOT
from warehouse.errors import SettingsError

EXAMPLE = ROOT / ".env.example"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_setting_stands_in_the_example_with_its_meaning_and_its_default():
    lines = EXAMPLE.read_text("utf-8").splitlines()
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        line = f"# CLAIMHOUSE_{name.upper()}={default}"
        assert line in lines, f"{EXAMPLE.name} lacks {line!r}"
        assert lines[lines.index(line) - 1] == f"# {field.description}"


def test_the_example_names_no_setting_that_there_is_not():
    named = {
        line[2:].split("=")[0].removeprefix("CLAIMHOUSE_").lower()
        for line in EXAMPLE.read_text("utf-8").splitlines()
        if line.startswith("# CLAIMHOUSE_")
    }
    assert named == set(Settings.model_fields) | {"debug"}


def test_an_option_outranks_the_environment_and_that_the_file(monkeypatch: pytest.MonkeyPatch):
    Path(".env").write_text("CLAIMHOUSE_MIN_ORIGINS=5\nCLAIMHOUSE_MODEL=openai:from-file\n")
    monkeypatch.setenv("CLAIMHOUSE_MODEL", "openai:from-environment")
    assert load_settings().model == "openai:from-environment"
    assert load_settings(model="offline").offline
    assert load_settings().min_origins == 5
    assert load_settings(model=None).model == "openai:from-environment"


def test_debugging_is_asked_for_in_the_environment_or_in_the_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CLAIMHOUSE_DEBUG", raising=False)
    assert not debugging()
    Path(".env").write_text("CLAIMHOUSE_DEBUG=\n")
    assert not debugging()
    Path(".env").write_text("CLAIMHOUSE_DEBUG=1\n")
    assert debugging()
    monkeypatch.setenv("CLAIMHOUSE_DEBUG", "")
    assert not debugging()
    monkeypatch.setenv("CLAIMHOUSE_DEBUG", "yes")
    Path(".env").write_bytes(b"CLAIMHOUSE_MODEL=\xff\n")
    assert debugging()
    monkeypatch.delenv("CLAIMHOUSE_DEBUG")
    assert not debugging()


def test_a_value_that_cannot_be_used_names_where_it_stands(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SettingsError, match="--cutoff"):
        load_settings(cutoff="yesterday")
    monkeypatch.setenv("CLAIMHOUSE_MIN_ORIGINS", "many")
    with pytest.raises(SettingsError, match="CLAIMHOUSE_MIN_ORIGINS"):
        load_settings()


def test_an_address_with_a_password_is_refused_without_repeating_it():
    with pytest.raises(SettingsError) as caught:
        load_settings(base_url="http://desk:hunter2@127.0.0.1:8080/v1")
    assert "hunter2" not in str(caught.value)
    assert "--base-url" in str(caught.value)


def test_searches_are_addresses_without_passwords():
    assert load_settings().wikis == ()
    both = load_settings(wikipedia="https://en.wikipedia.org, http://127.0.0.1:8080/w,,https://en.wikipedia.org")
    assert both.wikis == ("https://en.wikipedia.org", "http://127.0.0.1:8080/w")
    for bad in ("en.wikipedia.org", "ftp://x.example", "https://", "https://x.example:port", "https://a.example, b"):
        with pytest.raises(SettingsError, match=r"--wikipedia.*such as https://en\.wikipedia\.org"):
            load_settings(wikipedia=bad)
    with pytest.raises(SettingsError, match="--searxng") as caught:
        load_settings(searxng="http://desk:hunter2@search.example")
    assert "hunter2" not in str(caught.value)
    assert load_settings(searxng="").searxng is None


def test_each_web_search_has_its_key_s_line_in_the_example():
    lines = EXAMPLE.read_text("utf-8").splitlines()
    for name in SEARCHES:
        assert f"# {name.upper()}_API_KEY=" in lines
        assert keys_set()[f"{name.upper()}_API_KEY"] is False


def test_keys_come_from_the_environment_or_the_file_and_never_show(monkeypatch: pytest.MonkeyPatch):
    assert api_key("openai") is None
    Path(".env").write_text("OPENAI_API_KEY=sk-from-file\n")
    key = api_key("openai")
    assert key is not None
    assert key.get_secret_value() == "sk-from-file"
    assert "sk-from-file" not in repr(key) + str(keys_set()) + repr(load_settings())
    monkeypatch.setenv("OPENAI_API_KEY", "sk-from-environment")
    key = api_key("openai")
    assert key is not None
    assert key.get_secret_value() == "sk-from-environment"
    assert keys_set()["OPENAI_API_KEY"]
    assert not keys_set()["ANTHROPIC_API_KEY"]


def test_a_provider_s_key_has_the_name_that_the_provider_gave_it():
    Path(".env").write_text("GOOGLE_API_KEY=g\nMISTRAL_API_KEY=m\nGROQ_API_KEY=q\n")
    found = [api_key(provider) for provider in ("google_genai", "mistralai", "groq")]
    assert [key.get_secret_value() if key else None for key in found] == ["g", "m", "q"]


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [
        ("WEB_ALLOWED_HOSTS", "wiki.desk.lan, http://a.example/", "write it as wiki.example or 127.0.0.1:8080"),
        ("WEB_PROXY", "127.0.0.1:3128", "http://127.0.0.1:3128"),
        ("WEB_PROXY", "socks5://127.0.0.1", "http://127.0.0.1:3128"),
        ("WEB_CONTACT", "desk@paper.example\nHost: x", "plain letters"),
        ("WEB_TOTAL_TIMEOUT_S", "0", "greater than 0"),
    ],
)
def test_how_the_web_is_asked_is_checked_before_it_is(name: str, value: str, fix: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(f"CLAIMHOUSE_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert f"CLAIMHOUSE_{name}" in str(caught.value)
    assert fix in str(caught.value)


def test_allowed_hosts_are_parted_by_commas_and_a_proxy_s_password_never_shows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMHOUSE_WEB_ALLOWED_HOSTS", " wiki.desk.lan,127.0.0.1:8080 ,wiki.desk.lan")
    monkeypatch.setenv("CLAIMHOUSE_WEB_PROXY", "http://me:secret-word@proxy.example:3128")
    settings = load_settings()
    assert settings.allowed_hosts == ("wiki.desk.lan", "127.0.0.1:8080")
    assert "secret-word" not in f"{settings!r}{settings}{settings.model_dump()}"
    monkeypatch.setenv("CLAIMHOUSE_WEB_PROXY", "ftp://me:secret-word@proxy.example")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "secret-word" not in str(caught.value)


@pytest.mark.parametrize(
    ("size", "allowed"),
    [
        ("2GB", "1.8 GiB"),
        ("500MB", "476.8 MiB"),
        ("1.5 GiB", "1.5 GiB"),
        (" 2 gb ", "1.8 GiB"),
        ("2G", "1.8 GiB"),
        ("500000KB", "476.8 MiB"),
        ("0.5TB", "465.6 GiB"),
    ],
)
def test_memory_for_sql_is_a_size_that_duckdb_takes(size: str, allowed: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMHOUSE_SQL_MEMORY", size)
    with duckdb.connect(config={"memory_limit": load_settings().sql_memory}) as connection:
        assert connection.execute("select current_setting('memory_limit')").fetchone() == (allowed,)


@pytest.mark.parametrize("size", ["lots", "2", "80%", "0GB", "5KB", "-1GB", "1,5GB", "", "2GB or so", "1PB"])
def test_what_is_no_size_is_told_with_the_variable(size: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMHOUSE_SQL_MEMORY", size)
    with pytest.raises(SettingsError, match=r"CLAIMHOUSE_SQL_MEMORY .* such as 2GB, 500MB or 1\.5GiB"):
        load_settings()


def test_a_file_of_settings_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch):
    Path(".env").write_bytes(b"CLAIMHOUSE_DESK_NAME=Z\xfcrich\n")
    for read in (load_settings, keys_set, lambda: api_key("brave")):
        with pytest.raises(SettingsError, match=r"^\.env is no UTF-8 text"):
            read()

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    Path(".env").write_text("CLAIMHOUSE_DESK_NAME=Desk\n")
    monkeypatch.setattr("builtins.open", refused)
    for read in (load_settings, keys_set, lambda: api_key("brave")):
        with pytest.raises(SettingsError, match=r"^\.env cannot be read \(Permission denied\)"):
            read()
