"""What a call cost: tokens times the provider's published price, or nothing at all where the price is not known."""

import re
import tomllib
from functools import cache
from importlib import resources

_DATE_IN_NAME = re.compile(r"-(?:20\d{2}-\d{2}-\d{2}|20\d{6})$")


@cache
def _prices() -> dict[str, dict[str, dict[str, float]]]:
    text = resources.files("gateways").joinpath("prices.toml").read_text(encoding="utf-8")
    return {provider: table for provider, table in tomllib.loads(text).items() if isinstance(table, dict)}


def cost_usd(provider: str, model: str, input_tokens: int, output_tokens: int) -> float | None:
    """The cost in US dollars, or None for a model without a known price."""
    price = _prices().get(provider, {}).get(_DATE_IN_NAME.sub("", model))
    if price is None:
        return None
    return round((input_tokens * price["input"] + output_tokens * price["output"]) / 1e6, 8)
