"""The shape that is asked of a model, and the reading of what came back.

The shape is a pydantic model; it goes out as a JSON schema in the strict subset that OpenAI and servers like it
enforce, and every reply is validated here all the same.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gateways.errors import BadReplyError, ContentFilteredError, RefusedError, TruncatedError
from warehouse.records import content_hash

T = TypeVar("T", bound=BaseModel)

# What strict servers accept everywhere; bounds and patterns are checked by pydantic on the reply instead.
_KEPT = (
    "type",
    "description",
    "enum",
    "properties",
    "required",
    "items",
    "anyOf",
    "additionalProperties",
    "$defs",
    "$ref",
)


@cache
def strict_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a pydantic model with closed objects, every property required and no other keywords.

    Raises TypeError for what the strict subset cannot say, such as a dict with free keys.
    """
    return _strict(schema.model_json_schema())


def _strict(node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return {"$ref": node["$ref"]}  # strict servers allow nothing beside a reference
    if "prefixItems" in node or (node.get("type") == "object" and "properties" not in node):
        raise TypeError(f"a reply's shape may hold no tuples of fixed length and no dicts: {node}")
    if "const" in node:
        node = {**node, "enum": [node["const"]]}
    if "oneOf" in node:
        node = {**node, "anyOf": node["oneOf"]}
    out: dict[str, Any] = {}
    for keyword in _KEPT:
        if keyword not in node:
            continue
        value = node[keyword]
        if keyword in ("properties", "$defs"):
            out[keyword] = {name: _strict(child) for name, child in value.items()}
        elif keyword == "anyOf":
            out[keyword] = [_strict(child) for child in value]
        elif keyword == "items":
            out[keyword] = _strict(value)
        else:
            out[keyword] = value
    if "properties" in out:
        out["required"] = list(out["properties"])
        out["additionalProperties"] = False
    return out


def schema_version(schema: type[BaseModel]) -> str:
    """The hash of the schema that is asked for."""
    return content_hash(json.dumps(strict_schema(schema), sort_keys=True))[:16]


def response_format(schema: type[BaseModel]) -> dict[str, Any]:
    """The `response_format` of a chat completion that must answer in this shape."""
    return {
        "type": "json_schema",
        "json_schema": {"name": schema.__name__, "strict": True, "schema": strict_schema(schema)},
    }


def schema_instruction(schema: type[BaseModel]) -> str:
    """The same, said in words, for models whose provider takes no schema."""
    return (
        "Answer with one JSON object and nothing else, without code fences. It must follow this JSON schema:\n"
        + json.dumps(strict_schema(schema), ensure_ascii=False)
    )


@dataclass(frozen=True)
class Reply:
    """What a model answered, in the terms that all providers share."""

    content: str
    finish: str  # why it stopped, lower case, as the provider says it; "" where it does not
    refusal: str | None
    input_tokens: int
    output_tokens: int


_CUT_OFF = frozenset({"length", "max_tokens", "max_output_tokens", "incomplete"})
_FILTERED = frozenset({"content_filter", "safety", "recitation", "prohibited_content", "blocklist", "spii"})
_FENCE = "```"


def no_objection(_: object) -> str | None:
    """Takes every reply that has the right shape."""
    return None


def read_reply(reply: Reply, schema: type[T], model: str, objection: Callable[[T], str | None] = no_objection) -> T:
    """The reply as the shape that was asked for. Raises the named error of whatever keeps it from being that."""
    if reply.refusal or reply.finish == "refusal":
        raise RefusedError(
            f"{model} declined to answer ({_short(reply.refusal or 'no reason given')}): "
            "read the item by hand, or check it with another --model"
        )
    if reply.finish in _FILTERED:
        raise filtered(model)
    if reply.finish in _CUT_OFF:
        raise truncated(model)
    return parse(reply.content, schema, model, objection)


def truncated(model: str) -> TruncatedError:
    """The error of a reply that was cut off."""
    return TruncatedError(
        f"The reply of {model} was cut off at its length limit: raise CLAIMHOUSE_MODEL_MAX_OUTPUT_TOKENS, "
        "or use a model that can write more"
    )


def filtered(model: str) -> ContentFilteredError:
    """The error of a reply that a filter withheld."""
    return ContentFilteredError(
        f"The provider's content filter withheld the reply of {model}: read the item by hand, or use another --model"
    )


def parse(content: str, schema: type[T], model: str, objection: Callable[[T], str | None] = no_objection) -> T:
    """JSON text as the shape, nothing coerced and no key ignored that the shape forbids. Raises BadReplyError.

    `objection` says what else is wrong with an answer, or None.
    """
    try:
        answer = schema.model_validate_json(_unfenced(content), strict=True)
    except ValidationError as error:
        # No word of the reply is in the message, which is put to the model as ours: it may be long or hostile.
        found = error.errors(include_url=False, include_context=False, include_input=False)
        problems = list(dict.fromkeys(f"{_place(item)}: {_short(item['msg'])}" for item in found))
        raise bad_reply("; ".join(problems[:3]), model) from None
    problem = objection(answer)
    if problem is not None:
        raise bad_reply(problem, model)
    return answer


def _place(problem: ErrorDetails) -> str:
    """Where in the reply a problem is, in the names of the shape; a key that the shape forbids is the reply's own."""
    place = problem["loc"]
    if problem["type"] == "extra_forbidden":
        place = (*place[:-1], "an unknown key")
    return ".".join(map(str, place)) or "the reply"


def _unfenced(content: str) -> str:
    """What stands in a code fence, where a reply is one; else the reply."""
    text = content.strip()
    if not (text.startswith(_FENCE) and text.endswith(_FENCE)):
        return content
    language, _, fenced = text[len(_FENCE) : -len(_FENCE)].partition("\n")
    return fenced if language.strip() in ("", "json") else content


def bad_reply(problem: str, model: str) -> BadReplyError:
    """The error of a reply that is not what was asked for."""
    return BadReplyError(
        f"{model} did not answer as it was asked to ({problem}): "
        "run again, or use a model that can follow a JSON schema"
    )


def _short(text: str, limit: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
