"""What a person enters of a publication, held to what it must be; each raises BadInputError, naming the option."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from flows.desk_ratings import DeskRating
from warehouse.errors import BadInputError
from warehouse.records import same_person

_LONGEST_URL = 2_000


@dataclass(frozen=True)
class Claimant:
    """Whether and when whoever made the claim was asked, and what they answered."""

    asked: date | None = None
    answered: date | None = None
    answer: str | None = None


UNTOLD = Claimant()  # whom nobody has asked


def plain_name(name: str, option: str) -> str:
    """A name in one line."""
    plain = " ".join(name.split())
    if not plain:
        raise BadInputError(f"{option} is empty: give a name.")
    return plain


def plain_note(note: str) -> str:
    """A note in one line."""
    plain = " ".join(note.split())
    if not plain:
        raise BadInputError("--note is empty: say what was wrong, as readers are told.")
    return plain


def second_reviewer_of(by: str, second_reviewer: str | None, rating: DeskRating | None) -> str | None:
    """Who else has checked it: somebody else than `by`, and somebody at all where the rating refutes the claim."""
    second = plain_name(second_reviewer, "--second-reviewer") if second_reviewer is not None else None
    if second is not None and same_person(second, by):
        raise BadInputError(f"--second-reviewer is {by} too: it must be somebody else than --by.")
    if second is None and rating is not None and rating.label == "refuted":
        raise BadInputError(
            f"“{rating.name}” refutes the claim, which two people must answer for: give --second-reviewer."
        )
    return second


def web_address(url: str) -> str:
    """The whole address of a page on the web."""
    plain = url.strip()
    try:
        parts = urlsplit(plain)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_one = False
    if not is_one or not plain.isprintable() or " " in plain or len(plain) > _LONGEST_URL:
        raise BadInputError(
            f"--url {url} is no address on the web: give the whole of it, such as https://paper.example/1."
        )
    return plain


def claimant_told(told: Claimant, known: Claimant, now: datetime) -> Claimant:
    """What is told of the claimant, beside what was known; in its order, and with its answer in one line."""
    answer = " ".join(told.answer.split()) if told.answer is not None else None
    if (told.answered is None) != (not answer):
        raise BadInputError("An answer has a day and words: give both --claimant-answered and --answer, or neither.")
    asked = told.asked or known.asked
    if told.answered is not None and asked is None:
        raise BadInputError("When was the claimant asked? Give --claimant-asked.")
    must_not_be_later(told.asked, "--claimant-asked", now)
    must_not_be_later(told.answered, "--claimant-answered", now)
    answered = told.answered or known.answered
    if asked is not None and answered is not None and answered < asked:
        raise BadInputError(f"The claimant cannot have answered on {answered}, before being asked on {asked}.")
    return Claimant(told.asked, told.answered, answer)


def must_not_be_later(day: date | None, option: str, now: datetime) -> None:
    """A day until today, or none."""
    if day is not None and day > now.astimezone(UTC).date():
        raise BadInputError(f"{option} {day} has not come yet: give a day until today.")
