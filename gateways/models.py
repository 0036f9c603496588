"""The way to a model through LangChain: "provider:model" becomes a chat model, and its errors become ours.

LangChain is imported here and only when a model is first used, so that nothing else waits for it or needs a key.
Tracing to LangSmith is switched off around every call: LANGSMITH_TRACING in the environment, which may be there for
other projects, does not send an article's text anywhere.
"""

import re
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from gateways import errors
from gateways.model_errors import missing_key, named_error, no_batches, no_choices
from gateways.model_settings import ModelSettings
from gateways.prompts import Prompt
from gateways.replies import Reply, response_format, schema_instruction
from warehouse.errors import ClaimhouseError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from gateways.unsent_calls import UnsentCalls

OPENAI_URL = "https://api.openai.com/v1"
_PACKAGES_INSTALL = re.compile(r"pip install ([\w-]+)")


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
