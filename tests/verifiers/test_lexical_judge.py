"""The offline judge on contrastive pairs: it may be silent, it may not be wrong."""

import pytest

from tests.verifiers import builders, contrast_short
from tests.verifiers.contrast import PAIRS, Pair
from verifiers.judges.lexical import LexicalJudge
from verifiers.judges.reading import read_passage
from verifiers.judges.terms import Terms
from warehouse.records import Claim, Reading

# What a relation allows the judge to say; anything else is a false verdict on somebody's words.
ALLOWED = {"same": {"supports", "neither"}, "other": {"refutes", "neither"}, "apart": {"neither"}}
WANTED = {"same": "supports", "other": "refutes"}


def read(claim: Claim, passage: str, published: str | None = "2025-03-01", **fields: str) -> Reading:
    item = builders.evidence(claim, builders.document(passage, published=published, **fields))  # type: ignore[arg-type]
    return LexicalJudge().read(claim, [item]).readings[0]


@pytest.mark.parametrize("pair", [*PAIRS, *contrast_short.PAIRS], ids=lambda pair: pair.name)
def test_never_wrong(pair: Pair) -> None:
    reading = read(pair.claim, pair.passage, pair.published)
    assert reading.stance in ALLOWED[pair.relation], reading.why


@pytest.mark.parametrize("all_pairs", [PAIRS, contrast_short.PAIRS], ids=["long", "short"])
@pytest.mark.parametrize(("relation", "least"), [("same", 0.8), ("other", 0.8)])
def test_not_mute(all_pairs: list[Pair], relation: str, least: float) -> None:
    pairs = [pair for pair in all_pairs if pair.relation == relation]
    said = [read(pair.claim, pair.passage, pair.published).stance == WANTED[relation] for pair in pairs]
    assert sum(said) / len(said) >= least


def test_there_are_enough_pairs_of_each_sort() -> None:
    assert len(PAIRS) >= 60
    for relation in ALLOWED:
        assert sum(pair.relation == relation for pair in PAIRS) >= 12


def test_a_reason_is_fit_to_be_read() -> None:
    pair = next(pair for pair in PAIRS if pair.relation == "other" and "20 minutes" in pair.passage)
    assert read(pair.claim, pair.passage, pair.published).why == (
        "both name Viktor Halloran and Pedro Lindgren, but it says “20 minutes”, not “90 minutes”"
    )


@pytest.mark.parametrize(
    ("passage", "why"),
    [
        ("Norland gave Freedonia 200 million euros for roads.", "it says “200 million euros”, not “340 million euros”"),
        ("Norland gave Freedonia euros for roads.", "it does not say “340 million euros”"),
        ("Norland gave 340 million euros for roads.", "it does not name Freedonia"),
        ("Norland gave Freedonia 340 million euros for roads, he said.", "it tells only that he said so"),
    ],
)  # fmt: skip
def test_silence_names_what_is_missing(passage: str, why: str) -> None:
    claim = builders.claim("Norland gave Freedonia 340 million euros for roads on June 5, 2023.")
    reading = read(claim, passage, None)
    assert reading.stance == "neither"
    assert why in reading.why


def test_a_unit_is_nobody_s_name() -> None:
    claim = builders.claim("The temperature in Arden reached 46.8 degrees Celsius on Tuesday.")
    assert "Celsius" not in read(claim, "Highest: Arden airport 46.8 degrees C.").why


def test_a_year_in_a_table_is_said() -> None:
    claim = builders.claim("Turnout in Arden was 61.3 per cent, up from 54.8 per cent in 2022.")
    assert "2022" not in read(claim, "Turnout in Arden: 61.3% (2018: 55.6%; 2022: 54.8%).").why
    assert "“2022”" in read(claim, "Turnout in Arden: 61.3% (2018: 54.8%).").why


