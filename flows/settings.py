"""All settings, in one place: the only module that reads the environment.

Each setting is an environment variable `CLAIMHOUSE_…` or a line of `.env` in the working directory; the command line's
options outrank both. Keys have the names that their providers gave them (`OPENAI_API_KEY`); they are handed on, never
exported.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.happenings import KINDS
from gateways.channels import Channel, channels_of
from gateways.model_settings import key_variable
from gateways.web_addresses import AllowedHosts
from warehouse.errors import SettingsError
from warehouse.places import Place, place_of

PREFIX = "CLAIMHOUSE_"
ENV_FILE = Path(".env")
Cutoff = Literal["now", "claim"]
SEARCHES = ("brave", "tavily", "serper")  # web searches that are on when their key is set

# What DuckDB takes for its memory, which is no percentage, and no less than it can open a file with.
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([kmgt])i?b?", re.IGNORECASE)
_LEAST_MB = 1.0
_IN_MB = {"k": 0.001, "m": 1.0, "g": 1_000.0, "t": 1_000_000.0}

# What Prefect is told unless the user has told it otherwise. A cold disk or a busy machine, where a first run makes
# Prefect's own database, needs minutes and not 20 s to start a temporary API.
_PREFECT_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "600",
}
# Progress and messages on the console are ours; Prefect's API still receives its logs.
_PREFECT_QUIET = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_ROOT_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_CLI_PROMPT": "false",
}


class Settings(BaseSettings):
    """What a run may be told; every field is documented with its default in `.env.example`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    lake_password: SecretStr | None = Field(
        None, description="The password of a lake's catalogue in PostgreSQL; PGPASSWORD and ~/.pgpass do as well."
    )
    warehouse: Place = Field(
        Path("claimhouse.duckdb"),
        description="The DuckDB file where everything lands, or a lake (ducklake:postgres:…, see docs/operations.md).",
    )
    corpus: Path | None = Field(None, description="A folder or file of evidence documents.")
    corpus_list: Path = Field(
        Path("claimhouse.corpus.json"),
        description="The list of the desk's standing corpus (claimhouse corpus add), searched when no corpus is set.",
    )
    wikipedia: str | None = Field(
        None, description="Wikis to search, parted by commas: https://en.wikipedia.org, or a MediaWiki's script path."
    )
    wikipedia_interval_s: float = Field(
        0.3, ge=0, description="Least time between the starts of two requests to one wiki, in seconds."
    )
    searxng: str | None = Field(
        None, description="The address of a SearXNG whose settings.yml has json among its search formats."
    )
    searxng_interval_s: float = Field(1.0, ge=0, description="Least time between the starts of two calls of SearXNG.")
    brave_interval_s: float = Field(
        1.0, ge=0, description="Least time between the starts of two calls of Brave: its plans have a limit a second."
    )
    tavily_interval_s: float = Field(0.6, ge=0, description="Least time between the starts of two calls of Tavily.")
    serper_interval_s: float = Field(0.2, ge=0, description="Least time between the starts of two calls of Serper.")
    factchecks: str | None = Field(
        None,
        description="Earlier fact-checks: files, folders and feeds of ClaimReview markup, parted by commas.",
    )
    desk_name: str | None = Field(None, description="The desk's name, as the author of what it publishes.")
    desk_url: str | None = Field(None, description="The desk's address on the web, for the same.")
    ratings: Path | None = Field(None, description="The ratings that the desk publishes, a copy of flows/ratings.toml.")
    cache_dir: Path = Field(
        Path(".claimhouse"),
        description="Corpus indexes, model replies, pages of the web, what networks read; safe to delete.",
    )

    model: str = Field(
        "offline", description='"offline" (rules only, no key) or "provider:model" such as openai:gpt-5-mini.'
    )
    base_url: str | None = Field(
        None, description="An OpenAI-compatible server, for --model openai:NAME on your own machine."
    )
    base_url_key: SecretStr | None = Field(
        None, description="The key of that server, if it wants one; a provider's own key is never sent there."
    )
    model_temperature: float | None = Field(
        0.0, ge=0, description="Sampling temperature; empty: the provider's own, for models that accept no other."
    )
    model_max_output_tokens: int | None = Field(
        None, ge=1, description="The longest reply in tokens; empty: the provider's own limit."
    )
    model_structured_output: Literal["auto", "schema", "prompt"] = Field(
        "auto", description='How the shape of a reply is asked for: "schema" sends it, "prompt" describes it.'
    )
    model_timeout_s: float = Field(120.0, gt=0, description="How long one call of the model may take, in seconds.")
    model_calls_in_flight: int = Field(
        32, ge=1, description="Calls of the model at the same time; a server on your own machine may want 2."
    )
    model_calls_per_minute: int | None = Field(None, ge=1, description="Calls of the model a minute; empty: no limit.")
    model_attempts: int = Field(4, ge=1, le=10, description="Tries of one call when the fault may pass.")
    prices: Path | None = Field(
        None, description="What models cost, a file like gateways/prices.toml, whose prices outrank the shipped ones."
    )
    run_budget_usd: float | None = Field(
        None,
        ge=0,
        description="US dollars that one run may spend on a model; then what is left waits. Empty: no limit.",
    )
    run_budget_calls: int | None = Field(
        None, ge=0, description="Requests that one run may send to a model, repeats included; empty: no limit."
    )
    daily_budget_usd: float | None = Field(
        None, ge=0, description="US dollars that all runs of a day (in UTC) may spend on models; empty: no limit."
    )
    daily_budget_calls: int | None = Field(
        None, ge=0, description="Requests that all runs of a day (in UTC) may send to models; empty: no limit."
    )

    web_contact: str | None = Field(
        None, description="A mail or web address of the desk, which sites that are read are told; some ask for one."
    )
    web_allowed_hosts: str | None = Field(
        None, description="Hosts inside your own network that may be read, such as wiki.desk.lan, 127.0.0.1:8080."
    )
    web_proxy: SecretStr | None = Field(
        None, description="The proxy to the web, such as http://127.0.0.1:3128; no other variable names one."
    )
    web_connect_timeout_s: float = Field(10.0, gt=0, description="How long a connection may take, in seconds.")
    web_read_timeout_s: float = Field(20.0, gt=0, description="How long a server may send nothing, in seconds.")
    web_total_timeout_s: float = Field(60.0, gt=0, description="How long a page may take altogether, in seconds.")
    web_max_mb: float = Field(20.0, gt=0, description="The largest page, as it is sent and as it is unpacked, in MB.")
    web_host_interval_s: float = Field(
        1.0,
        ge=0,
        description="Least time between two requests to one host, in seconds; its robots.txt may ask for more.",
    )
    web_host_connections: int = Field(2, ge=1, description="Requests to one host at the same time.")
    web_connections: int = Field(16, ge=1, description="Requests to all hosts at the same time.")
    web_attempts: int = Field(2, ge=1, le=10, description="Tries of one request when the fault may pass.")
    web_cache_mb: float = Field(500.0, ge=0, description="How much of the cache folder pages may take, in MB; 0: none.")
    network_cache_mb: float = Field(
        250.0,
        ge=0,
        description="How much of it may be taken by what the networks on this machine made of texts, in MB; 0: none.",
    )

    notify: SecretStr | None = Field(
        None,
        description="Channels that are told what happened, name=address parted by spaces, as apprise has addresses.",
    )
    notify_timeout_s: float = Field(
        10.0, gt=0, le=300, description="How long a channel may take to connect, and then say nothing, in seconds."
    )

    cutoff: Cutoff = Field(
        "now", description='"now": all evidence to date; "claim": none later than the claim (benchmarks).'
    )
    checkworthiness_threshold: float = Field(
        0.4, ge=0.0, le=1.0, description="Claims below it are stored unchecked, with the reason."
    )
    newsroom: Path | None = Field(
        None, description="The desk's own questions on what is worth checking, a copy of extractors/newsroom.toml."
    )
    min_origins: int = Field(
        2, ge=1, description="Independent origins that a decided verdict needs (or one primary record)."
    )
    decide_from: float = Field(
        0.75, ge=0.0, le=1.0, description="The least confidence of a decided verdict, where its judge is calibrated."
    )
    passages_per_claim: int = Field(8, ge=1, le=50, description="Passages put before the judges for one claim.")
    documents_per_search: int = Field(10, ge=1, le=100, description="Documents taken from one search.")

    search_timeout_s: float = Field(
        60.0,
        gt=0,
        description="How long one search of the web may take, the fetching of the pages that it names included.",
    )
    searches_at_once: int = Field(32, ge=1, description="Searches at one evidence source at the same time.")
    live_evidence_for_h: float = Field(
        24.0, ge=0, description="After so many hours a claim checked against the web is looked for anew."
    )

    task_retries: int = Field(
        1,
        ge=0,
        le=10,
        description="How often Prefect tries an article, page or watch again when what failed may pass; 0: never.",
    )
    task_retry_delay_s: float = Field(20.0, ge=0, description="How long it waits before that, in seconds.")
    articles_at_once: int = Field(4, ge=1, description="Articles checked at the same time in one run.")
    lock_timeout_s: float = Field(
        30.0, ge=0, description="How long to wait for another process to release the warehouse."
    )
    snapshot_every_s: float = Field(
        30.0, ge=0, description="Least time between two snapshots for SQL users during a run."
    )
    sql_timeout_s: float = Field(60.0, gt=0, description="How long one `claimhouse sql` may run.")
    sql_memory: str = Field("2GB", description="Memory that one `claimhouse sql` may use.")
    sql_threads: int = Field(2, ge=1, description="Threads that one `claimhouse sql` may use.")

    @field_validator("warehouse", mode="before")
    @classmethod
    def _warehouse_is_somewhere(cls, value: Any, others: ValidationInfo) -> Any:
        return place_of(value, others.data.get("lake_password")) if isinstance(value, str) else value

    @field_validator(
        "base_url",
        "base_url_key",
        "corpus",
        "desk_name",
        "desk_url",
        "factchecks",
        "lake_password",
        "newsroom",
        "ratings",
        "wikipedia",
        "searxng",
        "web_contact",
        "web_allowed_hosts",
        "web_proxy",
        "notify",
        "model_calls_per_minute",
        "model_temperature",
        "model_max_output_tokens",
        "prices",
        "run_budget_usd",
        "run_budget_calls",
        "daily_budget_usd",
        "daily_budget_calls",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("base_url")
    @classmethod
    def _base_url_holds_no_secret(cls, value: str | None) -> str | None:
        if value is not None:
            _check_address(value, such_as="http://127.0.0.1:8080/v1")
            if _holds_a_password(value):
                raise ValueError("it must hold no user name or password: put a key into CLAIMHOUSE_BASE_URL_KEY")
        return value

    @field_validator("desk_name")
    @classmethod
    def _blank_is_no_name(cls, value: str | None) -> str | None:
        return " ".join(value.split()) or None if value is not None else None

    @field_validator("desk_url")
    @classmethod
    def _desk_has_an_address(cls, value: str | None) -> str | None:
        if value is not None:
            _check_address(value, such_as="https://checks.paper.example")
        return value

    @field_validator("wikipedia", "searxng")
    @classmethod
    def _services_have_addresses(cls, value: str | None, field: ValidationInfo) -> str | None:
        several = field.field_name == "wikipedia"
        for address in _parted(value) if several else filter(None, (value,)):
            _check_address(address, such_as="https://en.wikipedia.org" if several else "http://127.0.0.1:8888")
            if _holds_a_password(address):
                raise ValueError("it must hold no user name or password: let this machine in without one")
        return value

    @field_validator("web_contact")
    @classmethod
    def _contact_fits_a_header(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[!-~]([ -~]{0,198}[!-~])?", value):
            raise ValueError("it must be an address in plain letters, such as mailto:desk@paper.example")
        return value

    @field_validator("web_allowed_hosts")
    @classmethod
    def _hosts_are_hosts(cls, value: str | None) -> str | None:
        AllowedHosts.of(_parted(value))
        return value

    @field_validator("web_proxy")
    @classmethod
    def _proxy_has_an_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            _check_address(value.get_secret_value(), such_as="http://127.0.0.1:3128")
        return value

    @field_validator("notify")
    @classmethod
    def _channels_are_channels(cls, value: SecretStr | None) -> SecretStr | None:
        channels_of(value.get_secret_value() if value else "", tuple(KINDS))
        return value

    @field_validator("sql_memory")
    @classmethod
    def _memory_is_a_size(cls, value: str) -> str:
        size = _SIZE.fullmatch(value.strip())
        if size is None or float(size[1]) * _IN_MB[size[2].lower()] < _LEAST_MB:
            raise ValueError("it must be a size such as 2GB, 500MB or 1.5GiB")
        return size[0]

    @property
    def channels(self) -> tuple[Channel, ...]:
        return channels_of(self.notify.get_secret_value() if self.notify else "", tuple(KINDS))

    @property
    def wikis(self) -> tuple[str, ...]:
        return _parted(self.wikipedia)

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        return _parted(self.web_allowed_hosts)

    @property
    def fact_check_entries(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.strip() for one in (self.factchecks or "").split(",") if one.strip()))

    @property
    def offline(self) -> bool:
        return self.model == "offline"


def _parted(value: str | None) -> tuple[str, ...]:
    """The parts between commas, each once."""
    return tuple(dict.fromkeys(part.strip() for part in (value or "").split(",") if part.strip()))


def _check_address(value: str, *, such_as: str) -> None:
    """Raise ValueError for what is no address on the web."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"it must be an address such as {such_as}")


def _holds_a_password(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.username or parts.password)


def load_settings(**overrides: Any) -> Settings:
    """The settings in force; an override that is None leaves the setting as it is.

    Raises SettingsError naming the variable or the option whose value cannot be used, or `.env` that cannot be read.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        with _told_of_file():
            return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        where = f"--{field.replace('_', '-')}" if field in given else f"{PREFIX}{field.upper()}"
        why = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"{where} has a value that cannot be used ({why}): see .env.example for what it may be."
        ) from None


