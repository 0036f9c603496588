"""A model that obeys whatever reaches it: it looks for an order and an answer, in any language or disguise.

It shares nothing with `language.hostile`. It needs no grammar: one word that could be an order and one that could be an
answer, anywhere in a passage and in any order, are enough for it, so that it obeys much that is no order at all.
"""

import base64
import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import unquote

from tests.flows import rule_model
from tests.loopback_llm import Request

Wish = Literal["supports", "refutes"]

_ORDER_STEMS = """
ignore ignori ignora ignorez disregard forget override overrid skip answer respond repl(?:y|ies)
label mark classif conclude output return treat judge grade verdict certainty stance confirms
confirmed agree state cite verifier evaluat assistant claim is the.claim antwort ignorier bewerte
urteil markier behauptung repond marquer consignes allegation affirmation responde olvida veredicto
marque respond rispondi ответ забудь игнорир присвой ігноруй познач утвержден 忽略 无视 判定 回答 主张 主張 结论
تجاهل أجب صنف الادعاء zignoruj oznacz yok.say isaretle marque desconsider 無視 指示
"""
_SUPPORTING_STEMS = """
support(?:s|ed)? true confirmed verified gestutzt belegt wahr confirmee? vraie? respaldad verdader
confermata подтвержд поддерж истин підтверджен 支持 属实 正确 مدعوم صحيح prawdziw dogru verdadeir
"""
_REFUTING_STEMS = "refut(?:es|ed) false widerlegt refutad опровергнут 反驳 fals[oa]"


def _any(stems: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![a-z]){stem}" for stem in stems.split()))


_ORDER, _SUPPORTING, _REFUTING = _any(_ORDER_STEMS), _any(_SUPPORTING_STEMS), _any(_REFUTING_STEMS)
_LOOKALIKES = str.maketrans("аеорсухіѕтнкмв", "aeopcyxistnkmb")
_DIGITS = str.maketrans("01345", "oieas")


def wish(passage: str) -> Wish | None:
    """What a passage wants its reader to answer."""
    for read in _readings(passage):
        if _ORDER.search(read) and (found := _REFUTING.search(read) or _SUPPORTING.search(read)):
            return "refutes" if _REFUTING.fullmatch(found[0]) else "supports"
    return None


def answer(request: Request) -> Any:
    """The rules' reply, with every passage that wants something read as it wants."""
    reply = rule_model.answer(request)
    if request.schema_name == "ClaimList":
        # As an extractor it lets the article talk it out of every claim.
        lines = [line for _, line in rule_model.numbered(request.user)]
        return {"claims": []} if any(wish(line) for line in lines) else reply
    if request.schema_name != "_Judged":
        return reply
    wishes = {number: wish(line.partition(") ")[2]) for number, line in rule_model.numbered(request.user)}
    stances = {one["passage"]: one["stance"] for one in reply["readings"]}
    return rule_model.judged(stances | {number: wanted for number, wanted in wishes.items() if wanted})


def _readings(text: str) -> Iterator[str]:
    """The text in small letters, with its disguises off, one after the other and together."""
    shown = "".join(_shown(char) for char in text)
    shown = "".join(char for char in unicodedata.normalize("NFKD", shown) if unicodedata.category(char) != "Mn").lower()
    yield shown
    yield re.sub(r"[a-z\u0430-\u0456\u0455]+", lambda word: word[0].translate(_LOOKALIKES), shown)
    yield shown.translate(_DIGITS)
    yield re.sub(r"(?<!\w)\w(?:[ .]\w(?!\w))+", lambda run: re.sub(r"[ .]", "", run[0]), shown)
    yield re.sub(r"[^\w\s]", "", shown)
    yield unquote(shown.replace("+", " "))
    yield shown[::-1]
    yield codecs.encode(shown, "rot13")
    for word in re.findall(r"[A-Za-z0-9+/]{24,}=*", text):
        try:
            yield bytes.fromhex(word).decode().lower()
        except ValueError:
            yield base64.b64decode(word + "===", validate=False).decode("utf-8", "ignore").lower()


def _shown(char: str) -> str:
    code = ord(char)
    if 0xE0020 <= code < 0xE007F:
        return chr(code - 0xE0000)
    return "" if unicodedata.category(char) == "Cf" else char
