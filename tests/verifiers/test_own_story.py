"""The article itself, its reprints and its outlet's pages are no evidence for it, and are shown with the reason."""

import random

from tests.verifiers import builders
from tests.verifiers.test_origins import CUT, FIRST, INDEPENDENT, OTHER, REPRINT, STORY, paper
from verifiers.own_story import OwnStory, same_story
from verifiers.protocols import Hit


def test_a_story_contained_in_a_longer_page_is_the_same_story() -> None:
    assert same_story(STORY, paper("A", f"Elsewhere today. {STORY} {OTHER}"))
    assert not same_story(STORY, INDEPENDENT)
    words = STORY.split()
    random.Random(7).shuffle(words)
    assert not same_story(STORY, paper("A", " ".join(words)))


def test_a_brief_that_is_half_quotation_is_its_reprint_s_story() -> None:
    brief = (
        "Some 9,000 visitors came to the new Callis Maritime Museum on its first day. Many had come by special train. "
        "“It was a tide of people,” a guard said."
    )
    reprint = brief.replace("first day.", "first day, Albion News Service reports.")
    assert same_story(brief, paper("A", f"{reprint} The museum is open daily except Mondays."))


class TestOwnStory:
    article = builders.article(
        STORY, url="https://www.harbour-post.example/ferry", outlet="The Harbour Post"
    ).model_copy(update={"originator": "Associated Press"})
    own = OwnStory.of(article, builders.version_of(article, STORY))

    def test_itself_its_reprints_its_outlet_and_its_originator(self) -> None:
        why = self.own.why
        itself = builders.document(OTHER, publisher="X", url="https://www.harbour-post.example/ferry")
        assert why(itself) == "the article itself"
        assert why(REPRINT) == "near-duplicate of the article"
        assert why(paper("harbour post", OTHER)) == "the article's own outlet"
        assert (
            why(builders.document(OTHER, publisher="X", url="https://harbour-post.example/other"))
            == "the article's own outlet"
        )
        assert why(paper("AP", OTHER)) == "of Associated Press, whom the article was taken from"
        assert why(paper("Valley News", OTHER, origin="associated press")) == why(paper("AP", OTHER))
        assert why(paper("Valley News", f"{OTHER} Again.", origin="Harbour Post")) == "credits the article's own outlet"

    def test_others_are_not(self) -> None:
        assert self.own.why(INDEPENDENT) is None

    def test_what_is_left_out_is_told_apart_with_its_reason(self) -> None:
        usable, left_out = self.own.leave_out([Hit(REPRINT, 2.0), Hit(INDEPENDENT, 1.0)])
        assert [hit.document for hit in usable] == [INDEPENDENT]
        [one] = left_out
        assert (one.document_id, one.publisher, one.reason) == (
            REPRINT.document_id, "Valley News", "near-duplicate of the article",
        )  # fmt: skip

    def test_an_article_of_no_known_outlet_has_only_its_text(self) -> None:
        bare = builders.article(STORY, url=None, outlet=None)
        own = OwnStory.of(bare, builders.version_of(bare, STORY))
        assert own.why(FIRST)
        assert own.why(builders.document(OTHER, publisher=None, url=None)) is None

    def test_an_aggregator_s_pages_are_not_all_one_outlet_s(self) -> None:
        on_msn = builders.article(STORY, url="https://www.msn.com/en/1", outlet="The Independent")
        own = OwnStory.of(on_msn, builders.version_of(on_msn, STORY))
        guardian = builders.document(OTHER, publisher="The Guardian", url="https://www.msn.com/en/2")
        assert own.why(guardian) is None
        itself = builders.document(OTHER, publisher=None, url="https://www.independent.co.uk/3")
        assert own.why(itself) == "the article's own outlet"


class TestAShortDocumentThatStandsInTheArticle:
    article = f"{STORY} {OTHER} The mayor of the nearest town thanked everybody who had come out to help that night."

    def test_a_sentence_that_both_have_is_no_reprint(self) -> None:
        assert not same_story(self.article, paper("A", STORY))
        assert not same_story(self.article, CUT)

    def test_an_excerpt_and_the_whole_are(self) -> None:
        assert same_story(self.article, paper("A", f"{STORY} {OTHER}"))
        assert same_story(self.article, paper("A", self.article))
        assert same_story(f"{self.article} " + " ".join(f"w{n}" for n in range(900)), paper("A", f"{STORY} {OTHER}"))
