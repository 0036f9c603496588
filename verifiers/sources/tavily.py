"""Tavily's search as a source. https://docs.tavily.com/documentation/api-reference/endpoint/search"""

from collections.abc import Sequence
from typing import Any

from gateways.web_errors import PaymentRequiredError, StatusError
from verifiers.sources.web_search import Asked, KeyedSearchSource, Named, named_pages

ADDRESS = "https://api.tavily.com/search"
SERVICE = "Tavily"
KEY = "TAVILY_API_KEY"

_MOST_RESULTS = 20  # of one call, however many are wanted: a call costs the same
_PLAN_USED_UP, _PAY_AS_YOU_GO_USED_UP = 432, 433  # statuses of Tavily's own


class TavilySource(KeyedSearchSource):
    """Pages that Tavily names. It knows no language of a query: the words tell it."""

    name = "tavily"
    own_version = 1
    most_characters = 400
    most_words = 50
    service = SERVICE
    key_setting = KEY
    address = ADDRESS

    async def ask(self, asked: Asked) -> Sequence[Named]:
        """One call of the cheapest depth, without any answer or text of Tavily's own making."""
        question: dict[str, Any] = {
            "query": asked.words,
            "max_results": _MOST_RESULTS,
            "search_depth": "basic",
            "topic": "general",
            "include_answer": False,
            "include_raw_content": False,
            "include_images": False,
        }
        if asked.until:
            question["end_date"] = asked.until.isoformat()
        try:
            reply = await self._gateway.call(
                SERVICE,
                self._address,
                method="POST",
                body=question,
                headers={"Authorization": f"Bearer {self._key.get_secret_value()}"},
                secrets=[self._key.get_secret_value()],
            )
        except StatusError as error:
            if error.status not in (_PLAN_USED_UP, _PAY_AS_YOU_GO_USED_UP):
                raise
            limit = "plan" if error.status == _PLAN_USED_UP else "pay-as-you-go limit"
            raise PaymentRequiredError(
                f"The {limit} of the key in {KEY} is used up ({error.status}): raise it on Tavily's dashboard, or take "
                f"the key out.",
                status=error.status,
            ) from None
        return named_pages(reply, ("results",), url="url", service=SERVICE, is_empty=lambda _: False)
