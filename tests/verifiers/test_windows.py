"""The stretches that a small network reads: nothing is lost, nothing is longer than may be."""

from hypothesis import given
from hypothesis import strategies as st

from verifiers.judges.windows import LONGEST_DIGEST, best_together, digest, shares_nothing, windows, windows_for

SENTENCES = [
    "The ferry left Norport at dawn.",
    "It carried 90 people.",
    "Nobody was hurt.",
    "The pier is to be rebuilt.",
]


def test_a_short_passage_is_one_window() -> None:
    assert windows(" ".join(SENTENCES)) == [" ".join(SENTENCES)]
    assert windows(" \n ") == []


def test_windows_are_cut_at_sentence_ends_and_overlap_by_a_sentence() -> None:
    found = windows(" ".join(SENTENCES), most=60)
    assert found == [" ".join(SENTENCES[:2]), " ".join(SENTENCES[1:3]), " ".join(SENTENCES[2:])]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    found = windows("word " * 100, most=60)
    assert all(set(one.split()) == {"word"} for one in found)
    assert sum(len(one.split()) for one in found) >= 100


@given(st.lists(st.sampled_from(SENTENCES), max_size=12), st.integers(min_value=20, max_value=200))
def test_no_word_is_lost_and_no_window_is_too_long(sentences: list[str], most: int) -> None:
    text = " ".join(sentences)
    found = windows(text, most=most)
    assert all(len(one) <= most for one in found)
    rest = " ".join(found)
    assert all(word in rest.split() for word in text.split())


@given(st.text(max_size=400), st.integers(min_value=1, max_value=50))
def test_any_text_can_be_cut(text: str, most: int) -> None:
    assert all(0 < len(one) <= most for one in windows(text, most=most))


def test_two_passages_are_joined_by_the_sentences_that_complete_each_other() -> None:
    claim = "Ada Lund, who chairs the council of Norport, opened the new pier on 3 May."
    texts = [
        "It rained. Ada Lund has chaired the council of Norport since March.",
        "The fair was dull.",
        "Lund opened the new pier on 3 May. A band played.",
    ]
    places, text = best_together(claim, texts, count=3)
    assert places == (0, 2)
    assert text == f"{texts[0].removeprefix('It rained. ')} Lund opened the new pier on 3 May."


def test_nothing_is_joined_where_one_passage_has_it_all() -> None:
    claim = "Ada Lund opened the pier."
    assert len(best_together(claim, [claim, "Ada Lund was there.", "Rain fell."], count=3)[0]) == 1


class TestWhatSharesNothing:
    CLAIM = "The council of Norport spent 40 million crowns on the pier."

    def test_other_matters(self) -> None:
        assert shares_nothing(self.CLAIM, ["A band played at the fair.", "Fair opens"])

    def test_one_name_number_or_word_is_enough(self) -> None:
        for passage in ("Norport is a town.", "It cost 40 euros.", "The piers were old.", "Councillors met."):
            assert not shares_nothing(self.CLAIM, [passage])

    def test_the_title_counts(self) -> None:
        assert not shares_nothing(self.CLAIM, ["It was much too dear.", "Norport and its debts"])

    def test_a_claim_of_a_few_common_words_is_held_against_anything(self) -> None:
        assert not shares_nothing("It is too dear.", ["They want a lot of money for it."])


FILLER = "Nothing else was told of that long day by anybody at all who lives along that coast. " * 4


def test_a_digest_holds_what_is_near_a_claim_however_far_apart_it_stands() -> None:
    text = f"The ferry left Norport at dawn. {FILLER}It carried 90 people. {FILLER}The pier is to be rebuilt."
    claim = "The ferry left Norport with 90 people."
    assert digest(claim, text) == "The ferry left Norport at dawn. It carried 90 people."
    assert digest("Bananas grow in Brazil.", text) == ""
    assert windows_for(claim, text)[-1] == digest(claim, text)
    assert windows_for(claim, "The ferry left Norport at dawn.") == ["The ferry left Norport at dawn."]


def test_of_a_long_passage_the_windows_that_share_most_are_read() -> None:
    text = " ".join(f"Paragraph {number} of {FILLER}" for number in range(60)) + " The ferry left Norport at dawn."
    found = windows_for("The ferry left Norport.", text)
    assert len(found) < len(windows(text))
    assert any("Norport" in one for one in found[:-1])


@given(st.lists(st.sampled_from(SENTENCES), max_size=40), st.sampled_from(SENTENCES))
def test_a_digest_is_made_of_whole_sentences_and_fits(sentences: list[str], claim: str) -> None:
    found = digest(claim, " ".join(sentences))
    assert len(found) <= LONGEST_DIGEST
    left = found
    for one in SENTENCES:
        left = left.replace(one, "")
    assert not left.strip()
    assert (claim in found) == (claim in sentences)
