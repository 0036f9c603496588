from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.matching import claim_forms, is_same_quotation, link_successors, still_standing
from warehouse.records import Article, ArticleVersion, Claim, ClaimForm, ClaimLink
from warehouse.store import Warehouse


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


def saying(text: str, *, speaker: str = "Ada Lund", day: date | None = date(2025, 3, 3)) -> ClaimForm:
    """The form of a quotation, as it is compared with others."""
    said = claim(text, kind="quote", speaker=speaker).model_copy(update={"said_from": day, "said_to": day})
    version = ArticleVersion(
        version_id="ver_1",
        article_id="art_1",
        text=text,
        text_hash="",
        body_start=0,
        body_end=len(text),
        media_type="text/plain",
        encoding="utf-8",
        first_read_at=datetime(2025, 3, 4, tzinfo=UTC),
    )
    (form,) = claim_forms([said], Article(article_id="art_1", source="a.txt"), version)
    return form


TRANSLATED = "Ada Lund said: “The new rulers are quickly changing the whole foreign policy of Norland.”"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("Lund said: “The whole foreign policy of Norland is being changed fast by the new rulers.”", True),
        ("Lund said: “The new leadership is changing Norland’s whole foreign policy quickly.”", True),
        ("Lund said: “The new rulers are not changing the whole foreign policy of Norland.”", False),
        ("Lund said: “The new rulers are quickly changing the whole foreign policy of Ashland.”", False),
        ("Lund said: “The three new rulers are quickly changing the whole foreign policy of Norland.”", False),
        ("Lund said: “Norland will be proud of its new schools and of the young.”", False),
    ],
)
def test_two_translations_of_a_quotation_are_one_unless_a_fact_differs(other: str, same: bool):
    first, second = saying(TRANSLATED), saying(other.replace("Lund said", "Ada Lund said"))
    assert (first.form_id == second.form_id or is_same_quotation(first, second)) == same
    assert is_same_quotation(second, first) == is_same_quotation(first, second)


def test_another_day_or_speaker_is_another_quotation():
    other = TRANSLATED.replace("quickly changing", "changing")
    assert is_same_quotation(saying(TRANSLATED), saying(other))
    assert is_same_quotation(saying(TRANSLATED), saying(other, day=date(2025, 3, 4)))
    assert not is_same_quotation(saying(TRANSLATED), saying(other, day=date(2025, 3, 9)))
    assert not is_same_quotation(saying(TRANSLATED), saying(other, day=None))
    elsewhere = saying(other.replace("Ada Lund", "Bo Ek"), speaker="Bo Ek")
    assert not is_same_quotation(saying(TRANSLATED), elsewhere)


def test_a_link_is_not_made_where_it_would_become_a_chain(tmp_path: Path):
    def link(first: str, second: str) -> ClaimLink:
        return ClaimLink(from_claim_id=first, to_claim_id=second, relation="same_as", made_by="a test")

    warehouse = Warehouse(tmp_path / "desk.duckdb")
    warehouse.commit([link("b", "a"), link("d", "c")])
    wanted = [link("x", "a"), link("x", "b"), link("a", "x"), link("b", "x"), link("y", "z")]
    with warehouse.session() as session:
        assert still_standing(wanted, session) == [link("x", "a"), link("y", "z")]
