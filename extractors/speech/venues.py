"""Where and to whom something was said: "on Telegram", "state television", "in an interview with …"."""

import re
from collections.abc import Sequence

from extractors.grammar.tokens import Token
from language.sentences import word_set

VERSION = 3

_VENUE = re.compile(
    r"\b(?:[Oo]n (?:Telegram|Twitter|Facebook|Instagram|X|YouTube|TikTok|Weibo|WhatsApp|Truth Social|social media"
    r"|(?:state |national |public )?(?:television|TV|radio)|[A-Z][\w’']+(?: [A-Z][\w’']+){0,3} (?:television|TV|radio))"
    r"|[Ii]n an? (?:[\w-]+ ){0,3}(?:interview(?: with [^,.;“”\"]{2,50})?|statement|tweet|letter|speech|post|address"
    r"|op-ed|blog|report|briefing|email|broadcast|message|video)"
    r"|[Aa]t an? (?:[\w-]+ ){0,2}(?:conference|briefing|rally|hearing|meeting|summit|event|ceremony)"
    r"|[Dd]uring an? (?:[\w-]+ ){0,2}(?:conference|briefing|rally|hearing|interview|debate|speech)"
    r"|[Ii]n (?:court|parliament|Congress|testimony))\b"
)
_ADDRESSEE = re.compile(
    r"\b(?:told|telling|tells|[Ss]peaking (?:to|with)|spoke (?:to|with)|in (?:remarks|comments) to)"
    r"\s+((?:[\w’'&.-]+ ){0,4}?[\w’'&.-]+?)"
    r"(?=\s+(?:on|in|at|that|last|this|during|after|he|she|they|the|his|her|it|its|their"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|[“\"])\b|\s*[,;:“\"]|\.?\s*\Z|\.\s)"
)
_LANGUAGES = (
    "Afrikaans|Albanian|Amharic|Arabic|Armenian|Azerbaijani|Basque|Belarusian|Bengali|Bosnian|Bulgarian|Burmese|"
    "Cantonese|Catalan|Chinese|Creole|Croatian|Czech|Danish|Dari|Dutch|Estonian|Farsi|Finnish|Flemish|French|Georgian|"
    "German|Greek|Hebrew|Hindi|Hungarian|Icelandic|Indonesian|Irish|Italian|Japanese|Kazakh|Khmer|Korean|Kurdish|"
    "Latvian|Lithuanian|Macedonian|Malay|Mandarin|Mongolian|Nepali|Norwegian|Pashto|Persian|Polish|Portuguese|Punjabi|"
    "Romanian|Russian|Serbian|Sinhala|Slovak|Slovenian|Somali|Spanish|Swahili|Swedish|Tagalog|Tamil|Thai|Tibetan|"
    "Turkish|Ukrainian|Urdu|Uyghur|Uzbek|Vietnamese|Welsh|Yiddish|Zulu"
)
_TRANSLATED = re.compile(
    rf"\b(?:(?:said|says|told|wrote|added|tweeted|posted|speaking|spoke|replied|answered|asked|declared|shouted)\b"
    rf"[^,.;:\"]{{0,40}} in (?:{_LANGUAGES})\b(?! [A-Z]| [a-z]+(?:land|ia)\b)"
    rf"|(?:[Ss]peaking|[Ww]riting) in (?:{_LANGUAGES})\b"
    r"|(?:through|via|with the help of) (?:an?|his|her|their) (?:interpreter|translator)"
    r"|translated (?:from|by|into)\b|according to an? (?:\w+ ){0,2}translation\b|in (?:a )?translation\b)"
)
_LISTENERS = word_set(
    "reporters journalists media television radio court press lawmakers parliament jurors investigators"
)


def venue_of(tokens: Sequence[Token]) -> str | None:
    """Where or to whom the words were said, as the article puts it, None where it does not tell."""
    match = _VENUE.search(_frame(tokens))
    if match is None:
        return addressee_of(tokens)
    found = " ".join(match.group().split())
    return found[0].lower() + found[1:]


def addressee_of(tokens: Sequence[Token]) -> str | None:
    """To whom something was told: an outlet, "reporters", "the court"; None for a pronoun or nobody."""
    match = _ADDRESSEE.search(_frame(tokens))
    if match is None:
        return None
    told = re.sub(r"['’]s\Z", "", match.group(1).strip(" ."))
    # "She told ““We are done”” to the press": between doubled marks stands nobody.
    words = told.lower().split()
    listens = any(ch.isupper() for ch in told) or (bool(words) and words[-1] in _LISTENERS)
    return told if listens else None


def is_translated(tokens: Sequence[Token]) -> bool:
    """Whether the article tells that it was said in another language: "in Russian", "through an interpreter"."""
    return _TRANSLATED.search(_frame(tokens)) is not None


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
