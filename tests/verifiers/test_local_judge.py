"""The judge that ships, with a network whose opinion is known: what the rules around it make of that."""

import asyncio
import itertools
import json
from pathlib import Path

import pytest

from language import entailment
from language.model_files import ModelFilesError
from tests.verifiers import builders
from tests.verifiers.contrast import PAIRS, Pair
from tests.verifiers.networks import OverlapNetwork, SaysNetwork, reader
from verifiers.combine import combine
from verifiers.judges.lexical import LexicalJudge
from verifiers.judges.local_judge import NliJudge
from verifiers.protocols import Evidence
from verifiers.rules import Rules
from warehouse.records import Claim, Judgement, Reading, Standing

CLAIM = builders.claim("The council of Norport opened the new pier.")
SAYS = SaysNetwork({"inaugurated": (0.93, 0.01), "never": (0.02, 0.91), "perhaps": (0.4, 0.1)})


def evidence(*passages: str, claim: Claim = CLAIM, **fields: str) -> list[Evidence]:
    return [
        builders.evidence(claim, builders.document(text, publisher=f"Paper {number}", **fields))  # type: ignore[arg-type]
        for number, text in enumerate(passages)
    ]


def judged(*passages: str, claim: Claim = CLAIM, network: OverlapNetwork | SaysNetwork = SAYS) -> Judgement:
    return NliJudge(reader(network)).read(claim, evidence(*passages, claim=claim))


FOR = "Norport's councillors inaugurated their pier."
AGAINST = "Norport's pier was never opened."
UNSURE = "Norport's council may perhaps have a pier."


class TestSides:
    @pytest.mark.parametrize(
        ("passages", "label"),
        [
            ((FOR,), "supported"),
            ((AGAINST,), "refuted"),
            ((FOR, AGAINST), "conflicting"),
            ((UNSURE,), "not_enough_evidence"),
            ((UNSURE, FOR), "supported"),
        ],
    )
    def test_a_side_is_taken_from_a_share_on(self, passages: tuple[str, ...], label: str) -> None:
        assert judged(*passages).label == label

    def test_a_reading_has_both_shares_and_its_score_is_the_stance_s(self) -> None:
        reading, against = judged(FOR, AGAINST).readings
        assert (reading.score, reading.supports) == (reading.supports, pytest.approx(0.93, abs=0.01))
        assert against.score == against.refutes == pytest.approx(0.91, abs=0.01)

    def test_the_order_of_passages_does_not_matter(self) -> None:
        found = set()
        for passages in itertools.permutations((FOR, AGAINST, UNSURE)):
            judgement = NliJudge(reader(SAYS)).read(CLAIM, [evidence(one)[0] for one in passages])
            found.add((judgement.label, frozenset((one.passage_id, one.stance) for one in judgement.readings)))
        assert len(found) == 1

    @pytest.mark.parametrize("passages", [(FOR,), (AGAINST,), (FOR, AGAINST), (UNSURE,)])
    def test_a_passage_about_nothing_changes_no_label(self, passages: tuple[str, ...]) -> None:
        assert judged(*passages, "A band played at the fair.").label == judged(*passages).label


def by_rule(pair: Pair) -> Reading:
    item = builders.evidence(pair.claim, builders.document(pair.passage, published=pair.published))
    return LexicalJudge().read(pair.claim, [item]).readings[0]


SPOKEN_OF = [pair for pair in PAIRS if by_rule(pair).stance != "neither"]


class TestRulesFirst:
    @pytest.mark.parametrize("pair", SPOKEN_OF, ids=lambda pair: pair.name)
    def test_where_the_rules_speak_the_network_is_not_asked(self, pair: Pair) -> None:
        item = builders.evidence(pair.claim, builders.document(pair.passage, published=pair.published))
        lexical = by_rule(pair)
        network = SaysNetwork({"": (0.01, 0.98) if lexical.stance == "supports" else (0.98, 0.01)})
        reading = NliJudge(reader(network)).read(pair.claim, [item]).readings[0]
        assert (reading.stance, reading.why) == (lexical.stance, lexical.why)
        assert reading.said_by_claimant == lexical.said_by_claimant
        assert network.asked == []

    def test_they_speak_of_pairs_on_both_sides(self) -> None:
        assert {by_rule(pair).stance for pair in SPOKEN_OF} == {"supports", "refutes"}


