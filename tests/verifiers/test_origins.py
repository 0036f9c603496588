"""Ten reprints of one dispatch are one origin, and the article's own story is none."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.verifiers import builders
from verifiers.attribution import source_key
from verifiers.origins import OwnStory, group_origins, same_story
from warehouse.records import Document

STORY = (
    "A ferry carrying forty passengers ran aground off the northern cape in the early hours of Monday, and the "
    "coast guard took everybody off within three hours, while the captain stayed to wait for the tug that came at noon."
)
OTHER = (
    "Rescuers brought all passengers of a grounded ferry ashore before sunrise. Nobody was hurt, though the vessel, "
    "which belongs to a small company from the south, has lost much of its fuel and may have to be broken up."
)


def paper(name: str, text: str, published: str | None = "2025-03-01", origin: str | None = None) -> Document:
    return builders.document(text, publisher=name, published=published, origin=origin)


FIRST = paper("Harbour Post", STORY, "2025-03-01")
REPRINT = paper("Valley News", f"{STORY} More on this soon.", "2025-03-02")
CUT = paper("Metro", STORY[: len(STORY) * 2 // 3], "2025-03-03")
INDEPENDENT = paper("Courier", OTHER, "2025-03-01")


def test_reprints_share_the_origin_of_the_earliest() -> None:
    origins = group_origins([CUT, REPRINT, FIRST, INDEPENDENT])
    assert {origins[one.document_id] for one in (FIRST, REPRINT, CUT)} == {"Harbour Post"}
    assert origins[INDEPENDENT.document_id] == "Courier"


def test_one_wire_credit_is_one_origin() -> None:
    one, other = paper("A", STORY, origin="reuters"), paper("B", OTHER, origin="Reuters")
    assert len(set(group_origins([one, other]).values())) == 1


def test_the_same_source_is_one_origin() -> None:
    sources = {
        FIRST.document_id: [source_key("the Coast Guard of Norland")],
        INDEPENDENT.document_id: [source_key("Norland's coast guard")],
    }
    assert len(set(group_origins([FIRST, INDEPENDENT], sources).values())) == 1
    assert len(set(group_origins([FIRST, INDEPENDENT]).values())) == 2


def test_unnamed_officials_are_one_source_and_two_ministries_two() -> None:
    def grouped(first: str, second: str) -> int:
        sources = {FIRST.document_id: [source_key(first)], INDEPENDENT.document_id: [source_key(second)]}
        return len(set(group_origins([FIRST, INDEPENDENT], sources).values()))

    assert (
        grouped("a senior official", "officials who asked not to be named") == 1
        or grouped("a senior official", "officials") == 1
    )
    assert grouped("Reuters", "the Reuters news agency") == 1
    assert grouped("the Interfax agency", "Interfax") == 1
    assert grouped("the Norwegian foreign ministry", "the Swedish foreign ministry") == 2
    assert grouped("Dmitry Orlan", "Orlan") == 1


def test_an_undated_document_does_not_name_a_group_that_has_a_dated_one() -> None:
    undated = paper("Archive", STORY, None)
    assert set(group_origins([undated, REPRINT]).values()) == {"Valley News"}


@given(st.permutations([FIRST, REPRINT, CUT, INDEPENDENT, paper("Archive", f"{OTHER} Archived.", None)]))
def test_the_order_of_the_documents_does_not_matter(documents: list[Document]) -> None:
    assert group_origins(documents) == group_origins(sorted(documents, key=lambda one: one.document_id))


def test_a_story_contained_in_a_longer_page_is_the_same_story() -> None:
    assert same_story(STORY, paper("A", f"Elsewhere today. {STORY} {OTHER}"))
    assert not same_story(STORY, INDEPENDENT)
    words = STORY.split()
    random.Random(7).shuffle(words)
    assert not same_story(STORY, paper("A", " ".join(words)))


class TestOwnStory:
    article = builders.article(
        STORY, url="https://www.harbour-post.example/ferry", outlet="The Harbour Post"
    ).model_copy(update={"originator": "Associated Press"})
    own = OwnStory.of(article, builders.version_of(article, STORY))

    def test_itself_its_reprints_its_outlet_and_its_originator(self) -> None:
        assert self.own.is_of(REPRINT)
        assert self.own.is_of(paper("harbour post", OTHER))
        assert self.own.is_of(builders.document(OTHER, publisher="X", url="https://harbour-post.example/other"))
        assert self.own.is_of(paper("AP", OTHER))
        assert self.own.is_of(paper("Valley News", OTHER, origin="associated press"))

    def test_others_are_not(self) -> None:
        assert not self.own.is_of(INDEPENDENT)

    def test_an_article_of_no_known_outlet_has_only_its_text(self) -> None:
        bare = builders.article(STORY, url=None, outlet=None)
        own = OwnStory.of(bare, builders.version_of(bare, STORY))
        assert own.is_of(FIRST)
        assert not own.is_of(builders.document(OTHER, publisher=None, url=None))


class TestAShortDocumentThatStandsInTheArticle:
    article = f"{STORY} {OTHER} The mayor of the nearest town thanked everybody who had come out to help that night."

    def test_a_sentence_that_both_have_is_no_reprint(self) -> None:
        assert not same_story(self.article, paper("A", STORY))

    def test_an_excerpt_and_the_whole_are(self) -> None:
        assert same_story(self.article, paper("A", f"{STORY} {OTHER}"))
        assert same_story(self.article, paper("A", self.article))
        assert same_story(f"{self.article} " + " ".join(f"w{n}" for n in range(900)), paper("A", f"{STORY} {OTHER}"))
