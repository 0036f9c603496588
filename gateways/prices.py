"""What a call cost: tokens times the price of a model, or nothing at all where the price is not known.

The shipped prices are those that the providers published. A desk's own file is written like it; what stands there
outranks the shipped prices, and the rest of them hold. A server of one's own is named by its address.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from warehouse.errors import SettingsError

_SHIPPED = "prices.toml"
_AS_OF = "as_of"
_BATCH = "batch"
_DATE_IN_NAME = re.compile(r"-(?:20\d{2}-\d{2}-\d{2}|20\d{6})$")
_MILLION = 1e6


class Price(BaseModel):
    """What a million tokens of a model cost in US dollars."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    input: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    output: Annotated[float, Field(ge=0, allow_inf_nan=False)]


_Tables = dict[str, dict[str, Price]]
_TABLES: TypeAdapter[_Tables] = TypeAdapter(_Tables)


@dataclass(frozen=True)
class Prices:
    """The prices in force, by place (a provider, or the address of a server) and model."""

    tables: Mapping[str, Mapping[str, Price]]
    as_of: date | None
    batch: float | None = None  # what a call by batch costs, as a part of its price; None: the same

    def price_of(self, place: str, model: str) -> Price | None:
        """A model's price, None where it is not known. A dated model costs what its name without the date does."""
        models = self.tables.get(place, {})
        return models.get(model) or models.get(_DATE_IN_NAME.sub("", model))

    def cost_usd(
        self, place: str, model: str, input_tokens: int, output_tokens: int, *, by_batch: bool = False
    ) -> float | None:
        """The cost in US dollars, or None for a model without a known price."""
        price = self.price_of(place, model)
        if price is None:
            return None
        part = self.batch_part if by_batch else 1.0
        return round((input_tokens * price.input + output_tokens * price.output) * part / _MILLION, 8)

    @property
    def batch_part(self) -> float:
        """What a call by batch costs, as a part of what it costs by itself."""
        return 1.0 if self.batch is None else self.batch


@cache
def shipped_prices() -> Prices:
    """The prices that come with Claimhouse."""
    return _parsed(resources.files("gateways").joinpath(_SHIPPED).read_bytes(), _SHIPPED)


def load_prices(path: Path | None) -> Prices:
    """The shipped prices, with those of the desk's own file over them.

    Raises SettingsError that names the file, the place in it and what to change.
    """
    if path is None:
        return shipped_prices()
    try:
        own = _parsed(path.read_bytes(), str(path))
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}): set CLAIMHOUSE_PRICES to a file of prices."
        ) from None
    shipped = shipped_prices()
    places = {*shipped.tables, *own.tables}
    tables = {place: {**shipped.tables.get(place, {}), **own.tables.get(place, {})} for place in places}
    return Prices(tables, own.as_of or shipped.as_of, shipped.batch if own.batch is None else own.batch)


def _parsed(raw: bytes, name: str) -> Prices:
    try:
        content: dict[str, Any] = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{name} is not valid TOML: {error}; correct that place.") from None
    as_of = content.pop(_AS_OF, None)
    if as_of is not None and type(as_of) is not date:
        raise SettingsError(f"{name}: as_of must be a day, such as 2026-03-31 without quotation marks.")
    batch = content.pop(_BATCH, None)
    if batch is not None and (isinstance(batch, bool) or not isinstance(batch, int | float) or not 0 <= batch <= 1):
        raise SettingsError(f"{name}: batch must be a part of the price from 0 to 1, such as 0.5.")
    try:
        return Prices(_TABLES.validate_python(content), as_of, batch)
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(part) for part in first["loc"])
        raise SettingsError(
            f'{name}: {place}: {first["msg"]}; a price is written as "gpt-5" = {{ input = 1.25, output = 10.00 }} '
            'below a line such as [openai] or ["http://127.0.0.1:8080/v1"].'
        ) from None
