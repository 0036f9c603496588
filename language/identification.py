"""Which language a text is in, by py3langid's model: byte n-grams of some 140 languages, the same answer every time.

A headline, a name and "Yes." are too little to tell by: they are in no language, and a caller gives them the benefit
of the doubt. Words in another script than the rest do not decide: an English text with a Hindi name stays English.
"""

import lzma
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from unicodedata import name

import numpy
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from language.casing import is_written_small

VERSION = 3

_SAMPLE = 6_000  # code points from the beginning: more tell nothing new
_FEWEST_LETTERS = 20
_FEWEST_OF_SCRIPT = 6
_FEW_WORDS = 12  # of which names may be most
_SURE = 0.9
_LIKELY = 0.6  # is enough where English is out of the question, or is what is likely
_OUT_OF_THE_QUESTION = 0.02
_SCRIPT_ALONE = 0.4  # of a script that few languages are written in, this much is enough
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "br": "Breton", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fil": "Filipino", "fr": "French", "ga": "Irish",
    "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian",
    "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz",
    "lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mn": "Mongolian",
    "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "nb": "Norwegian", "ne": "Nepali",
    "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Filipino", "tr": "Turkish", "ug": "Uyghur",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "xh": "Xhosa", "yo": "Yoruba",
    "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


LANGUAGE_NAMES = frozenset(_NAMES.values())

_LOCK = Lock()  # the identifier is shared by all threads


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639 code, and how sure that is, from 0 to 1."""

    code: str
    confidence: float
    maybe_english: bool = True

    @property
    def title(self) -> str:
        """What the language is called in English, or its code."""
        return language_name(self.code)


def language_name(code: str) -> str:
    """What a language is called in English, or its code where it is one of the rare ones."""
    return _NAMES.get(code, f"language “{code}”")


def identify(text: str) -> Language | None:
    """The language of a text, or None where it has too few letters, or is too mixed, to tell."""
    words = _WORD.findall(text[:_SAMPLE])
    letters = sum(map(len, words))
    if not letters:
        return None
    latin = [word for word in words if _is_latin(word)]
    in_latin = sum(map(len, latin))
    if 2 * in_latin < letters:
        found = _classified(" ".join(word for word in words if not _is_latin(word)))
        return found if found.confidence >= _SCRIPT_ALONE else None
    if in_latin < _FEWEST_LETTERS:
        return None
    found = _classified(" ".join(latin).lower())
    if found.code != "en" and len(words) <= _FEW_WORDS and _all_english(words):
        return None  # "Musambi reported from Kampala, Uganda."
    if found.confidence >= _SURE or (found.confidence >= _LIKELY and (found.code == "en" or not found.maybe_english)):
        return found
    return None


def in_another_script(text: str) -> bool:
    """Whether most letters of a sentence are of another script than English is written in."""
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    other = sum(not (char < "\u0250" or name(char, "").startswith("LATIN")) for char in letters)
    return other >= _FEWEST_OF_SCRIPT and 2 * other > len(letters)


def _all_english(words: Sequence[str]) -> bool:
    """Whether what is written small are English words throughout, at least two of them."""
    small = [word for word in words if word[0].islower()]
    return len(small) >= 2 and all(is_written_small(word) for word in small)


def _is_latin(word: str) -> bool:
    return word[0] < "\u0250" or name(word[0], "").startswith("LATIN")


def _classified(text: str) -> Language:
    with _LOCK:
        ranked = _identifier().rank(text)
    code, confidence = ranked[0]
    return Language(code, confidence, dict(ranked)["en"] >= _OUT_OF_THE_QUESTION)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """The model, read at the first question: it takes half a second and 100 MB.

    py3langid unpacks it to a temporary file, which a full disk would turn into a failure of every article.
    """
    packed = (files("py3langid") / MODEL_FILE).read_bytes()
    with numpy.load(BytesIO(lzma.decompress(packed)), allow_pickle=False) as model:
        moves = model["nextmove"]
        return LanguageIdentifier(
            model["ptc"],
            model["pc"],
            model["classes"].tolist(),
            array("H" if moves.itemsize == 2 else "I", moves.tobytes()),
            model["out_feat"].tolist(),
            norm_probs=True,
            tk_row=array("H" if model["nextmove_row"].itemsize == 2 else "I", model["nextmove_row"].tobytes()),
        )