class TestSayingIsNotSo:
    CLAIM = builders.claim(
        "Norport has sold forty ferries to its neighbours.", speaker="Pavel Ostrov", said="2025-03-03"
    )

    @pytest.mark.parametrize(
        "passage",
        [
            "Ostrov said that the ferries, forty of them, had been sold by Norport to neighbours.",
            "Norport has sold its neighbours ferries, forty in all, according to Pavel Ostrov.",
        ],
    )
    def test_the_claimant_s_own_word_is_marked(self, passage: str) -> None:
        [found] = judged(passage, claim=self.CLAIM, network=SaysNetwork({"Norport": (0.97, 0.01)})).readings
        assert (found.stance, found.said_by_claimant) == ("supports", True)

    def test_somebody_else_s_word_decides_nothing(self) -> None:
        passage = "An analyst, Rosa Quint, said that Norport has sold ferries, forty of them, to its neighbours."
        judgement = judged(passage, claim=self.CLAIM, network=SaysNetwork({"Norport": (0.97, 0.01)}))
        assert judgement.label == "not_enough_evidence"

    def test_what_the_claimant_publishes_is_marked(self) -> None:
        network = SaysNetwork({"ferries": (0.97, 0.01)})
        document = builders.document("Norport let forty ferries go to its neighbours.", publisher="Pavel Ostrov")
        item = builders.evidence(self.CLAIM, document)
        [found] = NliJudge(reader(network)).read(self.CLAIM, [item]).readings
        assert (found.stance, found.said_by_claimant) == ("supports", True)


def test_what_may_tell_it_in_order_to_dispute_it_supports_nothing() -> None:
    told = judged("It is a rumour that Norport's councillors inaugurated their pier.")
    assert told.label == "not_enough_evidence"
    assert "dispute" in told.rationale


def test_another_count_of_what_grows_contradicts_nothing() -> None:
    claim = builders.claim("The flood in Norport killed 40 people.")
    [found] = judged("The flood in Norport never killed more than 12 people.", claim=claim).readings
    assert found.stance != "refutes"


def test_the_opposite_of_a_count_contradicts_it() -> None:
    claim = builders.claim("The Liberal Party lost 14 seats in the vote.")
    network = SaysNetwork({"gained": (0.01, 0.96), "lost": (0.01, 0.96)})
    assert judged("The Liberal Party gained 14 seats in the vote.", claim=claim, network=network).label == "refuted"
    assert judged("The Liberal Party lost 12 seats in the vote.", claim=claim, network=network).label != "refuted"


class TestTime:
    def test_not_yet_of_a_document_from_before_refutes_nothing(self) -> None:
        claim = builders.claim(
            "The Norport Medicines Agency approved Veltorin in May 2025.",
            said="2025-06-10",
            about=("2025-05-01", "2025-05-31"),
        )
        text = "The Norport Medicines Agency has not yet approved Veltorin; a decision is expected in May."
        network = SaysNetwork({"approved": (0.0, 0.99)})
        for published, label in (("2025-04-10", "not_enough_evidence"), ("2025-06-09", "refuted")):
            [item] = evidence(text, claim=claim, published=published)
            assert NliJudge(reader(network)).read(claim, [item]).label == label

    def test_a_document_from_before_tells_nothing_of_what_happened_then(self) -> None:
        claim = builders.claim("The council of Norport opened the new pier.", about=("2025-03-01", "2025-03-03"))
        before = builders.evidence(claim, builders.document(FOR, published="2024-03-01"))
        after = builders.evidence(claim, builders.document(FOR, published="2025-03-02"))
        early, later = NliJudge(reader(SAYS)).read(claim, [before, after]).readings
        assert early.stance == "neither"
        assert "before" in early.why
        assert later.stance == "supports"


