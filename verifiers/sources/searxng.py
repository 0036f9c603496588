"""A SearXNG instance of the desk's own as a source. https://docs.searxng.org/dev/search_api.html"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from gateways.errors import redacted
from gateways.web import WebGateway
from gateways.web_errors import ForbiddenError, ServerFailedError, StatusError
from gateways.web_services import Service
from verifiers.sources.web_search import Asked, Named, WebSearchSource, named_pages
from verifiers.webpages import PageReader

SERVICE = "SearXNG"
SETTING = "CLAIMHOUSE_SEARXNG"

_MOST_ENGINES_TOLD = 5


class SearxngSource(WebSearchSource):
    """Pages that a SearXNG instance's engines name. Its time ranges only reach back from today: none is asked for."""

    name = "searxng"
    own_version = 1
    most_characters = 400
    most_words = 32

    def __init__(self, address: str, gateway: WebGateway, reader: PageReader, *, interval_s: float) -> None:
        super().__init__(reader, interval_s=interval_s)
        gateway.add_service(Service(SERVICE, url=address, url_setting=SETTING, interval_s=interval_s))
        self._gateway = gateway
        self._address = f"{address.rstrip('/')}/search"

    def settings(self) -> str:
        return self._address

    @property
    def place(self) -> str:
        return urlsplit(self._address).netloc

    async def ask(self, asked: Asked) -> Sequence[Named]:
        """One call. Raises ForbiddenError where the instance does not hand out JSON.

        Raises ServerFailedError where engines were silent and the others named nothing: that there is nothing is only
        known from engines that answered.
        """
        parameters = {
            "q": asked.words,
            "format": "json",
            "language": asked.language or "all",
            "safesearch": "0",  # what a claim is about may be far from safe
        }
        try:
            reply = await self._gateway.call(SERVICE, self._address, params=parameters)
        except StatusError as error:
            if error.status != 403:
                raise
            raise ForbiddenError(
                f"The SearXNG at {self._address} does not hand out JSON (403): add json to search: formats: in its "
                f"settings.yml, and restart it.",
                status=403,
            ) from None
        named = named_pages(reply, ("results",), url="url", service=SERVICE, is_empty=lambda _: False)
        silent = _silent_engines(reply)
        if silent and not named:
            raise ServerFailedError(
                f"Nothing was found at {self._address}, and these of its engines did not answer: {silent}; run the "
                f"check again later, or disable them in its settings.yml.",
                status=200,
            )
        return named


def _silent_engines(reply: Any) -> str:
    """The engines that failed and why, as pairs in the reply's `unresponsive_engines`."""
    pairs = [pair for pair in reply.get("unresponsive_engines") or () if isinstance(pair, list) and pair]
    told = [f"{pair[0]} ({pair[1]})" if len(pair) > 1 else str(pair[0]) for pair in pairs[:_MOST_ENGINES_TOLD]]
    return redacted(", ".join(told))[:300]
