"""Whether an element's own style keeps its text from the readers of a page, in any of the ways that pages do it."""

import re

_FAR = 500.0  # pixels beyond which a position to the left of or above its place lies off the screen
# Of the window and of the parent a low guess: -100% leaves the screen, the -50% that centres a thing does not.
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "em": 16.0,
    "rem": 16.0,
    "ch": 8.0,
    "ex": 8.0,
    "cm": 37.8,
    "mm": 3.78,
    "in": 96.0,
    "vw": 6.0,
    "vh": 6.0,
    "vmin": 6.0,
    "vmax": 6.0,
    "%": 6.0,
    "": 1.0,
}
_LENGTH = re.compile(r"(-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)(%|[a-z]*)")
_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")
_CLIPPED_AWAY = re.compile(
    r"rect\((?:\s*[01](?:px|em|pt)?\s*[, ]){3}\s*[01](?:px|em|pt)?\s*\)"
    r"|rect\(\s*(\d+)(?:px)?\s*[, ]\s*\1(?:px)?\s*[, ]\s*\1(?:px)?\s*[, ]\s*\1(?:px)?\s*\)"
    r"|inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%\s*\)|circle\(\s*0\D.{0,40}|polygon\(\s*(?:0(?:px|%)?[\s,]*)+\)"
)
_MOVES = (
    "left",
    "top",
    "text-indent",
    "margin-left",
    "margin-top",
    "right",
    "bottom",
    "margin-right",
    "inset",
    "inset-inline-start",
    "inset-block-start",
    "margin-inline-start",
    "margin",
)


def is_invisible(style: str) -> bool:
    """Whether an element's own style hides it: not shown, transparent, without size, clipped or off the screen."""
    rules = _declarations(style)
    sizes = (rules.get(name, "") for name in ("width", "height", "max-width", "max-height"))
    clips = any(rules.get(name, "").startswith(("hidden", "clip")) for name in _OVERFLOWS)
    moved = (length for name in _MOVES for length in _lengths(rules.get(name, "")))
    shifts = [
        *re.findall(r"translate(?:x|y|3d)?\(([^)]{0,200})\)", rules.get("transform", "")),
        rules.get("translate", ""),
    ]
    return (
        rules.get("display") == "none"
        or rules.get("visibility") in ("hidden", "collapse")
        or rules.get("content-visibility") == "hidden"
        or _is_nothing(rules.get("opacity", ""), at_most=0.05)
        or bool(re.search(r"opacity\(\s*0?\.?0*%?\s*\)", rules.get("filter", "")))
        or _is_nothing(rules.get("font-size", ""))
        or bool(re.search(r"\bscale(?:x|y|3d)?\(\s*0?\.?0*\s*[,)]", rules.get("transform", "")))
        or rules.get("color", "") == "transparent"
        or (clips and any(_is_nothing(size) for size in sizes))
        or any(_CLIPPED_AWAY.match(rules.get(name, "")) for name in ("clip", "clip-path"))
        or any(length <= -_FAR for length in moved)
        or any(length <= -_FAR for shift in shifts for length in _lengths(shift))
    )


def _declarations(style: str) -> dict[str, str]:
    """A style attribute's rules, in lower case, without comments and "!important"; of two of a name the last one."""
    plain = re.sub(r"/\*.*?(?:\*/|$)", "", style, flags=re.DOTALL).lower().replace("!important", "")
    pairs = (rule.partition(":") for rule in plain.split(";"))
    return {name.strip(): " ".join(value.split()) for name, _, value in pairs if value.strip()}


def _is_nothing(value: str, *, at_most: float = 1.0) -> bool:
    """Whether a rule's value is a length of a pixel or less (or, with `at_most`, another figure that shows nothing)."""
    found = _LENGTH.fullmatch(value)
    if not found:
        return False
    number = float(found[1])
    if found[2] == "%":
        return number <= (100 * at_most if at_most < 1 else 0)
    return number * _PIXELS.get(found[2], 1.0) <= at_most


def _lengths(value: str) -> list[float]:
    return [float(number) * _PIXELS.get(unit, 1.0) for number, unit in _LENGTH.findall(value)]
