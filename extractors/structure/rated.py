"""What a fact-check sets out to rate: "CLAIM: The lanes cost £9 million", which is told without the label."""

import re
from collections.abc import Sequence

from language.quotations import Quotation
from language.sentences import Span

VERSION = 1

_LABEL = re.compile(r"(?:(?:the|viral)\s)?claim(?:\s#?\d{1,2})?:\s+|what (?:was|is) claimed:\s+", re.IGNORECASE)
_LONGEST_LABEL = 40  # characters
_STOPS = ".!? "


def claim_to_rate(text: str, paragraph: Span, quotations: Sequence[Quotation]) -> Span | None:
    """The words behind the label of a paragraph that has one, without quotation marks around them all; else None."""
    told = text[paragraph.start : min(paragraph.end, paragraph.start + _LONGEST_LABEL)]
    label = _LABEL.match(told)
    if label is None or not told[0].isupper() or paragraph.start + label.end() >= paragraph.end:
        return None
    start = paragraph.start + label.end()
    whole = next((one for one in quotations if one.start == start and one.inner_start < one.inner_end), None)
    if whole is not None and not text[whole.end : paragraph.end].strip(_STOPS):
        return Span(whole.inner_start, whole.inner_end)
    return Span(start, paragraph.end)
