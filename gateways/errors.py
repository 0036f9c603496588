"""What can go wrong with a language model, each by its own name and with a message that says what to do.

Only transient errors are tried again. No message holds a key: `redacted` takes out those we hold, those that a provider
echoes in part, and whatever else looks like one.
"""

import re
from collections.abc import Iterable

from warehouse.errors import ClaimhouseError, SettingsError, TransientError

_PIECE = 8  # characters of a key that give it away


class ModelError(ClaimhouseError):
    """Base of everything that a model, or the way to it, can do to a call."""


class ModelNotConfiguredError(ModelError, SettingsError):
    """No model was named."""


class MissingKeyError(ModelNotConfiguredError):
    """The provider wants a key and there is none."""


class UnknownProviderError(ModelError, SettingsError):
    """No such provider, or its package is not installed."""


class ModelNotFoundError(ModelError):
    """404: the server does not know the model, or the address is not that of its API."""


class UnauthorizedError(ModelError):
    """401 or 403: the key is wrong, has expired, or may not use the model."""


class BadRequestError(ModelError):
    """400: the server would not take the request as it was."""


class PromptTooLongError(BadRequestError):
    """The prompt is longer than the model can read."""


class RateLimitedError(ModelError, TransientError):
    """429: too many calls; `retry_after` is the number of seconds that the server asked us to wait, if it did."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class QuotaExceededError(ModelError):
    """429 for good: the account's money or quota is used up, and trying again only costs time."""


class BudgetSpentError(ModelError, TransientError):
    """The desk's own budget of a run or of a day is used up: the model was not asked, and a later run asks it."""

    exit_code = 4


class WaitsForBatchError(ModelError, TransientError):
    """The question waits in a batch, whose answer a later run takes up: nothing is wrong."""


class BatchesNotOfferedError(ModelError, SettingsError):
    """The provider or the server has no batches."""


class BatchGoneError(ModelError):
    """The provider does not know the batch, or a file of it, any more."""


class BatchFailedError(ModelError, TransientError):
    """A batch ended without having asked a question: it was refused, cancelled or lost, or its time was over."""


class ModelUnavailableError(ModelError, TransientError):
    """5xx: the server failed; `retry_after` as in RateLimitedError."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelTimeoutError(ModelError, TransientError):
    """No answer within the time allowed."""


class ModelConnectionError(ModelError, TransientError):
    """The connection was refused, or broke."""


class NotJsonError(ModelError):
    """The answer is not JSON but, say, a web page: almost always a wrong address."""


class NoChoicesError(ModelError):
    """The answer is JSON but holds no reply."""


class RefusedError(ModelError):
    """The model declined to answer."""


class ContentFilteredError(ModelError):
    """The provider's filter withheld the answer."""


class TruncatedError(ModelError):
    """The answer was cut off at its length limit."""


class BadReplyError(ModelError):
    """The reply does not have the shape that was asked for, even after one repair."""


class ProviderError(ModelError):
    """The provider's library failed in a way that we have no name for."""


# The forms in which keys travel: "sk-...", "Bearer ...", and long runs such as providers echo with stars in the middle.
_KEY_SHAPES = re.compile(
    r"(?i)\b(?:bearer\s+\S+|(?:sk|pk|rk|gsk|xai|lsv2)[-_][\w*.-]{6,}|AIza[\w-]{10,})|(?<![\w-])[\w-]{2,}\*{3,}[\w*-]*"
)
_REDACTED = "[key]"


def redacted(text: str, keys: Iterable[str] = ()) -> str:
    """The text without the keys given, without pieces of eight characters of them, and without key-like words."""
    for key in keys:
        if key:
            text = text.replace(key, _REDACTED)
        if len(key) >= _PIECE:
            text = _without_pieces(text, key)
    return _KEY_SHAPES.sub(_REDACTED, text)


def _without_pieces(text: str, key: str) -> str:
    pieces = {key[i : i + _PIECE] for i in range(len(key) - _PIECE + 1)}
    hidden = [False] * len(text)
    for i in range(len(text) - _PIECE + 1):
        if text[i : i + _PIECE] in pieces:
            hidden[i : i + _PIECE] = [True] * _PIECE
    out: list[str] = []
    for ch, hide in zip(text, hidden, strict=True):
        if not hide:
            out.append(ch)
        elif not out or out[-1] != _REDACTED:
            out.append(_REDACTED)
    return "".join(out)
