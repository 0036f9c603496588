"""Prompts are files, versioned by the hash of what they say; what is put into them is data and cannot become prompt.

A prompt file is Markdown: the system text, a line `<!-- user -->`, and the user text with `{{names}}` to be filled in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from warehouse.records import content_hash

_USER_MARK = "<!-- user -->"
_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Prompt:
    """What is sent to a model, and which prompt file, in which version, it was made from."""

    name: str
    version: str
    system: str
    user: str


@dataclass(frozen=True)
class PromptTemplate:
    """A prompt file, read. `version` is the hash of its text."""

    name: str
    version: str
    system: str
    user: str

    def filled(self, **values: str) -> Prompt:
        """The prompt with every place filled in one pass, so that a value's own `{{...}}` stays text.

        Raises ValueError when a value is missing or has no place: a defect of the caller.
        """
        places = set(_PLACE.findall(self.user))
        if places != set(values):
            raise ValueError(f"the prompt {self.name} has the places {sorted(places)}, not {sorted(values)}")
        user = _PLACE.sub(lambda match: values[match[1]], self.user)
        return Prompt(name=self.name, version=self.version, system=self.system, user=user)


@cache
def load_prompt(package: str, name: str) -> PromptTemplate:
    """The prompt `name`.md of a package, e.g. ("extractors.prompts", "extract"). Raises FileNotFoundError."""
    text = resources.files(package).joinpath(f"{name}.md").read_text(encoding="utf-8").replace("\r\n", "\n")
    system, mark, user = text.partition(_USER_MARK)
    if not mark or _PLACE.search(system):
        raise ValueError(f"the prompt {name} needs a line {_USER_MARK!r}, and places to fill only after it")
    return PromptTemplate(name=name, version=content_hash(text)[:16], system=system.strip(), user=user.strip())


# Angle brackets make our fences, so none is left in what stands between them, nor any that looks like one.
_BRACKETS = str.maketrans(
    dict.fromkeys("<＜﹤〈⟨❮❬˂ᐸ", "‹")
    | dict.fromkeys(">＞﹥〉⟩❯❭˃ᐳ", "›")
    | dict.fromkeys("⟪《≪", "«")
    | dict.fromkeys("⟫》≫", "»")
)
# Controls, and the invisible characters that hide or reorder text: direction marks, tags, fillers, the zero-width
# space. Joiners and soft hyphens stay: words are written with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# Marks of a character's variant. There are 256 of them, so that a row of them behind one letter spells any text.
_VARIANTS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0080-\U000e0fff]")


def neutralised(text: str) -> str:
    """Hostile text on one line, in which no fence and no numbered line of ours can be forged."""
    return " ".join(_INVISIBLE.sub(" ", _VARIANTS.sub("", text)).translate(_BRACKETS).split())


def fenced(label: str, lines: Iterable[str]) -> str:
    """Lines of data between two marks that hold the hash of what is between them, so that no text can hold its own.

    Each line is expected to be made of our own numbering and `neutralised` text.
    """
    body = "\n".join(lines)
    seal = content_hash(body)[:12]
    return f"<<<{label} {seal}\n{body}\n{label} {seal}>>>"
