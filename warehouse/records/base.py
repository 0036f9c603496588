"""What every record is made of: the fixed words of the vocabulary, ids and hashes, values, and the base of a row."""

import hashlib
import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

MOMENT = timedelta(microseconds=1)  # the least by which two times in the warehouse differ

Label = Literal["supported", "refuted", "conflicting", "not_enough_evidence"]
Stance = Literal["supports", "refutes", "neither"]
ClaimKind = Literal[
    "event",  # something happened, happens, or was done
    "quantity",  # a number is the point of it
    "comparison",  # more than, the first, the largest
    "state",  # something is so: who holds an office, what a rule says
    "cause",  # one thing brought about another
    "quote",  # that somebody said something
    "position",  # that somebody holds, demands or rejects something
    "prediction",  # about a time after it was said
    "opinion",
    "feeling",
    "question",
    "instruction",
]
KINDS_OF_SAYING: frozenset[ClaimKind] = frozenset({"quote", "position"})  # it is that somebody said it that is checked
Status = Literal["unchecked", "checked", "not_checkable", "awaiting_event", "sole_witness"]
QuoteFidelity = Literal["verbatim", "partial", "paraphrase", "translated"]
Purpose = Literal["confirm", "refute", "primary_source", "earlier_fact_check", "exact_words"]
Cause = Literal[
    "first_check",
    "new_evidence",
    "evidence_gone",
    "model_changed",
    "prompt_changed",
    "code_changed",
    "calibration_changed",
]
VerdictIssue = Literal["cherry_picked", "missing_context", "outdated", "misattributed", "partly_true"]
Precision = Literal["day", "minute"]
LinkRelation = Literal["succeeds", "content_of", "same_as"]
Stage = Literal["read", "extract", "select", "plan", "search", "judge", "verify", "match", "store"]

VERDICT_LABELS: tuple[Label, ...] = ("supported", "refuted", "conflicting", "not_enough_evidence")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Replace what no database and no JSON reader agrees upon: NUL and lone surrogates become U+FFFD, one for one."""
    return _UNSTORABLE.sub("\ufffd", text)


def content_hash(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(clean_text(text).encode()).hexdigest()


def content_id(prefix: str, *parts: object) -> str:
    """An id that is the same for the same content: `prefix_` and 96 bits of SHA-256 over the parts as JSON."""
    payload = json.dumps(parts, ensure_ascii=True, separators=(",", ":"), sort_keys=True, default=str)
    return f"{prefix}_{hashlib.sha256(payload.encode()).hexdigest()[:24]}"


def random_id(prefix: str) -> str:
    """An id for an execution, which is never the same twice."""
    return f"{prefix}_{uuid.uuid4().hex[:24]}"


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("this moment lies outside the years 1 to 9999 in UTC") from error


Text = Annotated[str, AfterValidator(clean_text)]
Moment = Annotated[AwareDatetime, AfterValidator(_to_utc)]
Offset = Annotated[int, Field(ge=0, lt=2**31)]
Score = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, lt=2**53)]


class Part(BaseModel):
    """A value inside a record, without an id of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Record(Part):
    """One row of the warehouse. `table` names where it lands, `key` the fields that make it unique there."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    # Fields that a later commit of the same key may move forward; everything else stays as it was first written.
    mutable: ClassVar[tuple[str, ...]] = ()


def record_as_json(record: Part) -> dict[str, Any]:
    """A record as plain JSON values, with dates and times in ISO 8601."""
    return record.model_dump(mode="json")
