"""The model that `benchmarks.model_calls` asks: an OpenAI-compatible server, each reply after the same wait.

It answers from what it is shown, by a few rules: a claim a sentence, three queries a claim, and a passage supports a
claim that has the same number and the same town.
"""

import asyncio
import json
import re
from multiprocessing.queues import Queue
from typing import Any

from benchmarks.loopback import Answer, serve_on_loopback

_LINE = re.compile(r"^\[(\d+)\] (?!\(context\) )(.+)$", re.MULTILINE)
_TOKENS_PER_CHARACTER = 0.25


def serve(port: "Queue[int]", latency_s: float) -> None:
    """Answer until the process ends; the port that was free goes into the queue."""
    asyncio.run(serve_on_loopback(port, latency_s, _answer))


def _answer(_: str, body: bytes) -> Answer:
    return "application/json", json.dumps(_completion(json.loads(body))).encode()


def _completion(asked: dict[str, Any]) -> dict[str, Any]:
    shown = "\n".join(message["content"] for message in asked["messages"] if message["role"] == "user")
    replies = {"ClaimList": _claims, "_Plan": _plan, "_FurtherPlan": _no_plan, "_Judged": _judged}
    content = json.dumps(replies[asked["response_format"]["json_schema"]["name"]](shown))
    read = sum(len(message["content"]) for message in asked["messages"])
    tokens = [int(count * _TOKENS_PER_CHARACTER) for count in (read, len(content))]
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "benchmark",
        "choices": [choice],
        "usage": usage,
    }


def _claims(shown: str) -> dict[str, Any]:
    return {"claims": [_claim(int(number), sentence) for number, sentence in _LINE.findall(shown)]}


def _claim(number: int, sentence: str) -> dict[str, Any]:
    return {
        "sentence": number,
        "quote": sentence,
        "text": sentence,
        "kind": "quantity",
        "speaker": None,
        "speaker_role": None,
        "speaker_named": None,
        "attribution": [],
        "venue": None,
        "said_when": None,
        "about_when": None,
        "not_checkable": None,
        "only_witness": False,
        "translated": False,
        "checkworthiness": 0.9,
        "reasons": ["a figure"],
    }


def _plan(shown: str) -> dict[str, Any]:
    planned = []
    for number, line in _LINE.findall(shown):
        words = re.findall(r"[^\W_]+", line.partition(" (kind: ")[0])
        texts = {"confirm": words[:12], "refute": [*words[:6], "figures"], "primary_source": ["record", *words[-8:]]}
        queries = [{"purpose": why, "text": " ".join(text), "language": None} for why, text in texts.items()]
        planned.append({"claim": int(number), "queries": queries})
    return {"claims": planned}


def _no_plan(shown: str) -> dict[str, Any]:
    return {"claims": [{"claim": int(number), "queries": []} for number, _ in _LINE.findall(shown)]}


def _judged(shown: str) -> dict[str, Any]:
    told = re.search(r"^claim: (.+)$", shown, re.MULTILINE)
    facts = _facts(told[1] if told else "")
    stances = {int(number): "supports" if facts <= _facts(line) else "neither" for number, line in _LINE.findall(shown)}
    cited = [number for number, stance in stances.items() if stance == "supports"]
    return {
        "reasoning": "The number and the town were looked for.",
        "readings": [
            {"passage": number, "stance": stance, "said_by_claimant": False, "certainty": 0.9, "why": f"It {stance}."}
            for number, stance in stances.items()
        ],
        "label": "supported" if cited else "not_enough_evidence",
        "cited": cited,
        "issues": [],
        "confidence": 0.9,
        "rationale": f"It is in {cited}.",
    }


def _facts(text: str) -> set[str]:
    """The numbers and the name that a sentence of the benchmark's article is about."""
    return set(re.findall(r"\b\d+\b(?= crowns| people| tonnes)|[A-Z][a-z]+(?:by|ton|ham|wick)\b", text))
