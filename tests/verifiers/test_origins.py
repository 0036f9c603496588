"""Ten reprints of one dispatch are one origin, two reporters are two, and each document tells why it counts where."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cpu_time import at_most
from tests.verifiers import builders
from verifiers.attribution import source_key
from verifiers.origins import Origin, Source, group_origins
from verifiers.publishers import load_publishers
from warehouse.records import Document

STORY = (
    "A ferry carrying forty passengers ran aground off the northern cape in the early hours of Monday, and the "
    "coast guard took everybody off within three hours, while the captain stayed to wait for the tug that came at noon."
)
OTHER = (
    "Rescuers brought all passengers of a grounded ferry ashore before sunrise. Nobody was hurt, though the vessel, "
    "which belongs to a small company from the south, has lost much of its fuel and may have to be broken up."
)
LONG = (
    f"{STORY} The ship had left the island at midnight against the advice of the harbour office, which had measured "
    "waves of four metres at the outer buoy. Its owner said later that a rudder had jammed. Divers found a hole of the "
    "length of a hand below the engine room, and pumps kept the water out until the tug had made fast. The line is to "
    "be served by a smaller boat for at least two weeks, and travellers with cars have been asked to take the road."
)


def paper(name: str, text: str, published: str | None = "2025-03-01", origin: str | None = None) -> Document:
    return builders.document(text, publisher=name, published=published, origin=origin)


def origins_of(*documents: Document, **sources: list[str]) -> Mapping[str, Origin]:
    """By publisher; `sources` are the words for whom the paper of that name rests on."""
    by_id = {one.document_id: sources.get((one.publisher or "").replace(" ", "_"), []) for one in documents}
    named = {key: [Source(source_key(name), name) for name in names] for key, names in by_id.items()}
    found = group_origins(documents, load_publishers(), named)
    return {one.publisher or "": found[one.document_id] for one in documents}


def count(found: Mapping[str, Origin]) -> int:
    return len({origin.name for origin in found.values()})


FIRST = paper("Harbour Post", STORY, "2025-03-01")
REPRINT = paper("Valley News", f"{STORY} More on this soon.", "2025-03-02")
CUT = paper("Metro Sun", STORY[: len(STORY) * 2 // 3], "2025-03-03")
INDEPENDENT = paper("Courier", OTHER, "2025-03-01")


def retouched(text: str, seed: int) -> str:
    """As a desk reprints: every fifteenth word or so is another, a sentence is cut, a line of its own is put before."""
    rng = random.Random(seed)
    sentences = text.split(". ")
    del sentences[rng.randrange(1, len(sentences))]
    words = [
        rng.choice(["local", "reportedly", "meanwhile", "harbour"]) if rng.random() < 0.06 else word
        for word in ". ".join(sentences).split()
    ]
    return f"Our desk number {seed} follows the story. {' '.join(words)}"


def test_reprints_share_the_origin_of_the_earliest() -> None:
    found = origins_of(CUT, REPRINT, FIRST, INDEPENDENT)
    assert {found[name].name for name in ("Harbour Post", "Valley News", "Metro Sun")} == {"Harbour Post"}
    assert found["Harbour Post"].reason is None
    assert found["Valley News"].reason == "near-duplicate of Harbour Post (1 March 2025)"
    assert found["Courier"] == Origin("Courier")


def test_ten_retouched_reprints_are_one_origin_and_two_reporters_two() -> None:
    reprints = [paper(f"Paper {number}", retouched(LONG, number), f"2025-03-0{number + 2}") for number in range(7)]
    reprints += [paper(f"Late {number}", retouched(LONG, number + 7), None) for number in range(3)]
    found = origins_of(paper("Harbour Post", LONG), *reprints, INDEPENDENT)
    assert count(found) == 2
    assert all((found[one.publisher or ""].reason or "").startswith("near-duplicate of") for one in reprints)


def test_two_reports_of_one_speech_share_its_quotations_and_no_origin() -> None:
    speech = (
        "“We shall dredge the channel before the winter, we shall pay for it out of the port dues, and whoever tells "
        "you that the ferry line is closed for good has not read a single page of the contract that I signed today.”"
    )
    one = f"Mayor Vik promised a deeper channel when he spoke to the council. {speech} He left without questions."
    two = f"At the town hall on Monday evening the crowd was loud and the mayor louder. {speech} Some booed him."
    rest = " The budget has no line for it, as the treasurer pointed out when the hall had emptied."
    more = " Fishermen who had come by boat shook their heads; the last dredger was sold years ago."
    assert count(origins_of(paper("Gazette", one + rest), paper("Herald", two + more))) == 2


def test_two_briefs_that_have_one_sentence_in_common_are_two() -> None:
    sentence = "The council of Northport suspended the levy on fish from the third of March."
    one = paper("Gazette", f"NORTHPORT — {sentence} It did not say for how long.")
    two = paper("Herald", f"The pause is over. {sentence} On Monday the boats went out again, and the market was full.")
    assert count(origins_of(one, two)) == 2
    assert count(origins_of(one, paper("Herald", f"NORTHPORT: {sentence} It did not say for how long!"))) == 1


def test_a_brief_with_a_quotation_and_its_reprint_with_a_line_more_are_one() -> None:
    brief = (
        "Some 9,000 visitors came to the new Callis Maritime Museum on its first day. Many had come by special train. "
        "“It was a tide of people,” a guard said."
    )
    reprint = brief.replace("first day.", "first day, Albion News Service reports.")
    longer = f"{reprint} The museum is open daily except Mondays."
    assert count(origins_of(paper("Inland Post", f"{brief} (ANS)"), paper("South Coast Echo", longer))) == 1
    other = "The guards at the new Callis Maritime Museum were busy. “It was a tide of people,” a guard said."
    assert count(origins_of(paper("Inland Post", other), paper("South Coast Echo", longer))) == 2


def test_one_wire_credit_is_one_origin() -> None:
    found = origins_of(paper("Gazette", STORY, origin="reuters"), paper("Herald", OTHER, origin="Reuters"))
    assert count(found) == 1
    assert [origin.reason for origin in found.values()] == ["credits Reuters", "credits Reuters"]


def test_one_publisher_is_one_origin_whatever_it_calls_itself() -> None:
    one = builders.document(STORY, publisher="BBC", url="https://www.bbc.co.uk/news/1")
    other = builders.document(OTHER, publisher="BBC Sport", url="https://www.bbc.com/sport/2", published="2025-03-02")
    found = group_origins([one, other], load_publishers())
    assert len({origin.name for origin in found.values()}) == 1
    assert found[other.document_id].reason == "of the same publisher as BBC (1 March 2025)"


def test_what_one_state_controls_is_one_origin() -> None:
    tass = builders.document(STORY, publisher="TASS", url="https://tass.com/1")
    rt = builders.document(OTHER, publisher="RT", url="https://rt.com/1", published="2025-03-02")
    kremlin = builders.document("The ferry is off the rocks.", publisher="Kremlin", url="https://kremlin.ru/1")
    register = builders.document("Ferry: struck off.", publisher="Rosstat", url="https://rosstat.gov.ru/1")
    papers = [tass, rt, kremlin, register, paper("Courier", "A tug came at noon, and the ferry went home.")]
    found = group_origins(papers, load_publishers())
    assert len({origin.name for origin in found.values()}) == 3
    assert found[rt.document_id].reason == "the government of Russia answers for it, as for Kremlin (1 March 2025)"
    other = builders.document(OTHER, publisher="Xinhua", url="https://news.cn/1")
    assert len({one.name for one in group_origins([tass, other], load_publishers()).values()}) == 2
    two = [
        builders.document(text, publisher=host, url=f"https://{host}/1")
        for text, host in ((STORY, "state.gov"), (OTHER, "nasa.gov"))
    ]
    assert len({one.name for one in group_origins(two, load_publishers()).values()}) == 2


def test_the_same_source_is_one_origin() -> None:
    found = origins_of(
        FIRST, INDEPENDENT, Harbour_Post=["the Coast Guard of Norland"], Courier=["Norland's coast guard"]
    )
    assert count(found) == 1
    assert found["Courier"].reason == "rests on the same source: Norland's coast guard"
    assert count(origins_of(FIRST, INDEPENDENT)) == 2


THIRD = paper("Dispatch", "The port was calm again on Tuesday, and the wreck lay where the storm had left it.")


def test_three_papers_that_rest_on_one_unnamed_official_are_one() -> None:
    found = origins_of(
        FIRST, INDEPENDENT, THIRD,
        Harbour_Post=["a senior official"], Courier=["officials who asked not to be named"],
        Dispatch=["a person familiar with the matter"],
    )  # fmt: skip
    assert count(found) == 1
    assert {origin.reason for origin in found.values()} == {"rests on the same unnamed official"}


@pytest.mark.parametrize(
    ("first", "second", "origins"),
    [
        ("a senior official", "officials who asked not to be named", 1),
        ("a person familiar with the matter", "two people briefed on the talks", 1),
        ("officials", "Kremlin officials", 1),
        ("Kremlin officials", "U.S. officials", 2),
        ("an official", "Jon Vik, a harbour official", 2),
        ("Reuters", "the Reuters news agency", 1),
        ("the Interfax agency", "Interfax", 1),
        ("the Norwegian foreign ministry", "the Swedish foreign ministry", 2),
        ("the foreign ministry", "a spokesman for the Norwegian foreign ministry", 1),
        ("Dmitry Orlan", "Orlan", 1),
        ("he", "he", 2),
    ],
)
def test_which_sources_are_one(first: str, second: str, origins: int) -> None:
    assert count(origins_of(FIRST, INDEPENDENT, Harbour_Post=[first], Courier=[second])) == origins


def test_an_official_who_may_be_of_either_house_does_not_make_the_houses_one() -> None:
    found = origins_of(
        FIRST, INDEPENDENT, THIRD,
        Harbour_Post=["Kremlin officials"], Courier=["U.S. officials"], Dispatch=["officials"],
    )  # fmt: skip
    assert count(found) == 2


def test_a_story_with_two_sources_joins_one_and_adds_none() -> None:
    found = origins_of(
        FIRST, INDEPENDENT, THIRD,
        Harbour_Post=["the port authority"], Courier=["Norland's police"],
        Dispatch=["the port authority", "Norland's police"],
    )  # fmt: skip
    assert count(found) == 2


def test_who_cites_a_medium_counts_with_it() -> None:
    cites = Source.medium("harbour post", "Harbour Post")
    found = group_origins([FIRST, INDEPENDENT, THIRD], load_publishers(), {THIRD.document_id: [cites]})
    assert found[THIRD.document_id] == Origin("Harbour Post", "cites Harbour Post", taken_from="harbour post")
    assert found[FIRST.document_id].reason is None
    assert found[INDEPENDENT.document_id].name == "Courier"


QUOTA = "The fishing quota for herring rises by a tenth from May, and the boats of the north coast may go out earlier."
ASIDE = [
    paper("Harbour Post", f"{QUOTA} Nets are to be checked in port.", "2025-02-01"),
    paper("Courier", f"{QUOTA} Nets are to be checked in the port.", "2025-02-02"),
]


def test_what_two_papers_both_print_on_another_matter_does_not_join_their_own_stories() -> None:
    beside = [one.document_id for one in ASIDE]
    for told in ([FIRST, INDEPENDENT, *ASIDE], [*ASIDE, INDEPENDENT, FIRST]):
        found = group_origins(told, load_publishers(), beside=beside)
        assert found[FIRST.document_id].name == "Harbour Post"
        assert found[INDEPENDENT.document_id] == Origin("Courier")
    assert len({one.name for one in group_origins([FIRST, INDEPENDENT, *ASIDE], load_publishers()).values()}) == 1


def test_who_cites_a_paper_is_not_joined_to_another_that_prints_the_same_on_another_matter() -> None:
    cites = Source.medium("courier", "Courier")
    told, beside = [FIRST, INDEPENDENT, THIRD, *ASIDE], [one.document_id for one in ASIDE]
    found = group_origins(told, load_publishers(), {THIRD.document_id: [cites]}, beside=beside)
    assert found[THIRD.document_id].name == found[INDEPENDENT.document_id].name == "Courier"
    assert found[FIRST.document_id].name == "Harbour Post"


def test_a_copy_of_what_speaks_of_the_matter_speaks_of_it_too() -> None:
    found = group_origins([FIRST, REPRINT], load_publishers(), beside=[REPRINT.document_id])
    assert {one.name for one in found.values()} == {"Harbour Post"}
    assert found[REPRINT.document_id].reason == "near-duplicate of Harbour Post (1 March 2025)"


def test_an_undated_document_does_not_name_a_group_that_has_a_dated_one() -> None:
    assert count(origins_of(paper("Archive", STORY, None), REPRINT)) == 1
    assert origins_of(paper("Archive", STORY, None), REPRINT)["Archive"].name == "Valley News"


CROWD = [FIRST, REPRINT, CUT, INDEPENDENT, THIRD, paper("Archive", f"{OTHER} Archived.", None)]
NAMES = ["officials", "Kremlin officials", "the police", "the police of Norland", "Reuters", "Jon Vik", "Vik"]


@given(
    st.permutations(CROWD),
    st.lists(st.lists(st.sampled_from(NAMES), max_size=3), min_size=len(CROWD), max_size=len(CROWD)),
)
def test_the_order_of_the_documents_does_not_matter(documents: list[Document], names: list[list[str]]) -> None:
    sources = {
        one.document_id: [Source(source_key(name), name) for name in found]
        for one, found in zip(CROWD, names, strict=True)
    }
    for beside in ((), (REPRINT.document_id, THIRD.document_id)):
        one = group_origins(documents, load_publishers(), sources, beside=beside)
        assert one == group_origins(CROWD, load_publishers(), sources, beside=beside)


def test_thousands_of_documents_are_grouped_in_seconds() -> None:
    rng = random.Random(5)
    words = [f"word{number}" for number in range(4000)]
    alone = [paper(f"Paper {number}", " ".join(rng.choices(words, k=120))) for number in range(1500)]
    story = " ".join(rng.choices(words, k=120))
    reprints = [paper(f"Reprint {number}", f"{story} {number}") for number in range(500)]
    with at_most(60):
        found = group_origins([*alone, *reprints], load_publishers())
    assert len({origin.name for origin in found.values()}) == 1501
