"""What an earlier fact-check's rating says in the words of verdicts, where its own words leave no doubt.

The table is `verifiers/ratings.toml`. A rating is looked up whole, never by a word in it: "not false" is in no list,
and so it stays without a label, as does everything that speaks of something else than whether the claim is so: satire,
an altered picture, "outdated", "legend".
"""

import functools
import hashlib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources

from verifiers.claim_reviews import Rating
from warehouse.records import VERDICT_LABELS, Label

VERSION = 1

_LONGEST_RATING = 300
# "Rating: False", "Our verdict – False", "Fact check: False"
_ANNOUNCED = re.compile(
    r"^(?:(?:our |the )?(?:fact[ -]?check )?(?:rating|ruling|verdict|conclusion)|fact[ -]?check|bewertung|urteil|fazit"
    r"|verdicto?|veredicto|conclusión|conclusão|calificación|classificação|verdetto|werdykt|ocena)\s*[:–—-]\s*"
)
# "False. The photograph is of 2014.": the rating is the first sentence. A comma or a bracket may take some of it back.
_EXPLAINED = re.compile(r"^([^.:!–—-]{2,40}?)\s*(?:[.:!]|\s[–—-])\s+(\S.*)$")
_TAKEN_BACK = re.compile(
    r"\b(?:but|however|although|though|yet|except|partly|partially|aber|jedoch|allerdings|mais|cependant|toutefois|pero"
    r"|aunque|mas|porém|però|ma|tuttavia|maar|men|ale|но|але|ama)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ratings:
    """The table, ready to be asked. `version` changes with it and with the rules that read it."""

    labels: dict[str, Label]  # by the rating as `_folded` has it
    version: str

    def label(self, rating: Rating) -> Label | None:
        """The label that a rating says, or None where it says none of them beyond doubt.

        Words outrank a number; of numbers only the two ends of a told scale are read, for what stands between them
        differs from desk to desk.
        """
        if rating.words:
            return self._of_words(rating.words)
        if rating.value is None or not rating.has_scale:
            return None
        if rating.value == rating.best:
            return "supported"
        return "refuted" if rating.value == rating.worst else None

    def _of_words(self, words: str) -> Label | None:
        if len(words) > _LONGEST_RATING:
            return None
        told = _ANNOUNCED.sub("", _spaced(words).casefold())
        whole = self.labels.get(_folded(told))
        if whole is not None:
            return whole
        explained = _EXPLAINED.match(told)
        if explained is None or _TAKEN_BACK.search(explained[2]):
            return None
        return self.labels.get(_folded(explained[1]))


def _spaced(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).split())


def _folded(words: str) -> str:
    """A rating as it is compared: no case, no marks, no emoji, hyphens as spaces; letters of any script and digits."""
    kept = (char if char.isalnum() or unicodedata.combining(char) else " " for char in _spaced(words).casefold())
    return " ".join("".join(kept).split())


@functools.cache
def load_ratings() -> Ratings:
    """The table in verifiers/ratings.toml."""
    raw = resources.files("verifiers").joinpath("ratings.toml").read_bytes()
    table = tomllib.loads(raw.decode())
    labels: dict[str, Label] = {}
    for label in VERDICT_LABELS:
        for words in (one for of_language in table[label].values() for one in of_language):
            key = _folded(words)
            if labels.setdefault(key, label) != label:
                raise ValueError(f"verifiers/ratings.toml has {words!r} under two labels")
    return Ratings(labels, f"{VERSION}:{hashlib.sha256(raw).hexdigest()[:12]}")
