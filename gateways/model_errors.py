"""What a provider's errors mean, each named with what to do about it."""

import json
import re
from typing import Any

from gateways import errors
from gateways.model_settings import ModelSettings
from warehouse.errors import ClaimhouseError

_QUOTA = re.compile(r"(?i)insufficient_quota|exceeded your current quota|billing|credit balance|payment")


def missing_key(settings: ModelSettings) -> errors.MissingKeyError:
    """The error of a provider that was given no key."""
    return errors.MissingKeyError(f"{settings.key_variable} is not set: put it into .env, or run with --model offline")


def no_choices(settings: ModelSettings) -> errors.NoChoicesError:
    """The error of an answer without a reply in it."""
    return errors.NoChoicesError(
        f"The answer for {settings.model} held no reply: check that {_place(settings)} is an OpenAI-compatible server "
        "and knows the model"
    )


def no_batches(settings: ModelSettings) -> errors.BatchesNotOfferedError:
    """The error of a provider or a server that has no batches."""
    return errors.BatchesNotOfferedError(
        f"{_place(settings)} has no Batch API for {settings.model}: leave --batch out, or use a model of OpenAI's "
        "(--model openai:NAME)"
    )


def timed_out(settings: ModelSettings) -> errors.ModelTimeoutError:
    """The error of a call that took longer than allowed."""
    return errors.ModelTimeoutError(
        f"{settings.model} did not answer within {settings.timeout_s:g} s: run again later, or raise "
        "CLAIMHOUSE_MODEL_TIMEOUT_S"
    )


def named_error(error: Exception, settings: ModelSettings) -> ClaimhouseError:
    """What a provider's exception means, by its class, its HTTP status and its body."""
    from langchain_core import exceptions as langchain

    if isinstance(error, ClaimhouseError):
        return error
    model, place = settings.model, _place(settings)
    kind = type(error).__name__
    said = _said(error, settings)
    if isinstance(error, langchain.ContextOverflowError) or "context_length" in said or "maximum context" in said:
        return errors.PromptTooLongError(
            f"The text is longer than {model} can read ({said}): use a model with a longer context, or smaller chunks"
        )
    if isinstance(error, TimeoutError | langchain.ModelTimeoutError) or "Timeout" in kind:
        return timed_out(settings)
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if isinstance(status, int) and status >= 400:
        return _by_status(status, said, _retry_after(response), settings)
    if isinstance(error, langchain.ModelConnectionError | ConnectionError) or "Connect" in kind:
        return errors.ModelConnectionError(
            f"{place} cannot be reached for {model}: check the address, the network, and that the server is running"
        )
    if isinstance(error, json.JSONDecodeError) or "Unexpected response type" in said or _is_not_json(response):
        return errors.NotJsonError(
            f"{place} answered {model} with something other than JSON, probably a web page: check the base URL, "
            "which for most servers ends in /v1"
        )
    if "choices" in said or response is not None or isinstance(error, IndexError | KeyError):
        return no_choices(settings)
    return errors.ProviderError(f"The call of {model} failed in its library ({kind}: {said}): try another --model")


def answered_error(status: int, body: Any, settings: ModelSettings) -> ClaimhouseError:
    """What the status and the body of an answer mean."""
    return named_error(_AnsweredError(status, body), settings)


class _AnsweredError(Exception):
    """An answer with the status of an error, as a batch tells it, in the form in which the libraries raise one."""

    def __init__(self, status: int, body: Any) -> None:
        told = body.get("error") if isinstance(body, dict) else None
        about = told if isinstance(told, dict) else {"message": told or body}
        super().__init__(f"Error code: {status} - {about.get('message')}")
        self.status_code = status
        self.code = about.get("code")
        self.type = about.get("type")


def _by_status(status: int, said: str, retry_after: float | None, settings: ModelSettings) -> ClaimhouseError:
    model, place = settings.model, _place(settings)
    if status in (402, 429) and (status == 402 or _QUOTA.search(said)):
        return errors.QuotaExceededError(
            f"The account's quota for {model} is used up: add credit with the provider, or run with --model offline"
        )
    if status == 429:
        return errors.RateLimitedError(
            f"{model} is called too often: run again later, or set CLAIMHOUSE_MODEL_CALLS_PER_MINUTE lower",
            retry_after,
        )
    if status in (401, 403):
        return errors.UnauthorizedError(
            f"{place} does not accept the key for {model} ({status}): check {settings.key_variable} in .env"
        )
    if status == 404:
        return errors.ModelNotFoundError(
            f"{place} does not know {settings.name!r} (404): check the model's name, and the base URL, "
            "which for most servers ends in /v1"
        )
    if status == 408:
        return timed_out(settings)
    if status >= 500:
        return errors.ModelUnavailableError(f"{place} failed on {model} ({status}): run again later", retry_after)
    hint = (
        "use a model that knows JSON schemas, or CLAIMHOUSE_MODEL_STRUCTURED_OUTPUT=prompt"
        if "response_format" in said
        else ("check CLAIMHOUSE_MODEL_TEMPERATURE and CLAIMHOUSE_MODEL_MAX_OUTPUT_TOKENS")
    )
    return errors.BadRequestError(f"{place} did not accept the request to {model} ({status}: {said}): {hint}")


def _said(error: Exception, settings: ModelSettings) -> str:
    """What the provider said, without keys and in bounds."""
    parts = [str(error), *(str(getattr(error, name, None) or "") for name in ("code", "type"))]
    text = " ".join(dict.fromkeys(part for part in parts if part))
    return " ".join(errors.redacted(text, settings.keys).split())[:300]


def _retry_after(response: Any) -> float | None:
    """The seconds in a Retry-After header. Its other form, a date, is rare with models and counts as not given."""
    try:
        seconds = float(response.headers.get("retry-after"))
    except (AttributeError, TypeError, ValueError):
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _is_not_json(response: Any) -> bool:
    if response is None:
        return False
    try:
        json.loads(response.text)
    except (ValueError, AttributeError, TypeError, RuntimeError):
        return True
    return False


def _place(settings: ModelSettings) -> str:
    return settings.base_url or f"the provider {settings.provider}"