def test_a_passage_of_something_else_lacks_nothing() -> None:
    claim = builders.claim("Norland gave Freedonia 340 million euros for roads on June 5, 2023.")
    assert read(claim, "The weather in Sundvik was fine.").why == ""


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (
            "The ferry accident off Tano killed 300 people.",
            "Some 300 people were rescued after the ferry accident off Tano, in which 12 died.",
        ),
        ("Unemployment in Tano rose by 2 percent in May.", "Unemployment in Tano rose to 2 percent in May."),
        (
            "Emil Kallstrom scored 19 goals for Norvik United.",
            "Emil Kallstrom was injured most of the season. Jonas Berg scored 19 goals for Norvik United.",
        ),
        ("About 300 people attended the vigil in Tano.", "Some 360 people attended the vigil in Tano."),
        ("Tano is the largest city in Marune.", "Tano is the second largest city in Marune."),
        ("Tano is the largest city in Marune.", "Tano is one of the largest cities in Marune."),
        ("Ferrotek is the biggest employer in Lasko.", "Ferrotek is the biggest private employer in Lasko."),
        (
            "Ferrotek won the contract in Marune.",
            "Vossberg won the contract in Marune, Ferrotek came away empty-handed.",
        ),
        ("Nurses in Tano went on strike on Monday.", "Nurses in Tano voted to go on strike on Monday."),
        ("Ferrotek paid bribes in Marune.", "Prosecutors suspect that Ferrotek paid bribes in Marune."),
        (
            "Ferrotek made a profit of 410 million euros in 2024.",
            "Ferrotek made a profit of 410 million euros in the first half of 2024.",
        ),
    ],
)
def test_a_lookalike_with_all_the_words_is_no_support(text: str, passage: str) -> None:
    assert read(builders.claim(text), passage).stance == "neither"


def test_he_is_whom_the_sentence_before_tells_of() -> None:
    claim = builders.claim("Emil Kallstrom scored 19 goals for Norvik United.")
    told = "Emil Kallstrom was a success in the north. He scored 19 goals for Norvik United."
    assert read(claim, told).stance == "supports"
    claim = builders.claim("Ferrotek was founded in Stuttgart in 1921.")
    told = "Ferrotek has bought Vindal. The German group was founded in Stuttgart in 1921."
    assert read(claim, told).stance == "supports"


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Ferrotek employs 12,000 people in Arland.", "Ferrotek employs 54,000 people, 12,000 of them in Arland."),
        ("The bridge in Tano is 410 metres long.", "The main span of the bridge in Tano is 120 metres long."),
        (
            "Ferrotek's revenue rose by 8 percent in 2025.",
            "Adjusted for currency effects, Ferrotek's revenue rose by 6 percent in 2025.",
        ),
    ],
)
def test_the_number_of_something_else_refutes_nothing(text: str, passage: str) -> None:
    assert read(builders.claim(text), passage).stance == "neither"


def test_what_another_was_given_refutes_nothing() -> None:
    claim = builders.claim("Norland gave Freedonia 340 million euros for roads on June 5, 2023.")
    passage = (
        "Norland gave Freedonia 340 million euros for roads on June 5, 2023. "
        "Norland gave Sylvania 200 million euros for roads on June 5, 2023."
    )
    assert read(claim, passage, "2023-06-06").stance == "supports"
    assert read(claim, passage.split(". ", 1)[1], "2023-06-06").stance == "neither"
    about_it = "Freedonia was in need. Norland gave Sylvania 200 million euros for roads on June 5, 2023."
    assert read(claim, about_it, "2023-06-06").stance == "neither"


SAID = builders.claim(
    "Norland has shipped 500 tanks to Freedonia.",
    speaker="Pavel Ostrov",
    quote="Norland has shipped 500 tanks to Freedonia",
    about=("2025-02-20", "2025-03-03"),
)


