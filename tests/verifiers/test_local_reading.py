"""What windows come to together, what code takes away, and what is read at all."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verifiers.networks import OverlapNetwork, SaysNetwork, reader
from verifiers.judges.local_reading import LocalReader, Pair, Stances, combined

CLAIM = "The council of Norport opened the new pier."
FILLER = "The council of Norport met for an hour and spoke of the weather in the harbour. " * 12

share = st.floats(min_value=0.0, max_value=1.0)


def stances(supports: float, refutes: float) -> Stances:
    return Stances(supports, refutes, max(0.0, 1.0 - supports - refutes))


class TestWindowsTogether:
    def test_one_window_that_bears_it_out_is_enough(self) -> None:
        assert combined([stances(0.9, 0.0), stances(0.0, 0.05)]).supports == 0.9

    def test_a_supporting_window_does_not_hide_a_refuting_one(self) -> None:
        both = combined([stances(0.95, 0.0), stances(0.0, 0.9)])
        assert both.supports < 0.7
        assert both.refutes < 0.7
        assert both.refutes == pytest.approx(0.9 / 1.85, abs=0.001)

    def test_what_one_window_only_reports_is_no_more_than_all_beside_what_another_tells(self) -> None:
        told, reported = stances(0.5, 0.0), replace(stances(0.04, 0.01), only_said=0.91)
        both = combined([told, reported])
        assert both.supports == 0.5
        assert both.only_said == pytest.approx(0.45)
        assert combined([reported]).only_said == pytest.approx(0.91)

    def test_no_window_says_nothing(self) -> None:
        assert combined([]) == Stances(0.0, 0.0, 1.0)

    @given(st.lists(st.tuples(share, share).filter(lambda pair: sum(pair) <= 1.0), min_size=1, max_size=6))
    def test_they_stay_shares_of_one_and_their_order_does_not_matter(self, pairs: list[tuple[float, float]]) -> None:
        found = combined([stances(*pair) for pair in pairs])
        assert found.supports + found.refutes + found.neither == pytest.approx(1.0, abs=0.001)
        assert min(found.supports, found.refutes, found.neither) >= 0.0
        turned = combined([stances(*pair) for pair in reversed(pairs)])
        assert (turned.supports, turned.refutes) == (found.supports, found.refutes)

    @given(st.lists(st.tuples(share, share).filter(lambda pair: sum(pair) <= 1.0), min_size=1, max_size=6))
    def test_a_window_about_nothing_changes_nothing(self, pairs: list[tuple[float, float]]) -> None:
        read = [stances(*pair) for pair in pairs]
        one, other = combined(read), combined([*read, stances(0.0, 0.0)])
        assert (one.supports, one.refutes, one.neither) == (other.supports, other.refutes, other.neither)


class TestReading:
    def test_the_sentence_that_decides_may_stand_anywhere_in_a_long_passage(self) -> None:
        passage = f"{FILLER}{CLAIM} {FILLER}"
        [found] = reader().read([Pair(passage, CLAIM)])
        assert found.supports > 0.7
        assert CLAIM in found.window

    def test_pairs_come_back_in_their_order(self) -> None:
        pairs = [Pair(CLAIM, CLAIM), Pair("A band played.", CLAIM), Pair(f"{FILLER}{CLAIM}", CLAIM), Pair("", CLAIM)]
        found = reader().read(pairs)
        assert [one.supports > 0.7 for one in found] == [True, False, True, False]
        assert reader().read([]) == []

    def test_what_shares_nothing_is_not_read(self) -> None:
        network = OverlapNetwork()
        [found] = reader(network).read([Pair("A band played at the fair.", CLAIM)])
        assert found == Stances(0.0, 0.0, 1.0)
        assert network.asked == []

    def test_a_title_tells_that_a_passage_is_about_the_claim(self) -> None:
        network = OverlapNetwork()
        reader(network).read([Pair("A band played at the fair.", CLAIM, title="Norport and its council")])
        assert network.asked

    def test_what_was_read_is_not_read_again(self) -> None:
        network = OverlapNetwork()
        local = reader(network)
        pairs = [Pair(CLAIM, CLAIM), Pair(FILLER, CLAIM)]
        first = local.read(pairs)
        asked = len(network.asked)
        assert local.read(pairs) == first
        assert len(network.asked) == asked
        assert len(set(network.asked)) == asked

    @pytest.mark.parametrize(
        ("claim", "passage", "asked"),
        [
            ("Riga beat Paris 3-0.", "Paris lost 3-0 to Riga.", "Paris lost to Riga 3-0."),
            ("Paris lost 3-0 to Riga.", "Riga beat Paris 3-0.", "Riga beat Paris 3-0."),
            ("Riga beat Paris 3-0.", "Riga lost 3-0 to Paris.", "Riga beat Paris 3-0."),
        ],
    )
    def test_a_claim_is_read_from_the_side_that_the_passage_tells(self, claim: str, passage: str, asked: str) -> None:
        network = OverlapNetwork()
        reader(network).read([Pair(passage, claim)])
        assert network.asked == [(passage, asked)]

    def test_another_number_is_vetoed_whatever_the_network_says(self) -> None:
        claim = "The council of Norport spent 430 million crowns on the pier."
        passage = "The council of Norport spent 340 million crowns on the pier."
        [found] = reader(SaysNetwork({"Norport": (0.97, 0.01)})).read([Pair(passage, claim)])
        assert found.supports < 0.5
        assert any("340" in why for why in found.why)

    @pytest.mark.parametrize(
        ("said", "told"),
        [((0.8, 0.1), ()), ((0.1, 0.8), ("what it says otherwise is of something else",))],
        ids=["for it", "against it"],
    )
    def test_that_it_is_of_something_else_is_told_of_what_is_said_against_a_claim(
        self, said: tuple[float, float], told: tuple[str, ...]
    ) -> None:
        passage = "A band played at the harbour of Norport."
        [found] = reader(SaysNetwork({"Norport": said})).read([Pair(passage, CLAIM)])
        assert tuple(why for why in found.why if "something else" in why) == told
        assert found.refutes < 0.75 * max(said)

    def test_many_threads_may_read_at_once(self) -> None:
        local = reader()
        pairs = [Pair(f"{CLAIM} It was day {number}.", CLAIM) for number in range(40)]
        alone = local.read(pairs)
        start = threading.Barrier(4)

        def read() -> list[Stances]:
            start.wait()
            return local.read(pairs)

        with ThreadPoolExecutor(4) as pool:
            results = [one.result() for one in [pool.submit(read) for _ in range(4)]]
        assert all(result == alone for result in results)


@pytest.mark.parametrize("first", [0, 1])
def test_what_is_made_of_a_window_does_not_depend_on_what_was_read_before(first: int) -> None:
    # The same words under two headlines, of which one tells what they are about.
    claim, words = "The council has closed the old harbour market.", "It was never closed."
    pairs = [Pair(words, claim, title=title) for title in ("The council and the old harbour market", "A fair")]
    network = SaysNetwork({"never": (0.01, 0.95)})
    alone = [reader(network).read([pair])[0] for pair in pairs]
    assert alone[0].refutes > alone[1].refutes
    local = reader(network)
    local.read([pairs[first]])
    assert local.read(pairs) == alone


class TestTogether:
    CLAIM = "Ada Lund, who chairs the council of Norport, opened the new pier on 3 May."
    HALVES = ("Ada Lund has chaired the council of Norport since March.", "Lund opened the new pier on 3 May.")

    def read(self, *passages: str) -> tuple[set[str], Stances]:
        pairs = [Pair(passage, self.CLAIM) for passage in passages]
        places, found = reader().read_together(pairs)
        return {passages[place] for place in places}, found

    def test_two_passages_have_what_neither_has_alone(self) -> None:
        places, found = self.read(*self.HALVES)
        assert places == set(self.HALVES)
        assert found.supports > max(one.supports for one in reader().read([Pair(x, self.CLAIM) for x in self.HALVES]))

    def test_neither_their_order_nor_one_about_nothing_matters(self) -> None:
        assert self.read(*self.HALVES) == self.read(*reversed(self.HALVES), "A band played at the fair.")

    def test_one_passage_is_not_read_twice(self) -> None:
        assert self.read(self.HALVES[0])[0] == set()
        assert self.read()[0] == set()


def test_the_version_names_the_network() -> None:
    assert LocalReader(OverlapNetwork(), version="a").version != LocalReader(OverlapNetwork(), version="b").version


@pytest.mark.parametrize(
    ("claim", "passage", "asked"),
    [
        ("It cost 350 billion dollars.", "The work cost $350bn.", "The work cost 350 billion dollars."),
        ("Nearly 500 people came.", "In all 490 people came.", "In all nearly 500 people came."),
        ("In all 490 people came.", "Nearly 500 people came.", "Nearly 500 people came."),
        ("In all 490 people came.", "In all 620 people came.", "In all 620 people came."),
        ("A quarter of voters came.", "In all 25 percent of voters came.", "In all a quarter of voters came."),
        ("One in four voters came.", "In all 25 percent of the voters came.", "In all one in four voters came."),
        ("25 percent of voters came.", "In all one in four voters came.", "In all 25 percent of voters came."),
        ("Two-thirds of voters came.", "In all two in three voters came.", "In all two-thirds of voters came."),
        ("One in three voters came.", "In all a third of the voters came.", "In all one in three voters came."),
        ("The hall has 12,000 square metres.", "The hall has 1.2 hectares.", "The hall has 12,000 square metres."),
        ("25 percent of voters came.", "In all every fifth voter came.", "In all every fifth voter came."),
        ("Sales doubled.", "In May sales have risen by 100 percent.", "In May sales doubled."),
        ("Sales rose by 100 percent.", "In May sales doubled.", "In May sales rose by 100 percent."),
        ("Sales doubled.", "In May sales fell by 50 percent.", "In May sales fell by 50 percent."),
        ("Tano had 46.8 degrees Celsius.", "In May Tano had 116 F.", "In May Tano had 46.8 degrees Celsius."),
    ],
)
def test_a_network_sees_a_number_that_bears_the_claim_s_out_in_the_claim_s_wording(
    claim: str, passage: str, asked: str
) -> None:
    network = SaysNetwork({})
    [found] = reader(network).read([Pair(passage, claim)])
    assert network.asked == [(asked, claim)]
    assert found.window == passage
