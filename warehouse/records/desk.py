"""What people do with a claim beyond deciding on it: what they must look at again, and what they have published."""

import unicodedata
from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from warehouse.records.base import Label, Moment, Record, Text, content_id

MACHINE = "machine"  # who opens or closes a task where no person does


def same_person(one: str, other: str) -> bool:
    """Whether two names, as they were typed, are one: case, spaces and the way of writing an accent make no other."""

    def plain(name: str) -> str:
        return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

    return plain(one) == plain(other)


class Task(Record):
    """Something that a person must look at. It is open until it has an event `closed`.

    A contradiction names the verdict and the review that it contradicts; a correction names the publication, and the
    verdict or the review that says otherwise than what is published.
    """

    table: ClassVar[str] = "tasks"
    key: ClassVar[tuple[str, ...]] = ("task_id",)

    task_id: Text
    kind: Literal["contradiction", "correction"]
    claim_id: Text
    label: Label  # what is now said of the claim
    reason: Text  # the same in a sentence
    verdict_id: Text | None = None
    review_id: Text | None = None
    publication_id: Text | None = None

    @staticmethod
    def id_for(
        kind: str, claim_id: str, verdict_id: str | None, review_id: str | None, publication_id: str | None
    ) -> str:
        return content_id("tsk", kind, claim_id, verdict_id, review_id, publication_id)


class TaskEvent(Record):
    """A task was opened or closed. There is one event of each kind: what comes up again is another task."""

    table: ClassVar[str] = "task_events"
    key: ClassVar[tuple[str, ...]] = ("event_id",)

    event_id: Text
    task_id: Text
    event: Literal["opened", "closed"]
    by: Text  # a person's name, or MACHINE
    note: Text
    at: Moment

    @staticmethod
    def id_for(task_id: str, event: str) -> str:
        return content_id("tev", task_id, event)


class Publication(Record):
    """A check that the desk has published. What became of it since are its events."""

    table: ClassVar[str] = "publications"
    key: ClassVar[tuple[str, ...]] = ("publication_id",)

    publication_id: Text
    claim_id: Text
    review_id: Text  # the decision that it rests on
    url: Text  # of the published check
    rating: Text  # in the desk's own words
    label: Label  # the same as a label
    by: Text
    second_reviewer: Text | None = None
    published_on: date
    claimant_asked_on: date | None = None
    claimant_answered_on: date | None = None
    claimant_answer: Text | None = None
    recorded_at: Moment

    @model_validator(mode="after")
    def _refuted_by_two(self) -> Self:
        _need_a_second(self.label, self.by, self.second_reviewer)
        return self

    @staticmethod
    def id_for(claim_id: str, url: str, follows: str | None) -> str:
        """`follows` is the publication of this claim at this address that was withdrawn before."""
        return content_id("pub", claim_id, url, follows)


class PublicationEvent(Record):
    """A publication was corrected (with another rating or without) or withdrawn; a withdrawn one has no event after."""

    table: ClassVar[str] = "publication_events"
    key: ClassVar[tuple[str, ...]] = ("event_id",)

    event_id: Text
    publication_id: Text
    event: Literal["corrected", "withdrawn"]
    note: Text  # what was wrong, as readers are told
    by: Text
    rating: Text | None = None  # the new one, where it changes
    label: Label | None = None
    review_id: Text | None = None  # the decision that a new rating rests on
    second_reviewer: Text | None = None
    claimant_asked_on: date | None = None
    claimant_answered_on: date | None = None
    claimant_answer: Text | None = None
    follows: Text | None = None  # the event before this one
    at: Moment

    @model_validator(mode="after")
    def _refuted_by_two(self) -> Self:
        _need_a_second(self.label, self.by, self.second_reviewer)
        return self

    @staticmethod
    def id_for(publication_id: str, event: str, note: str, by: str, follows: str | None) -> str:
        return content_id("pev", publication_id, event, note, by, follows)


def _need_a_second(label: Label | None, by: str, second_reviewer: str | None) -> None:
    if second_reviewer is not None and same_person(by, second_reviewer):
        raise ValueError("the second reviewer must be somebody else")
    if label == "refuted" and second_reviewer is None:
        raise ValueError("a refuted claim needs a second reviewer")