class TestTogether:
    CLAIM = builders.claim("Ada Lund, who chairs the council of Norport, opened the large new pier in May.")
    HALVES = ("It is Ada Lund who chairs Norport's council.", "The large new pier: in May Lund opened it.")

    def test_two_halves_count_once_and_both_are_cited(self) -> None:
        judgement = judged(*self.HALVES, "A band played.", claim=self.CLAIM, network=OverlapNetwork())
        assert judgement.label == "supported"
        assert sorted(one.stance for one in judgement.readings) == ["neither", "neither", "supports"]
        assert len(judgement.cited_passage_ids) == 2
        [first] = [one for one in judgement.readings if one.stance == "supports"]
        assert first.why.startswith("read together with Paper ")

    def test_their_order_does_not_matter(self) -> None:
        items = evidence(*self.HALVES, claim=self.CLAIM)
        judge = NliJudge(reader(OverlapNetwork()))
        one, other = judge.read(self.CLAIM, items), judge.read(self.CLAIM, items[::-1])
        assert set(one.readings) == set(other.readings)
        assert one.cited_passage_ids == other.cited_passage_ids

    @pytest.mark.parametrize("standing", ["another_matter", "hostile", "fact_check", "claimants_side"])
    @pytest.mark.parametrize("half", [0, 1])
    def test_what_counts_as_no_origin_by_itself_is_no_half_either(self, half: int, standing: Standing) -> None:
        items = evidence(*self.HALVES, claim=self.CLAIM)
        items[half] = builders.evidence(self.CLAIM, items[half].document, standing=standing)
        judgement = NliJudge(reader(OverlapNetwork())).read(self.CLAIM, items)
        assert (judgement.label, judgement.cited_passage_ids) == ("not_enough_evidence", ())

    @pytest.mark.parametrize("half", [0, 1])
    def test_what_tells_of_another_time_is_no_half(self, half: int) -> None:
        claim = builders.claim(self.CLAIM.text, about=("2024-05-01", "2024-05-31"))
        halves = list(self.HALVES)
        assert judged(*halves, claim=claim, network=OverlapNetwork()).label == "supported"
        halves[half] = (
            "In March 2025 Ada Lund chairs Norport's council.",
            "In March 2025 Lund opened a large new pier.",
        )[half]
        judgement = judged(*halves, claim=claim, network=OverlapNetwork())
        assert (judgement.label, judgement.cited_passage_ids) == ("not_enough_evidence", ())

    @pytest.mark.parametrize("half", [0, 1])
    def test_half_a_primary_record_is_none(self, half: int) -> None:
        items = evidence(*self.HALVES, claim=self.CLAIM)
        items[half] = builders.evidence(self.CLAIM, items[half].document, standing="primary_record")
        judgement = NliJudge(reader(OverlapNetwork())).read(self.CLAIM, items)
        assert judgement.label == "supported"
        assert combine(self.CLAIM, items, [judgement], rules=Rules(min_origins=2)).label == "not_enough_evidence"
        both = [builders.evidence(self.CLAIM, item.document, standing="primary_record") for item in items]
        judgement = NliJudge(reader(OverlapNetwork())).read(self.CLAIM, both)
        assert combine(self.CLAIM, both, [judgement], rules=Rules(min_origins=2)).label == "supported"

    def test_a_verdict_cites_both_and_counts_one_origin(self) -> None:
        items = evidence(*self.HALVES, "A band played.", claim=self.CLAIM)
        judgement = NliJudge(reader(OverlapNetwork())).read(self.CLAIM, items)
        decision = combine(self.CLAIM, items, [judgement], rules=Rules(min_origins=1))
        assert (decision.label, decision.origins_supporting) == ("supported", 1)
        assert set(decision.cited_passage_ids) == {item.passage.passage_id for item in items[:2]}


