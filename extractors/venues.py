"""Where and to whom something was said: "on Telegram", "state television", "in an interview with …"."""

import re
from collections.abc import Sequence

from extractors.grammar import Token
from language.sentences import word_set

VERSION = 1

_VENUE = re.compile(
    r"\b(?:on (?:Telegram|Twitter|Facebook|Instagram|X|YouTube|TikTok|Weibo|WhatsApp|Truth Social|social media"
    r"|(?:state |national |public )?(?:television|TV|radio)|[A-Z][\w’']+(?: [A-Z][\w’']+){0,3} (?:television|TV|radio))"
    r"|in an? (?:[\w-]+ ){0,3}(?:interview(?: with [^,.;“”\"]{2,50})?|statement|tweet|letter|speech|post|address|op-ed"
    r"|blog|report|briefing|email|broadcast|message|video)"
    r"|at an? (?:[\w-]+ ){0,2}(?:conference|briefing|rally|hearing|meeting|summit|event|ceremony)"
    r"|during an? (?:[\w-]+ ){0,2}(?:conference|briefing|rally|hearing|interview|debate|speech)"
    r"|in (?:court|parliament|Congress|testimony))\b"
)
_ADDRESSEE = re.compile(
    r"\b(?:told|telling|tells)\s+((?:[\w’'&.-]+ ){0,4}?[\w’'&.-]+?)"
    r"(?=\s+(?:on|in|at|that|last|this|during|after|he|she|they|the|his|her|it|its|their"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|[“\"])\b|\s*[,;:“\"]|\.?\s*\Z|\.\s)"
)
_LISTENERS = word_set(
    "reporters journalists media television radio court press lawmakers parliament jurors investigators"
)


def venue_of(tokens: Sequence[Token]) -> str | None:
    """Where or to whom the words were said, as the article puts it, None where it does not tell."""
    match = _VENUE.search(_frame(tokens))
    return " ".join(match.group().split()) if match else addressee_of(tokens)


def addressee_of(tokens: Sequence[Token]) -> str | None:
    """To whom something was told: an outlet, "reporters", "the court"; None for a pronoun or nobody."""
    match = _ADDRESSEE.search(_frame(tokens))
    if match is None:
        return None
    told = match.group(1).strip(" .")
    return told if any(ch.isupper() for ch in told) or told.lower().split()[-1] in _LISTENERS else None


def _frame(tokens: Sequence[Token]) -> str:
    """The words outside quotation marks, with one straight mark in place of each quotation."""
    parts: list[str] = []
    for i, token in enumerate(tokens):
        if token.quoted:
            if not parts or parts[-1] != '"':
                parts.append('"')
            continue
        if parts and (i == 0 or token.start > tokens[i - 1].end):
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)
