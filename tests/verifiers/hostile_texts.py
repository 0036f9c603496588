"""The documents of tests/verifiers/hostile: sixty that give orders to a model, and sixty that only look like it."""

import re
from pathlib import Path

_FOLDER = Path(__file__).with_name("hostile")
# Characters that nobody sees stand in the files as their code points: ⟦200B⟧.
_CODE_POINT = re.compile(r"⟦([0-9A-F]+)⟧")


def read(name: str) -> dict[str, str]:
    """The documents of a file by their names."""
    text = (_FOLDER / f"{name}.txt").read_text("utf-8")
    parts = re.split(r"^=== (.+)\n", text, flags=re.MULTILINE)[1:]
    return {
        title: _CODE_POINT.sub(lambda match: chr(int(match[1], 16)), body.strip())
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


ATTACKS = read("attacks")
LOOKALIKES = read("lookalikes")
