"""What an answer's status means, as the error that names the fix."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from gateways import web_errors as errors

_SAVE_IT = "save the page from a browser and give that file"


def page_error(status: int, place: str, headers: Mapping[str, str], now: datetime) -> errors.StatusError:
    """The error of a page's status. `place` is the address as messages call it."""
    wait = retry_after(headers, now)
    if status in (401, 407):
        return errors.KeyRefusedError(f"{place} asks for a login ({status}): {_SAVE_IT}.", status=status)
    if status == 402:
        return errors.PaymentRequiredError(f"{place} is for paying readers ({status}): {_SAVE_IT}.", status=status)
    if status in (403, 451):
        return errors.ForbiddenError(f"{place} is not handed out to programs ({status}): {_SAVE_IT}.", status=status)
    if status in (404, 410):
        return errors.NotThereError(
            f"There is no page {place} ({status}): check the address, or look for a copy in a web archive.",
            status=status,
        )
    if status == 429:
        return errors.TooManyRequestsError(
            f"{place} was asked for too often ({status}): run again {later(wait)}, or raise "
            f"CLAIMHOUSE_WEB_HOST_INTERVAL_S.",
            status=status,
            retry_after=wait,
        )
    if status >= 500:
        return errors.ServerFailedError(
            f"The server failed on {place} ({status}): run again {later(wait)}.", status=status, retry_after=wait
        )
    return errors.UnexpectedStatusError(
        f"{place} answered with the status {status}, which is no page: {_SAVE_IT}.", status=status
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, in either of its forms; None where it has none that is sound."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
        return None


def later(wait: float | None) -> str:
    """When to come back, in words."""
    if wait is None or wait < 1:
        return "later"
    return f"in {wait:.0f} s" if wait < 120 else f"in {wait / 60:.0f} minutes"
