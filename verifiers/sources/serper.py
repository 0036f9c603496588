"""Google's results through Serper as a source. https://serper.dev, documented in the playground of an account."""

from collections.abc import Sequence
from typing import Any

from gateways.web_errors import KeyRefusedError, PaymentRequiredError, StatusError
from verifiers.sources.web_search import Asked, KeyedSearchSource, Named, named_pages

ADDRESS = "https://google.serper.dev/search"
SERVICE = "Serper"
KEY = "SERPER_API_KEY"

_RESULTS = 10  # Google hands out no more on a page, and Serper charges double for more


class SerperSource(KeyedSearchSource):
    """Pages that Google names, asked through Serper."""

    name = "serper"
    own_version = 1
    most_characters = 1000
    most_words = 32  # Google leaves out what stands behind them
    service = SERVICE
    key_setting = KEY
    address = ADDRESS

    async def ask(self, asked: Asked) -> Sequence[Named]:
        """One call. Raises KeyRefusedError and PaymentRequiredError as Serper's own words tell them."""
        question: dict[str, Any] = {"q": asked.words, "num": _RESULTS, "autocorrect": False}
        if asked.language:
            question["hl"] = asked.language
        if asked.until:
            day = asked.until
            question["tbs"] = f"cdr:1,cd_max:{day.month}/{day.day}/{day.year}"
        try:
            reply = await self._gateway.call(
                SERVICE,
                self._address,
                method="POST",
                body=question,
                headers={"X-API-KEY": self._key.get_secret_value()},
            )
        except StatusError as error:
            raise _by_its_words(error) from None
        return named_pages(
            reply, ("organic",), url="link", service=SERVICE, is_empty=lambda said: "searchParameters" in said
        )


def _by_its_words(error: StatusError) -> StatusError:
    """Serper tells of a wrong key with 403, and of used-up credits with 400."""
    if error.status == 403:
        return KeyRefusedError(f"Serper does not accept the key (403): check {KEY} in .env.", status=403)
    if "not enough credits" in str(error).casefold():
        return PaymentRequiredError(
            f"The credits of the key in {KEY} are used up ({error.status}): buy more at Serper, or take the key out.",
            status=error.status,
        )
    return error
