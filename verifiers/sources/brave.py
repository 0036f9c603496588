"""Brave's web search as a source. https://api-dashboard.search.brave.com/app/documentation/web-search"""

from collections.abc import Sequence
from datetime import date

from gateways.web_errors import KeyRefusedError, PaymentRequiredError, StatusError
from verifiers.sources.web_search import Asked, KeyedSearchSource, Named, named_pages

ADDRESS = "https://api.search.brave.com/res/v1/web/search"
SERVICE = "Brave"
KEY = "BRAVE_API_KEY"

_FIRST_DAY = date(1970, 1, 1)
_MOST_RESULTS = 20  # of one call, however many are wanted: a call costs the same
# `search_lang` has names of its own for some languages, and refuses those that it does not know.
_SAME_NAME_TABLE = """
ar eu bn bg ca hr cs da nl en et fi fr gl de el gu he hi hu is it kn ko lv lt ms ml mr nb pl pa ro ru sr sk sl es sv ta
te th tr uk vi
"""
_LANGUAGES = {
    **{code: code for code in _SAME_NAME_TABLE.split()},
    "ja": "jp",
    "no": "nb",
    "pt": "pt-pt",
    "zh": "zh-hans",
}


class BraveSource(KeyedSearchSource):
    """Pages that Brave's own index names."""

    name = "brave"
    own_version = 1
    most_characters = 400
    most_words = 50
    service = SERVICE
    key_setting = KEY
    address = ADDRESS

    async def ask(self, asked: Asked) -> Sequence[Named]:
        """One call. Raises KeyRefusedError and PaymentRequiredError as Brave's own codes tell them."""
        parameters = {
            "q": asked.words,
            "count": str(_MOST_RESULTS),
            "country": "ALL",
            "result_filter": "web",
            "safesearch": "off",  # what a claim is about may be far from safe
            "spellcheck": "false",  # it would replace names that it does not know
            "text_decorations": "false",
        }
        if asked.language in _LANGUAGES:
            parameters["search_lang"] = _LANGUAGES[asked.language]
        if asked.until:
            parameters["freshness"] = f"{_FIRST_DAY}to{asked.until}"
        try:
            reply = await self._gateway.call(
                SERVICE,
                self._address,
                params=parameters,
                headers={"X-Subscription-Token": self._key.get_secret_value()},
            )
        except StatusError as error:
            raise _by_its_words(error) from None
        return named_pages(
            reply, ("web", "results"), url="url", service=SERVICE, is_empty=lambda said: said.get("type") == "search"
        )


def _by_its_words(error: StatusError) -> StatusError:
    """Brave tells of a wrong key with 422, and of a used-up month with 429, which also stands for a used-up second."""
    said = str(error).casefold()
    if error.status == 422 and "token" in said:
        return KeyRefusedError(
            f"Brave does not accept the key ({error.status}): check {KEY} in .env.", status=error.status
        )
    if (error.status == 429 and "quota" in said) or (error.status == 404 and "subscription" in said):
        return PaymentRequiredError(
            f"The plan of the key in {KEY} is used up or ended ({error.status}): renew it on Brave's dashboard, or "
            f"take the key out.",
            status=error.status,
        )
    return error
