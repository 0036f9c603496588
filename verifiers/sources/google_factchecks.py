"""Google's Fact Check Tools API: fact-checks of desks all over the world, by the words of their claims.

https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from gateways.web import WebGateway
from gateways.web_errors import KeyRefusedError, NotJsonReplyError, StatusError
from gateways.web_services import Service
from language.moments import Moment, parse_moment
from language.pages import canonical_url
from verifiers.claim_reviews import ClaimReview, Rating, plain_text

VERSION = 1

NAME = "Google's Fact Check Tools"
KEY = "GOOGLE_FACTCHECK_API_KEY"
ADDRESS = "https://factchecktools.googleapis.com/v1alpha1/claims:search"

_PAGE_SIZE = 30
_MOST_PAGES = 2  # what is not among the first sixty has little in common with the words that were asked for
_INTERVAL_S = 0.2
_LONGEST_QUERY = 400


class GoogleFactChecks:
    """Asks the API. `address` is another one only in tests."""

    def __init__(self, web: WebGateway, key: SecretStr, *, address: str = ADDRESS) -> None:
        self._web = web
        self._key = key
        self.address = address
        url = address if address != ADDRESS else None
        web.add_service(Service(NAME, url=url, key_setting=KEY, interval_s=_INTERVAL_S))

    async def search(self, words: str, *, language: str | None = None) -> list[ClaimReview]:
        """The fact-checks of claims with such words, in Google's order.

        Raises the errors of `gateways.web_errors`; a bad key, which Google tells with 400, is a KeyRefusedError.
        """
        found: list[ClaimReview] = []
        token: str | None = None
        for _ in range(_MOST_PAGES):
            answer = await self._page(words[:_LONGEST_QUERY], language, token)
            found += [review for claim in _listed(answer, "claims") for review in _reviews(claim)]
            token = _text(answer.get("nextPageToken"))
            if token is None:
                break
        return found

    async def _page(self, words: str, language: str | None, token: str | None) -> Mapping[str, Any]:
        key = self._key.get_secret_value()
        try:
            answer = await self._web.call(
                NAME,
                self.address,
                params={"query": words, "languageCode": language, "pageSize": _PAGE_SIZE, "pageToken": token},
                headers={"X-Goog-Api-Key": key},
                secrets=[key],
            )
        except StatusError as error:
            if error.status == 400 and "api key" in str(error).lower():
                raise KeyRefusedError(
                    f"{NAME} do not accept the key (400): check {KEY} in .env.", status=error.status
                ) from error
            raise
        if not isinstance(answer, dict):
            raise NotJsonReplyError(f"{NAME} answered with JSON that is no answer of theirs: check {self.address}.")
        return answer


def _reviews(claim: Mapping[str, Any]) -> list[ClaimReview]:
    """A claim's fact-checks; what tells neither its words nor who rated them is left out."""
    text = _text(claim.get("text"))
    if text is None:
        return []
    found = []
    for review in _listed(claim, "claimReview"):
        publisher = review.get("publisher")
        publisher = publisher if isinstance(publisher, dict) else {}
        url = canonical_url(_text(review.get("url")))
        name = _text(publisher.get("name")) or _text(publisher.get("site"))
        if url is None and name is None:
            continue
        found.append(
            ClaimReview(
                claim=text,
                rating=Rating(words=_text(review.get("textualRating"))),
                url=url,
                title=_text(review.get("title")),
                publisher=name,
                reviewed=_moment(review.get("reviewDate")),
                claimant=_text(claim.get("claimant")),
                claimed=_moment(claim.get("claimDate")),
                language=_text(review.get("languageCode")),
            )
        )
    return found


def _listed(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: Any) -> str | None:
    return (plain_text(value)[:2_000] or None) if isinstance(value, str) else None


def _moment(value: Any) -> Moment | None:
    text = _text(value)
    return parse_moment(text) if text else None
