"""Calls of services on the web: JSON out, JSON in, keys told to nobody else."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from gateways import web_errors as errors
from gateways.errors import redacted
from gateways.web_addresses import Address, AllowedHosts, read_address, read_redirect
from gateways.web_client import Bounds, Reply, WebClient, kind_of, location_of
from gateways.web_status import later, retry_after
from warehouse.errors import SettingsError

_MOST_REDIRECTS = 3
_KEY_NAMES = re.compile(r"key|token|secret|passw|authorization|cookie", re.IGNORECASE)
_PLAIN_HEADER = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?|")
# Some services send JSON under these names; only a page is certainly none.
_MAY_BE_JSON = re.compile(r"(?:.*json.*|text/plain|(?:text|application)/(?:x-)?javascript|application/octet-stream|)")
_SAID_MOST = 200


@dataclass(frozen=True)
class Service:
    """A service on the web, as the settings have it: what messages call it, where it may be, and how fast it is asked.

    `url` is where the desk has set it up: it is asked there even inside a private network, and for nothing but calls of
    this service. `interval_s` is the least time between the starts of two calls, `in_flight` how many run at once.
    """

    name: str
    url: str | None = None
    url_setting: str | None = None
    key_setting: str | None = None
    interval_s: float = 0.0
    in_flight: int = 4


class ServiceCall:
    """One call, which may be tried several times. The parameters are those of `WebGateway.call`."""

    def __init__(
        self,
        service: Service,
        url: str,
        *,
        method: str,
        params: Mapping[str, Any] | None,
        body: Any,
        headers: Mapping[str, str] | None,
        secrets: Sequence[str],
        now: Callable[[], datetime],
    ) -> None:
        self._service = service
        self._url = url
        if params:
            given = {name: value for name, value in params.items() if value is not None}
            self._url += ("&" if "?" in url else "?") + urlencode(given, doseq=True)
        self._method = method
        self._body = b"" if body is None else json.dumps(body).encode()
        self._headers = {"Accept": "application/json", **(headers or {})}
        if body is not None:
            self._headers["Content-Type"] = "application/json"
        told = {**(params or {}), **(headers or {})}
        self._keys = [*secrets, *(str(value) for name, value in told.items() if _KEY_NAMES.search(name))]
        self._now = now
        if not all(_PLAIN_HEADER.fullmatch(value) for value in self._headers.values()):
            key = service.key_setting or f"The key of {service.name}"
            raise SettingsError(f"{key} holds characters that no key has: copy it once more.")

    @contextmanager
    def without_secrets(self) -> Iterator[None]:
        """Whatever is raised in the block holds none of the call's keys."""
        try:
            yield
        except errors.WebError as error:
            error.args = (redacted(str(error), self._keys),)
            raise

    async def answer(self, client: WebClient, allowed: AllowedHosts, bounds: Bounds) -> Any:
        """Ask once, and follow a redirect that stays with the same host and is no step back from https."""
        address = read_address(self._url, allowed)
        for _ in range(_MOST_REDIRECTS + 1):
            reply = await self._ask(client, address, bounds)
            if not 300 <= reply.status < 400:
                return self._value(reply, address)
            location = location_of(reply)
            if not location:
                break
            target = read_redirect(location, allowed, base=address)
            same = target.host == address.host and (target.scheme, target.port) in (
                (address.scheme, address.port),
                ("https", 443),
            )
            if not same or self._method != "GET":
                raise errors.UnexpectedStatusError(
                    f"{self._service.name} has moved from {address.place} to {target.place}, where keys are not sent "
                    f"unasked: set {self._service.url_setting or 'its address'} to that.",
                    status=reply.status,
                )
            address = target
        raise errors.TooManyRedirectsError(
            f"{self._service.name} redirects without end from {address.place}: "
            f"check {self._service.url_setting or 'the address'}."
        )

    async def _ask(self, client: WebClient, address: Address, bounds: Bounds) -> Reply:
        failed: list[Reply] = []

        def wanted(head: Reply) -> bool:
            kind = kind_of(head)
            if head.status >= 400:
                failed.append(head)
                return bool(_MAY_BE_JSON.fullmatch(kind))
            if head.status >= 300:
                return False
            if not _MAY_BE_JSON.fullmatch(kind):
                raise errors.WrongContentTypeError(
                    f"{self._service.name} answered with {kind[:60]} where JSON was expected: "
                    f"check {self._service.url_setting or 'the address'} ({address.place})."
                )
            return True

        try:
            reply = await client.ask(
                address, bounds, method=self._method, headers=self._headers, body=self._body, wanted=wanted
            )
        except errors.WebError:
            if not failed:
                raise
            reply = failed[0]  # what it failed with counts for more than how it told of that
        if reply.status >= 400:
            said = redacted(_said(reply.body), self._keys)[:_SAID_MOST]
            raise _status_error(reply.status, self._service, address.place, reply.headers, said, self._now())
        return reply

    def _value(self, reply: Reply, address: Address) -> Any:
        try:
            return json.loads(reply.body, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise errors.NotJsonReplyError(
                f"{self._service.name} answered with something that is not JSON: "
                f"check {self._service.url_setting or 'the address'} ({address.place})."
            ) from None


def _status_error(
    status: int, service: Service, place: str, headers: Mapping[str, str], said: str, now: datetime
) -> errors.StatusError:
    """The error of a service's status. `said` is what it said about it, already without keys and in bounds."""
    wait = retry_after(headers, now)
    name = service.name
    told = f"{status}: {said}" if said else str(status)
    key = service.key_setting
    url = f"check {service.url_setting}" if service.url_setting else "check the address"
    if status in (401, 407):
        fix = f"check {key} in .env" if key else f"{url}, for it needs a key or a password that it was not given"
        return errors.KeyRefusedError(f"{name} does not accept the key ({told}): {fix}.", status=status)
    if status == 402:
        return errors.PaymentRequiredError(
            f"The plan of {name} is used up ({told}): add to it, or leave this source out.", status=status
        )
    if status in (403, 451):
        fix = f"check what the key in {key} may be used for" if key else f"{url}, and whether it lets programs in"
        return errors.ForbiddenError(f"{name} refuses the call ({told}): {fix}.", status=status)
    if status in (404, 410):
        return errors.NotThereError(f"{name} does not know {place} ({told}): {url}.", status=status)
    if status == 429:
        return errors.TooManyRequestsError(
            f"{name} is called too often ({told}): run again {later(wait)}.", status=status, retry_after=wait
        )
    if status >= 500:
        return errors.ServerFailedError(
            f"{name} failed ({told}): run again {later(wait)}.", status=status, retry_after=wait
        )
    return errors.UnexpectedStatusError(f"{name} did not accept the call of {place} ({told}): {url}.", status=status)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _said(body: bytes) -> str:
    """What a failed answer says in words, on one line."""
    text = body[:10_000].decode("utf-8", errors="replace")
    try:
        text = _message(json.loads(text), depth=4) or ""
    except (ValueError, RecursionError):
        if text.lstrip().startswith(("<", "{", "[")):
            return ""  # a page, or JSON that was cut off
    return " ".join(text.split())


def _message(value: Any, depth: int) -> str | None:
    """The first words in a JSON value that stand where messages do."""
    if isinstance(value, str):
        return value
    if depth == 0:
        return None
    if isinstance(value, list):
        return next((found for item in value if (found := _message(item, depth - 1))), None)
    if isinstance(value, dict):
        for name in ("message", "detail", "details", "error_description", "error", "errors", "info", "title"):
            if found := _message(value.get(name), depth - 1):
                return found
    return None