@contextmanager
def _told_of_file() -> Iterator[None]:
    """What keeps `.env` from being read is told as a fault of that file."""
    try:
        yield
    except UnicodeDecodeError:
        raise SettingsError(f"{ENV_FILE} is no UTF-8 text: save it as UTF-8, or take it away.") from None
    except OSError as error:
        raise SettingsError(
            f"{ENV_FILE} cannot be read ({error.strerror}): make it readable, or take it away."
        ) from None


def _in_file() -> dict[str, str | None]:
    """The lines of `.env`. Raises SettingsError where it cannot be read."""
    with _told_of_file():
        return dotenv_values(ENV_FILE) if ENV_FILE.is_file() else {}


def api_key(provider: str) -> SecretStr | None:
    """A model provider's or a web search's key from the environment or `.env`; None where it is not set."""
    name = key_variable(provider)
    value = os.environ.get(name) or _in_file().get(name)
    return SecretStr(value) if value else None


def keys_set() -> dict[str, bool]:
    """Which keys of common providers, and which others in sight, are set. Never their values."""
    common = [key_variable(provider) for provider in ("openai", "anthropic", "google_genai", "mistralai", *SEARCHES)]
    common.append(f"{PREFIX}BASE_URL_KEY")
    seen = {name for name in os.environ if name.endswith("_API_KEY")}
    in_file = _in_file()
    seen |= {name for name in in_file if name.endswith("_API_KEY")}
    return {name: bool(os.environ.get(name) or in_file.get(name)) for name in sorted({*common, *seen})}


