"""Prices: the shipped ones, a desk's own over them, and what is told of a file that cannot be read."""

from datetime import date
from pathlib import Path

import pytest

from gateways.prices import load_prices, shipped_prices
from warehouse.errors import SettingsError

OWN = """as_of = 2026-11-01
[openai]
"gpt-4o" = { input = 1, output = 2 }
["http://127.0.0.1:8080/v1"]
"ours" = { input = 0.0, output = 0.5 }
"""


def test_prices_are_by_place_and_model_and_unknown_where_they_are_not_published() -> None:
    prices = shipped_prices()
    assert prices.cost_usd("openai", "gpt-4o-mini", 1_000_000, 1_000_000) == 0.75
    assert prices.cost_usd("openai", "gpt-4o-mini-2024-07-18", 1_000_000, 0) == 0.15
    assert prices.cost_usd("openai", "gpt-4o-2024-08-06", 1_000_000, 0) == 2.5
    assert prices.cost_usd("openai", "gpt-4o-2024-05-13", 1_000_000, 0) == 5.0, "the first one cost more"
    assert prices.cost_usd("openai", "gpt-4o-mini-audio", 1, 1) is None
    assert prices.cost_usd("ollama", "gpt-4o-mini", 1, 1) is None
    assert prices.cost_usd("http://127.0.0.1:8080/v1", "gpt-4o-mini", 1, 1) is None


def test_what_a_desk_writes_outranks_the_shipped_prices_and_the_others_hold(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(OWN, "utf-8")
    prices = load_prices(file)
    assert prices.as_of == date(2026, 11, 1)
    assert prices.cost_usd("openai", "gpt-4o", 1_000_000, 1_000_000) == 3.0
    assert prices.cost_usd("openai", "gpt-4o-mini", 1_000_000, 1_000_000) == 0.75
    assert prices.cost_usd("http://127.0.0.1:8080/v1", "ours", 1_000_000, 1_000_000) == 0.5
    assert load_prices(None) is shipped_prices()


def test_a_call_by_batch_costs_half_unless_a_desk_s_file_says_otherwise(tmp_path: Path) -> None:
    assert shipped_prices().cost_usd("openai", "gpt-4o-mini", 1_000_000, 1_000_000, by_batch=True) == 0.375
    assert shipped_prices().cost_usd("ollama", "gpt-4o-mini", 1, 1, by_batch=True) is None
    file = tmp_path / "prices.toml"
    file.write_text(OWN, "utf-8")
    assert load_prices(file).cost_usd("openai", "gpt-4o", 1_000_000, 0, by_batch=True) == 0.5
    file.write_text("batch = 0.25\n" + OWN, "utf-8")
    assert load_prices(file).cost_usd("openai", "gpt-4o", 1_000_000, 0, by_batch=True) == 0.25


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[openai]\n"gpt-5" = { input = 1.25 }', "openai → gpt-5 → output: Field required"),
        ('[openai]\n"gpt-5" = { input = -1, output = 1 }', "openai → gpt-5 → input"),
        ('[openai]\n"gpt-5" = { input = "free", output = 1 }', "openai → gpt-5 → input"),
        ('[openai]\n"gpt-5" = { input = 1, output = 1, cached = 1 }', "openai → gpt-5 → cached"),
        ('[openai]\n"gpt-5" = 3', "openai → gpt-5"),
        ("gpt-5 = 3", "gpt-5"),
        ('as_of = "soon"', "as_of must be a day"),
        ("batch = 2", "batch must be a part of the price from 0 to 1"),
        ("batch = true", "batch must be a part of the price"),
        ("[openai", "not valid TOML"),
    ],
)
def test_a_file_that_cannot_be_used_names_the_place_in_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_prices(file)
    assert told in str(caught.value)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CLAIMHOUSE_PRICES"):
        load_prices(tmp_path / "none.toml")
