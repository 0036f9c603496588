"""Which model is asked, where it is, and how."""

from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

from gateways import errors

StructuredOutput = Literal["auto", "schema", "prompt"]
# Of the providers that LangChain knows, those whose API takes a strict `response_format`.
_TAKES_SCHEMA = frozenset({"openai", "azure_openai", "xai"})
_KEY_VARIABLES = {
    "google_genai": "GOOGLE_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "huggingface": "HUGGINGFACEHUB_API_TOKEN",
}


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
