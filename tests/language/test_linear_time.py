"""No text makes the text tools slower than its length: ten times the text takes about ten times as long."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from language.dates import find_dates
from language.decoding import decode
from language.name_matching import same_name
from language.names import find_names
from language.near_duplicates import shingles
from language.quantities import find_quantities
from language.words import content_words, is_negated

TOOLS: dict[str, Callable[[str], object]] = {
    "dates": lambda text: find_dates(text, date(2025, 3, 3)),
    "quantities": find_quantities,
    "names": find_names,
    "same_name": lambda text: same_name(text, text + "x"),
    "content_words": content_words,
    "negation": is_negated,
    "shingles": shingles,
    "decode": lambda text: decode(text.encode()),
}
UNITS = [
    "a ",
    "1",
    "(",
    "1 ",
    "the last ",
    "Aa ",
    "A",
    "one ",
    "a-",
    ".",
    "U.",
    "1,",
    "\n",
    " ",
    "’",
    "Bank of ",
    "2024 ",
]
UNITS += ["Monday ", "between 1 and ", "said Al ", "$", "1-", "March 3 to ", "not only ", "since ", "n’t "]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text_and_no_faster(tool: str, unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        TOOLS[tool](text)
        return time.process_time() - start

    seconds(2_000)
    short, long = seconds(2_000), seconds(20_000)
    # A quadratic one takes a hundred times as long; the small constant is for what is too quick to be measured.
    assert long < 40 * short + 0.05