class TestTelling:
    def test_what_a_side_rests_on_is_told(self) -> None:
        told = judged(FOR).rationale
        assert told.startswith("Paper 0 (1 March 2025) supports it (93%): it rests on “Norport's councillors")

    def test_of_a_long_passage_the_sentence_that_tells_of_it_is_quoted(self) -> None:
        before = "It rained all day, and a band from the next town played old songs under the trees. " * 3
        [found] = judged(f"{before}{FOR} A fair followed.").readings
        assert found.stance == "supports"
        assert found.why.startswith(f"it rests on “…{FOR[:40]}")

    def test_that_the_rules_cannot_hold_a_claim_against_anything_is_no_reason(self) -> None:
        claim = builders.claim("Norport spent 430 million crowns.")
        [found] = judged(UNSURE, claim=claim).readings
        assert found.stance == "neither"
        assert "says too little" not in found.why
        assert found.why

    def test_where_nothing_decides_the_nearest_miss_is_told(self) -> None:
        claim = builders.claim("The council of Norport opened the new pier with Ada Lund.")
        told = judged(UNSURE, "A band played.", claim=claim).rationale
        assert told.startswith("Nothing decides it; closest: Paper 0 (1 March 2025): it does not name Ada Lund")

    def test_a_veto_is_told_in_words(self) -> None:
        claim = builders.claim("The council of Norport spent 430 million crowns on its pier.")
        passage = "For its pier, said to be long, Norport's council paid some 340 million crowns."
        [found] = judged(passage, claim=claim, network=SaysNetwork({"Norport": (0.97, 0.01)})).readings
        assert found.stance != "supports"
        assert "340 million" in found.why

    def test_every_reading_that_takes_no_side_says_why(self) -> None:
        judgement = judged(UNSURE, "A band played.", "Norport.", "\x00 \ufffd", "…")
        assert all(one.why for one in judgement.readings)


class TestLoading:
    def test_nothing_is_loaded_for_a_version_or_where_the_rules_decide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def load() -> None:
            raise AssertionError("the network was loaded")

        monkeypatch.setattr(entailment, "entailment_model", load)
        monkeypatch.setattr(entailment, "model_version", lambda: "described")
        judge = NliJudge()
        assert "described" in judge.version
        pair = next(pair for pair in PAIRS if pair.relation == "same")
        item = builders.evidence(pair.claim, builders.document(pair.passage, published=pair.published))
        assert judge.read(pair.claim, [item]).label == "supported"

    @pytest.mark.parametrize("damage", [b"", b"something else"])
    def test_files_that_are_not_those_shipped_are_told_before_anything_is_read(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: bytes
    ) -> None:
        shipped = json.loads((entailment.FOLDER / "model.json").read_text())
        (tmp_path / "model.json").write_text(json.dumps(shipped))
        for name in shipped["sha256"]:
            (tmp_path / name).symlink_to(entailment.FOLDER / name)
        monkeypatch.setattr(entailment, "FOLDER", tmp_path)
        NliJudge().check()
        broken = tmp_path / max(shipped["sha256"])
        broken.unlink()
        if damage:
            broken.write_bytes(damage)
        with pytest.raises(ModelFilesError, match="install Claimhouse again"):
            NliJudge().check()

    async def test_the_event_loop_goes_on_while_it_reads(self) -> None:
        turn = asyncio.Event()

        class Waiting(OverlapNetwork):
            def probabilities(self, pairs):  # type: ignore[no-untyped-def]
                asyncio.run_coroutine_threadsafe(turn.wait(), loop).result(timeout=30)
                return super().probabilities(pairs)

        loop = asyncio.get_running_loop()
        judging = asyncio.ensure_future(NliJudge(reader(Waiting())).judge(CLAIM, evidence(FOR), run_id="run_one"))
        await asyncio.sleep(0)
        assert not judging.done()
        turn.set()
        assert isinstance(await judging, Judgement)
