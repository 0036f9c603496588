"""The full names of an article, and what its short ones mean by them."""

from dataclasses import dataclass
from functools import cached_property

from language.countries import country_of
from language.name_matching import is_short_for, name_key, short_keys
from language.names import find_names


@dataclass(frozen=True)
class NameBook:
    """The full names of an article, by which its short ones are understood."""

    full: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> "NameBook":
        """The names of more than one word in a text."""
        found = {name.text: None for name in find_names(text) if " " in name.text.strip() and not country_of(name.text)}
        return cls(tuple(found))

    def key(self, name: str) -> str:
        """The key of a name, written in full where the article has exactly one full name that it is short for."""
        if " " in name.strip() or country_of(name):
            return name_key(name)
        near = (full for key in short_keys(name) for full in self._by_short_key.get(key, ()))
        meant = {name_key(full) for full in near if is_short_for(name, full)}
        return meant.pop() if len(meant) == 1 else name_key(name)

    @cached_property
    def _by_short_key(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for full in self.full:
            for key in short_keys(full):
                found.setdefault(key, []).append(full)
        return found