def debugging() -> bool:
    """Whether a defect is to show its traceback: CLAIMHOUSE_DEBUG is set to anything but nothing. Raises nothing."""
    name = f"{PREFIX}DEBUG"
    try:
        in_file = _in_file().get(name)
    except SettingsError:
        in_file = None  # that the file cannot be read may be the very defect that is being told
    return bool(os.environ.get(name, in_file))


def _can_hold_a_folder(home: Path) -> bool:
    """Whether Prefect can keep its own files where it would by default; where it cannot, it would wait in vain."""
    folder = home / ".prefect"
    return os.access(folder if folder.exists() else home, os.W_OK)


def prepare_prefect(*, quiet: bool) -> None:
    """Set what Prefect reads from the environment, where the user has not; call it before Prefect is first imported.

    `quiet` silences Prefect's own console, for the command line that has messages of its own.
    """
    if not os.environ.get("PREFECT_HOME") and not _can_hold_a_folder(Path("~").expanduser()):
        os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="claimhouse-prefect-")
    for name, value in {**_PREFECT_DEFAULTS, **(_PREFECT_QUIET if quiet else {})}.items():
        os.environ.setdefault(name, value)


def prefect_server() -> str | None:
    """The Prefect server's address from the environment; None: a temporary one is started."""
    return os.environ.get("PREFECT_API_URL") or None
