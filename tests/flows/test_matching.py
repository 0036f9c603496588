from flows.matching import link_successors
from warehouse.records import Claim


def claim(quote: str, *, kind: str = "event", text: str | None = None, speaker: str | None = None) -> Claim:
    return Claim(
        claim_id=Claim.id_for("art_1", kind, quote, text or quote, speaker, 0),
        extraction_id="ext_1",
        article_id="art_1",
        version_id="ver_1",
        ordinal=0,
        quote=quote,
        start=0,
        end=len(quote),
        text=text or quote,
        kind=kind,
        checkable=True,
        checkworthiness=0.5,
        speaker=speaker,
    )


def test_a_claim_that_stays_as_it_was_needs_no_link():
    same = claim("The dam burst on Monday.")
    assert link_successors([same], [same]) == ()


def test_a_better_text_of_the_same_words_succeeds_the_old_claim():
    old = claim("It burst on Monday.")
    new = claim("It burst on Monday.", text="The dam burst on Monday, 3 March 2025.")
    (link,) = link_successors([new], [old])
    assert (link.from_claim_id, link.to_claim_id, link.relation) == (new.claim_id, old.claim_id, "succeeds")


def test_other_words_or_another_speaker_never_succeed():
    old = claim("The dam burst on Monday.", speaker="Ada Lund")
    assert link_successors([claim("The dam burst on Tuesday.", speaker="Ada Lund")], [old]) == ()
    assert link_successors([claim("The dam burst on Monday.", speaker="Bo Ek")], [old]) == ()


def test_a_quotation_and_its_content_each_find_their_own():
    words = "“We closed nine mines.”"
    old_quote, old_content = claim(words, kind="quote"), claim(words, kind="event")
    new_quote = claim(words, kind="quote", text="Ada Lund said: “We closed nine mines.”")
    new_content = claim(words, kind="event", text="We closed nine mines.")
    links = link_successors([new_content, new_quote], [old_quote, old_content])
    assert {(link.from_claim_id, link.to_claim_id) for link in links} == {
        (new_quote.claim_id, old_quote.claim_id),
        (new_content.claim_id, old_content.claim_id),
    }


def test_a_claim_is_succeeded_once():
    old = claim("It burst.")
    first, second = claim("It burst.", text="The dam burst."), claim("It burst.", text="The old dam burst.")
    assert [link.from_claim_id for link in link_successors([first, second], [old])] == [first.claim_id]
