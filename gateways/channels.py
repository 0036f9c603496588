"""Where the desk wants to be told what happened: named channels, whose addresses are secrets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import SecretStr

_CHANNEL = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]{0,39})(?::(?P<kinds>[a-z,]+))?=(?P<address>[A-Za-z][A-Za-z0-9]*://\S+)"
)


@dataclass(frozen=True)
class Channel:
    """Somewhere to be told things. `kinds` are those that it wants, all of them where there is none."""

    name: str
    address: SecretStr
    kinds: tuple[str, ...] = ()

    @property
    def service(self) -> str:
        """The scheme of its address, such as slack or mailtos."""
        return self.address.get_secret_value().partition("://")[0].lower()


def channels_of(text: str, kinds: Sequence[str]) -> tuple[Channel, ...]:
    """The channels of a setting: `name=address` or `name:kind,kind=address`, parted by spaces or line breaks.

    Raises ValueError, whose message holds nothing of an address.
    """
    found: dict[str, Channel] = {}
    for number, part in enumerate(text.split(), 1):
        if (match := _CHANNEL.fullmatch(part)) is None:
            raise ValueError(f"channel {number} is not written as name=address, such as desk=slack://…")
        wanted = tuple(dict.fromkeys(filter(None, (match["kinds"] or "").split(","))))
        if unknown := [kind for kind in wanted if kind not in kinds]:
            raise ValueError(f"channel {match['name']} asks for {unknown[0]}: there are {', '.join(kinds)}")
        if match["name"] in found:
            raise ValueError(f"two channels are called {match['name']}")
        found[match["name"]] = Channel(match["name"], SecretStr(match["address"]), wanted)
    return tuple(found.values())
