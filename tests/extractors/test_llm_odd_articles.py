"""A model's reading of long and odd articles: seams, entries, speakers, contents, what a rewrite may not change."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from tests import loopback_llm as loop
from tests.extractors.structure.test_odd_articles import article, of_text
from tests.extractors.test_llm_extractor import LINE, claim, extract, from_claims, version
from tests.loopback_llm import Request

SENTENCES = [f"Village number {n} of the valley voted for the new dam in 2024." for n in range(1, 61)]
LONG = " ".join(SENTENCES)


def greedy(request: Request) -> dict[str, Any]:
    """A claim for every sentence that is seen, also for those that are only there to be understood by."""
    return {"claims": [claim(int(n), text) for n, _, text in LINE.findall(request.user)]}


def greedy_pairs(request: Request) -> dict[str, Any]:
    """Besides, a claim over every two sentences that are seen side by side."""
    lines = LINE.findall(request.user)
    pairs = pairwise(lines)
    return {
        "claims": [
            *greedy(request)["claims"],
            *(claim(int(one[0]), f"{one[2]} {two[2]}", kind="comparison") for one, two in pairs),
        ]
    }


def misnumbered(request: Request) -> dict[str, Any]:
    """Every claim is given for the last sentence seen, as a careless model may."""
    lines = LINE.findall(request.user)
    return {"claims": [claim(int(lines[-1][0]), text) for _, _, text in lines]}


@pytest.mark.parametrize("behaviour", [greedy, greedy_pairs, misnumbered])
@pytest.mark.parametrize("chunk_chars", [300, 900, 2500, 100_000])
async def test_no_claim_is_lost_or_doubled_at_a_seam(behaviour: Any, chunk_chars: int) -> None:
    found, requests = await extract(loop.answered_by(behaviour), text=version(LONG), chunk_chars=chunk_chars)
    assert [c.quote for c in found.claims if c.kind == "event"] == SENTENCES
    over_two = [c.quote for c in found.claims if c.kind == "comparison"]
    wanted = [f"{one} {two}" for one, two in pairwise(SENTENCES)]
    assert over_two == (wanted if behaviour is greedy_pairs else [])
    assert found.failures == ()
    assert (len(requests) == 1) == (chunk_chars == 100_000)


async def test_seams_left_by_a_cut_off_reply_are_no_different() -> None:
    def behave(request: Request) -> loop.Answer:
        own = [n for n, context, _ in LINE.findall(request.user) if not context]
        return loop.truncation()(request) if len(own) > 7 else loop.answered_by(greedy_pairs)(request)

    found, _ = await extract(behave, text=version(LONG))
    assert [c.quote for c in found.claims if c.kind == "event"] == SENTENCES
    assert sum(c.kind == "comparison" for c in found.claims) == len(SENTENCES) - 1


async def test_twenty_thousand_words_cost_few_calls() -> None:
    text = " ".join(f"Village number {n} of the valley voted for the new dam in 2024." for n in range(1, 1668))
    found, requests = await extract(loop.answered_by(greedy), text=version(text))
    assert len(found.claims) == 1667
    assert len(requests) <= len(text) / 6000 + 1
    sent = sum(len(request.user) for request in requests)
    assert sent < 1.35 * len(text)


async def test_what_was_said_is_linked_to_what_it_says() -> None:
    found = await from_claims(
        claim(3, "“We have 1,200 houses standing empty,” Voss told The Paper", kind="quote", speaker="Mara Voss"),
        claim(3, "We have 1,200 houses standing empty", kind="quantity", speaker="Mara Voss"),
        claim(5, "Opposition leader Piet Lamm said the plan was “theft.”", kind="quote", speaker="Piet Lamm"),
        claim(6, "The council last raised the levy in 2019.", speaker="Piet Lamm"),
        claim(6, "The council last raised the levy in 2019."),
    )
    texts = {c.claim_id: (c.quote, c.kind) for c in found.claims}
    (link,) = found.links
    assert (link.relation, link.made_by) == ("content_of", "llm")
    assert texts[link.from_claim_id] == ("We have 1,200 houses standing empty", "quantity")
    assert texts[link.to_claim_id][1] == "quote"


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Nobody was hurt in the fire", "Somebody was hurt in the fire."),
        ("The owner did not pay the fine", "The owner paid the fine."),
        ("the alleged arsonist left Arden", "The arsonist left Arden."),
        ("a fine of up to 300 crowns", "The fine is 300 crowns."),
        ("If the court agrees, the hall will close", "The hall will close."),
        ("The hall may close", "The hall will close."),
        ("The owner paid the fine", "The owner undoubtedly paid the fine."),
    ],
)
async def test_a_rewrite_that_says_more_or_less_is_dropped(quote: str, text: str) -> None:
    body = f"{quote}. The ferry of Arden was shut on Friday by its owner."
    found = await from_claims(claim(1, quote, text), text=version(body))
    assert [c.text for c in found.claims] == [quote]
    assert "brought in something else" in (found.extraction.note or "")


async def test_a_translation_counts_where_the_article_tells_of_one() -> None:
    said = claim(1, "We won", kind="quote", speaker="Ann Lee", translated=True)
    told = "“We won,” Ann Lee told reporters, according to a translation from Norwegian."
    plain = "“We won,” Ann Lee told reporters on Friday, and then she left for Oslo."
    assert (await from_claims(said | {"quote": "“We won,” Ann Lee"}, text=version(told))).claims[
        0
    ].quote_fidelity == "translated"
    assert (await from_claims(said | {"quote": "“We won,” Ann Lee"}, text=version(plain))).claims[
        0
    ].quote_fidelity == "partial"


async def test_the_day_of_an_entry_and_the_speaker_of_a_turn_are_told_and_used() -> None:
    blog = article("live_newest_first.txt")
    found, (request,) = await extract(loop.answered_by(greedy), of=blog.article, text=blog.version)
    lines = request.user.splitlines()
    bridge = next(i for i, line in enumerate(lines) if "Stone Bridge closed today" in line)
    assert lines[bridge - 1] == "-- entry of Wednesday, 2025-03-05, 23:50"
    closed = next(c for c in found.claims if "Stone Bridge closed today" in c.quote)
    assert (closed.about_from, closed.about_to) == (date(2025, 3, 5), date(2025, 3, 5))
    # The dates of an entry may be written out.
    rewritten = "The Stone Bridge closed on 5 March 2025 after water reached its deck, the council said."
    wrong = rewritten.replace("5 March", "6 March")
    for text, kept in ((rewritten, True), (wrong, False)):
        again = await from_claims(claim(5, closed.quote, text), of=blog.article, text=blog.version)
        assert (again.claims[0].text == text) == kept

    talk = article("interview_labels.txt")
    found, (request,) = await extract(loop.answered_by(greedy), of=talk.article, text=talk.version)
    assert "-- Mara Voss speaks" in request.user
    assert "-- the article’s own voice" in request.user
    answer = "The contract was signed by the harbour board in June 2023."
    said = await from_claims(
        claim(7, answer, speaker="Mara Voss", speaker_named=True), of=talk.article, text=talk.version
    )
    assert said.claims[0].quote_fidelity == "verbatim"
    assert said.claims[0].said_to == date(2025, 3, 6)


async def test_the_language_is_recorded() -> None:
    german = article("german.txt")
    found, _ = await extract(loop.answered_by(greedy), of=german.article, text=german.version)
    assert (found.extraction.language, len(found.claims)) == ("de", 3)
    short = of_text("No comment.\n")
    found, _ = await extract(loop.answered_by(greedy), of=short.article, text=short.version)
    assert found.extraction.language is None
