"""The way to a model through LangChain: "provider:model" becomes a chat model, and its errors become ours.

LangChain is imported here and only when a model is first used, so that nothing else waits for it or needs a key.
Tracing to LangSmith is switched off around every call: LANGSMITH_TRACING in the environment, which may be there for
other projects, does not send an article's text anywhere.
"""

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, SecretStr

from gateways import errors
from gateways.prompts import Prompt
from gateways.replies import Reply, response_format, schema_instruction
from warehouse.errors import ClaimhouseError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from gateways.unsent_calls import UnsentCalls

StructuredOutput = Literal["auto", "schema", "prompt"]

# Of the providers that LangChain knows, those whose API takes a strict `response_format`.
_TAKES_SCHEMA = frozenset({"openai", "azure_openai", "xai"})
OPENAI_URL = "https://api.openai.com/v1"
_KEY_VARIABLES = {
    "google_genai": "GOOGLE_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "huggingface": "HUGGINGFACEHUB_API_TOKEN",
}
_PACKAGES_INSTALL = re.compile(r"pip install ([\w-]+)")


def key_variable(provider: str) -> str:
    """The variable that holds a provider's key, by the name that the provider's own tools use."""
    return _KEY_VARIABLES.get(provider, f"{provider.upper().replace('-', '_')}_API_KEY")


@dataclass(frozen=True)
class ModelSettings:
    """Which model, where it is, and how it is asked."""

    model: str
    base_url: str | None = None
    api_key: SecretStr | None = None
    timeout_s: float = 120.0
    temperature: float | None = 0.0
    max_output_tokens: int | None = None
    structured_output: StructuredOutput = "auto"

    @property
    def provider(self) -> str:
        """The part before the colon. Raises an error where the model is not "provider:model"."""
        if not self.model.strip():
            raise errors.ModelNotConfiguredError(
                "No model is configured: set CLAIMHOUSE_MODEL or use --model openai:NAME, or run with --model offline"
            )
        provider, colon, name = self.model.partition(":")
        if not colon or not provider.strip() or not name.strip():
            raise errors.UnknownProviderError(
                f"The model {self.model!r} names no provider: write it as openai:NAME or any other provider:NAME"
            )
        return provider.strip().replace("-", "_").lower()

    @property
    def name(self) -> str:
        """The model's name as its provider knows it."""
        return self.model.partition(":")[2].strip()

    @property
    def sends_schema(self) -> bool:
        """Whether the schema goes out as `response_format`; otherwise it is said in the prompt."""
        if self.structured_output == "auto":
            return self.provider in _TAKES_SCHEMA
        return self.structured_output == "schema"

    @property
    def key_variable(self) -> str:
        """Where the key is set: a server of one's own has a key of its own."""
        if self.base_url:
            return "CLAIMHOUSE_BASE_URL_KEY"
        return key_variable(self.provider)

    @property
    def keys(self) -> tuple[str, ...]:
        """What must not appear in any message."""
        return (self.api_key.get_secret_value(),) if self.api_key else ()