class TestTheClaimantsOwnWords:
    """Rule 8: that someone said it is never evidence that it is so."""

    @pytest.mark.parametrize(
        "passage",
        [
            "Pavel Ostrov said that Norland has shipped 500 tanks to Freedonia.",
            "Norland has shipped 500 tanks to Freedonia, according to Ostrov.",
            "“Norland has shipped 500 tanks to Freedonia,” Ostrov told reporters.",
        ],
    )
    def test_his_own_words_are_marked(self, passage: str) -> None:
        reading = read(SAID, passage)
        assert (reading.stance, reading.said_by_claimant) == ("supports", True)

    def test_his_ministry_s_page_is_his_side(self) -> None:
        passage = "Norland has shipped 500 tanks to Freedonia."
        assert read(SAID, passage, publisher="Pavel Ostrov").said_by_claimant
        assert not read(SAID, passage).said_by_claimant

    def test_others_words_prove_nothing(self) -> None:
        assert read(SAID, "Mia Tanner claimed that Norland has shipped 500 tanks to Freedonia.").stance == "neither"


class TestQuotes:
    claim = builders.claim(
        'Dana Whitlock said: "The bridge will be open again before the first snow of the winter."',
        kind="quote",
        speaker="Dana Whitlock",
        quote='"The bridge will be open again before the first snow of the winter," Dana Whitlock said',
    )

    def test_the_same_words_of_the_same_speaker(self) -> None:
        reading = read(
            self.claim,
            "“The bridge will be open again before the first snow of the winter,” said Whitlock, the engineer.",
        )
        assert (reading.stance, reading.said_by_claimant) == ("supports", True)

    def test_the_same_words_of_another_speaker(self) -> None:
        passage = "“The bridge will be open again before the first snow of the winter,” said Leo Brandt."
        assert read(self.claim, passage).stance == "neither"

    def test_he_is_whom_the_sentence_before_names(self) -> None:
        passage = (
            "Dana Whitlock inspected the bridge on Monday. "
            "“The bridge will be open again before the first snow of the winter,” she said."
        )
        assert read(self.claim, passage).stance == "supports"

    def test_other_words_of_the_same_speaker(self) -> None:
        assert read(self.claim, "“The bridge is a disgrace to us all,” said Dana Whitlock.").stance == "neither"

    def test_a_position_in_other_words(self) -> None:
        claim = builders.claim(
            "Rosa Delgado rejects the merger of the two harbour companies of Aldport.",
            kind="position",
            speaker="Rosa Delgado",
        )
        same = "Rosa Delgado said she refused the merger of the two harbour companies in Aldport."
        assert read(claim, same).stance == "supports"
        assert (
            read(claim, "Rosa Delgado said she accepted the merger of the two harbour companies in Aldport.").stance
            == "neither"
        )


def test_a_passage_that_says_both_says_nothing() -> None:
    claim = PAIRS[0].claim
    passage = (
        "Marsh extended the sanctions against Belarus for another year. Marsh lifted the sanctions against Belarus."
    )
    assert (
        read_passage(Terms(claim), builders.evidence(claim, builders.document(passage, published="2025-02-28"))).stance
        == "neither"
    )


def test_a_claim_that_could_be_about_anything_is_left_alone() -> None:
    claim = builders.claim("Marsh won.")
    assert read(claim, "Marsh won.").stance == "neither"


def test_an_undated_page_with_the_claim_s_own_date_counts() -> None:
    claim = next(pair.claim for pair in PAIRS if "90 minutes" in pair.claim.text)
    passage = "Halloran and Lindgren spoke by telephone on 12 February 2025 for 90 minutes."
    assert read(claim, passage, None).stance == "supports"
    assert read(claim, "Halloran and Lindgren spoke by telephone for 90 minutes.", None).stance == "neither"


def test_the_words_of_a_quotation_are_told_as_they_were_written() -> None:
    claim = builders.claim(
        "Ada Lund said: “Make Northport Great Again and Pay NATO now.”", kind="quote", speaker="Ada Lund"
    )
    page = builders.document("“Make Northport Great Again and Pay NATO now,” Ada Lund said on Monday.")
    (reading,) = LexicalJudge().read(claim, [builders.evidence(claim, page)]).readings
    assert reading.stance == "supports"
    assert "“Make Northport Great Again and Pay NATO now”" in reading.why
