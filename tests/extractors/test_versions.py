"""Every VERSION of code that can change claims is part of the version of the extractors that run it.

Told from the source: a module answers for another where it uses the other's VERSION or has it among its parts.
"""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from extractors import rules

_ROOT = Path(rules.__file__).parents[1]
# What a model's readings import and do not run: types, and how clauses are put together. A change asks no model again.
_ONLY_RULES = {
    "extractors.grammar.clauses",
    "extractors.grammar.subjects",
    "extractors.designations",
    "extractors.selfcontained",
    "extractors.speech.attribution",
    "extractors.speech.speakers",
    "extractors.structure.datelines",
    "extractors.structure.lists",
    "extractors.structure.rated",
}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((_ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"))


def imported(module: str) -> dict[str, str]:
    """What a module imports of the two packages: by the local name, the module that it is or that it comes from."""
    found: dict[str, str] = {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("extractors", "language"):
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                is_module = (_ROOT / f"{whole.replace('.', '/')}.py").is_file()
                found[name.asname or name.name] = whole if is_module else node.module
    return found


def reached(module: str) -> set[str]:
    """A module and all that it imports, directly or not."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += imported(one).values()
    return found


def answered_for(module: str) -> set[str]:
    """The modules whose VERSION is part of a module's own, or of its extractor's version, directly or not."""
    names = imported(module)
    found = {part.__name__ for part in getattr(import_module(module), "_PARTS", ())}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute) and node.attr in ("VERSION", "version_of"):
            found.add(names.get(ast.unparse(node.value), ""))
        elif isinstance(node, ast.Name) and (node.id.endswith("_VERSION") or node.id == "model_version"):
            found.add(names.get(node.id, ""))
    found.discard("")
    return found | {further for one in found for further in answered_for(one)}


@pytest.mark.parametrize(
    ("extractor", "apart"), [("extractors.rules", set[str]()), ("extractors.llm", _ONLY_RULES)], ids=["rules", "llm"]
)
def test_no_version_is_left_out_of_an_extractor_s_own(extractor: str, apart: set[str]) -> None:
    versioned = {one for one in reached(extractor) if hasattr(import_module(one), "VERSION")}
    # `building` puts the VERSION of `faithful` into the id of every reading.
    answered = answered_for(extractor) | answered_for("extractors.building")
    assert versioned - {extractor} - answered == apart