class ChatModel:
    """One model, opened at its first call."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._chat: BaseChatModel | None = None
        self._calls: UnsentCalls | None = None  # made with the first batch
        self._lock = threading.Lock()

    async def reply(self, prompt: Prompt, schema: type[BaseModel]) -> Reply:
        """Ask once. Raises the named error of whatever goes wrong before there is a reply to read."""
        chat = self.open()
        from langsmith import tracing_context

        messages, bound = self._asked(prompt, schema)
        try:
            with tracing_context(enabled=False):
                result = await chat.agenerate([messages], **bound)
        except Exception as error:  # noqa: BLE001 - every provider has its own errors; all become ours
            reply = _unfinished(error)
            if reply is None:
                raise named_error(error, self.settings) from None  # the original may hold a key
            return reply
        return self._read(result.generations[0] if result.generations else [])

    def request_body(self, prompt: Prompt, schema: type[BaseModel]) -> dict[str, Any]:
        """What `reply` would send as the body of its request, for a line of a batch. Raises BatchesNotOfferedError."""
        if self.settings.provider != "openai":
            raise no_batches(self.settings)
        messages, bound = self._asked(prompt, schema)
        body = self._unsent().body_of(messages, bound)
        body.pop("stream", None)
        return body

    def read_completion(self, body: Any) -> Reply:
        """The reply in the body of a chat completion. Raises the named error of one that holds none."""
        if not isinstance(body, dict):
            raise no_choices(self.settings)
        try:
            return self._read(self._unsent().generations_of(body))
        except Exception as error:  # noqa: BLE001 - as LangChain complains of a body that is none
            raise named_error(error, self.settings) from None

    def _unsent(self) -> "UnsentCalls":
        with self._lock:
            if self._calls is None:
                from gateways.unsent_calls import UnsentCalls

                self._calls = UnsentCalls(lambda client: self._made(http_client=client))
            return self._calls

    def _asked(self, prompt: Prompt, schema: type[BaseModel]) -> tuple[list[Any], dict[str, Any]]:
        """A question as LangChain's messages, and what goes out beside them."""
        from langchain_core.messages import HumanMessage, SystemMessage

        system = prompt.system
        bound: dict[str, Any] = {}
        if self.settings.sends_schema:
            bound["response_format"] = response_format(schema)
        else:
            system += "\n\n" + schema_instruction(schema)
        return [SystemMessage(system), HumanMessage(prompt.user)], bound

    def open(self) -> "BaseChatModel":
        """LangChain's model, made once. Raises the named error of a provider, package or key that is not there."""
        with self._lock:
            if self._chat is None:
                self._chat = self._made()
            return self._chat

    def _made(self, **own: Any) -> "BaseChatModel":
        settings = self.settings
        provider = settings.provider
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {
            "temperature": settings.temperature,
            "max_tokens": settings.max_output_tokens,
            "base_url": settings.base_url,
            "api_key": settings.api_key,
            **own,
        }
        options = {name: value for name, value in options.items() if value is not None}
        if settings.base_url and settings.api_key is None:
            # A server of one's own wants none, and must not be sent the one that LangChain finds in the environment.
            options["api_key"] = "none"
        if provider == "openai":
            # Said outright, so that no OPENAI_BASE_URL or LANGSMITH_GATEWAY around us takes articles elsewhere.
            options.setdefault("base_url", OPENAI_URL)
            options["use_responses_api"] = False
        try:
            # The retries are ours: the client's own would not be counted, and would try again without quota.
            chat: BaseChatModel = init_chat_model(
                settings.name, model_provider=provider, timeout=settings.timeout_s, max_retries=0, **options
            )
            return chat
        except ImportError as error:
            package = _PACKAGES_INSTALL.search(str(error))
            raise errors.UnknownProviderError(
                f"The provider {provider!r} needs a package that is not installed: "
                f"pip install {package[1] if package else 'langchain-' + provider.replace('_', '-')}"
            ) from None
        except Exception as error:  # noqa: BLE001 - each provider complains of a missing key in its own way
            raise self._not_opened(error) from None

    def _not_opened(self, error: Exception) -> ClaimhouseError:
        text = errors.redacted(str(error), self.settings.keys)
        if "Unsupported provider" in text:
            return errors.UnknownProviderError(
                f"LangChain knows no provider {self.settings.provider!r}: write the model as provider:NAME, "
                "e.g. openai:NAME or anthropic:NAME, or use --model offline"
            )
        if re.search(r"(?i)api[_ ]key|credentials|token", text):
            return missing_key(self.settings)
        return errors.ProviderError(
            f"The model {self.settings.model} cannot be opened: {' '.join(text.split())[:300]}; "
            "correct the model's settings"
        )

    def _read(self, generations: Sequence[Any]) -> Reply:
        """LangChain's result in our terms."""
        if not generations:
            raise no_choices(self.settings)
        message = generations[0].message
        about = {**(generations[0].generation_info or {}), **message.response_metadata}
        usage = message.usage_metadata or {}
        finish = about.get("finish_reason") or about.get("stop_reason") or ""
        return Reply(
            content=message.text,
            finish=str(finish).lower(),
            refusal=message.additional_kwargs.get("refusal"),
            input_tokens=usage.get("input_tokens", 0),
            output_tokens=usage.get("output_tokens", 0),
        )


def _unfinished(error: Exception) -> Reply | None:
    """The reply that the openai library raises instead of returning it, because it was cut off or filtered."""
    completion = getattr(error, "completion", None)
    if completion is None:
        return None
    finish = "length" if type(error).__name__ == "LengthFinishReasonError" else "content_filter"
    usage = completion.usage
    return Reply(
        content="",
        finish=finish,
        refusal=None,
        input_tokens=usage.prompt_tokens if usage else 0,
        output_tokens=usage.completion_tokens if usage else 0,
    )


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


def _place(settings: ModelSettings) -> str:
    return settings.base_url or f"the provider {settings.provider}"


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


class _AnsweredError(Exception):
    """An answer with the status of an error, as a batch tells it, in the form in which the libraries raise one."""

    def __init__(self, status: int, body: Any) -> None:
        told = body.get("error") if isinstance(body, dict) else None
        about = told if isinstance(told, dict) else {"message": told or body}
        super().__init__(f"Error code: {status} - {about.get('message')}")
        self.status_code = status
        self.code = about.get("code")
        self.type = about.get("type")


def answered_error(status: int, body: Any, settings: ModelSettings) -> ClaimhouseError:
    """What the status and the body of an answer mean."""
    return named_error(_AnsweredError(status, body), settings)


def timed_out(settings: ModelSettings) -> errors.ModelTimeoutError:
    """The error of a call that took longer than allowed."""
    return errors.ModelTimeoutError(
        f"{settings.model} did not answer within {settings.timeout_s:g} s: run again later, or raise "
        "CLAIMHOUSE_MODEL_TIMEOUT_S"
    )


_QUOTA = re.compile(r"(?i)insufficient_quota|exceeded your current quota|billing|credit balance|payment")


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
