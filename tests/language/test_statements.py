"""One form for all wordings of a statement, and another one for every statement that differs."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from language import statements
from language.name_book import NameBook
from language.statements import Statement, read_statement
from tests.language.statement_pairs import DIFFERENT, SAME, Pair
from warehouse.records import content_hash

DAY = date(2025, 3, 4)


def read(text: str, speaker: str | None = None, *, day: date = DAY, book: NameBook | None = None) -> Statement:
    return read_statement(text, day=day, speaker=speaker, is_said=speaker is not None, book=book)


def forms(pair: Pair) -> tuple[Statement, Statement]:
    return read(pair.first, pair.said_by), read(pair.second, pair.said_by)


@pytest.mark.parametrize("pair", SAME, ids=lambda pair: pair.what)
def test_wordings_of_the_same_have_one_form(pair: Pair) -> None:
    first, second = forms(pair)
    assert first.form == second.form
    assert first.facts == second.facts
    assert first.is_anchored
    assert second.is_anchored


@pytest.mark.parametrize("pair", DIFFERENT, ids=lambda pair: pair.what)
def test_what_differs_in_one_thing_has_another_form(pair: Pair) -> None:
    first, second = forms(pair)
    assert first.form != second.form


_ABOUT_FACTS = re.compile(
    r"(?:number|scale|unit|currency|at least|up to|about|first name|surname|country|organisation|place|day|month|year"
    r"|negation|never|no|denied|without|all or some|only|may|quoted number|quoted negation)\b"
)


@pytest.mark.parametrize(
    "pair", [pair for pair in DIFFERENT if _ABOUT_FACTS.match(pair.what)], ids=lambda pair: pair.what
)
def test_a_model_is_never_asked_of_another_number_name_date_or_negation(pair: Pair) -> None:
    first, second = forms(pair)
    assert first.facts != second.facts


@pytest.mark.parametrize(
    "text",
    [
        "It burst on Monday near Harwick.",
        "He was arrested in Harwick on Monday.",
        "We closed nine mines in Norland in 2019.",
        "This plan was made in Harwick in 2019.",
        "That bridge in Harwick cost 12 million euros.",
        "Two people were hurt on Monday.",
        "Harwick was closed.",
    ],
)
def test_what_points_outside_or_names_too_little_is_found_nowhere(text: str) -> None:
    assert not read(text).is_anchored


def test_a_short_name_is_read_by_the_article_s_full_one() -> None:
    book = NameBook.of("Bo Ek and Ada Lund, the mayor, met. Lund left.")
    assert read("Lund opened the Harwick bridge.", book=book).form == read("Ada Lund opened the Harwick bridge.").form
    two = NameBook.of("Bo Lund and Ada Lund met.")
    assert read("Lund opened the Harwick bridge.", book=two).form != read("Ada Lund opened the Harwick bridge.").form


def test_an_undated_event_is_of_its_day_and_a_state_is_not() -> None:
    event, state = "Police arrested 12 men in Harwick.", "Ada Lund is the mayor of Harwick."
    later = DAY + timedelta(days=1)
    assert read(event).form != read(event, day=later).form
    assert read(state).form == read(state, day=later).form
    assert read("Police arrested 12 men in Harwick yesterday.", day=later).form == read(event).form


def test_what_a_speaker_says_has_been_done_is_the_same_on_any_day() -> None:
    claim = "Norland has given Harwick 12 million euros."
    days = (DAY, DAY + timedelta(days=40))
    one, other = (read_statement(claim, day=day, speaker="Ada Lund").form for day in days)
    assert one == other
    one, other = (read_statement(claim, day=day).form for day in days)
    assert one != other
    said = "Ada Lund has said that Norland gave Harwick 12 million euros."
    assert read(said, "Ada Lund").form == read(said, "Ada Lund", day=days[1]).form


def test_who_says_it_is_part_of_a_saying_and_of_what_i_and_we_say() -> None:
    said = "Harwick will never sell the old mill."
    assert read_statement(said, day=DAY, speaker="Ada Lund").form == read_statement(said, day=DAY).form
    assert read(said, "Ada Lund").form != read(said, "Bo Ek").form
    ours = "We will never sell the old Harwick mill."
    one, other = (read_statement(ours, day=DAY, speaker=who) for who in ("Ada Lund", "Bo Ek"))
    assert one.form != other.form
    assert one.is_anchored


NAMES = st.sampled_from(["Ada Lund", "Bo Ek", "Ida Roe", "Norway", "Harwick Council", "Kharkiv", "Ewan Poe"])
VERBS = st.sampled_from(["visited", "praised", "sued", "supports", "left", "rebuilt"])
NUMBERS = st.integers(2, 10**9)
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@st.composite
def parts(draw: st.DrawFn) -> dict[str, str]:
    return {
        "who": draw(NAMES),
        "verb": draw(VERBS),
        "what": draw(NAMES),
        "number": f"{draw(NUMBERS):,}",
        "day": f"{draw(DAYS):%d %B %Y}".lstrip("0"),
        "not": draw(st.sampled_from(["", "not "])),
    }


def sentence(part: dict[str, str]) -> str:
    return "{who} {verb} {what} and {not}the {number} workers there on {day}.".format(**part)


@given(parts())
def test_a_statement_says_the_same_as_itself(part: dict[str, str]) -> None:
    assert read(sentence(part)).form == read(sentence(part)).form


@given(parts(), parts(), st.sampled_from(["who", "what", "number", "day", "not"]))
def test_one_changed_name_number_date_or_negation_changes_form_and_facts(
    part: dict[str, str], other: dict[str, str], changed: str
) -> None:
    assume(part["who"] != part["what"])
    assume(part[changed] != other[changed])
    altered = {**part, changed: other[changed]}
    assume(altered["who"] != altered["what"])
    first, second = read(sentence(part)), read(sentence(altered))
    assert first.form != second.form
    assert first.facts != second.facts


@given(parts(), parts())
def test_to_say_the_same_is_symmetric_and_transitive_by_its_making(one: dict[str, str], two: dict[str, str]) -> None:
    first, second = read(sentence(one)), read(sentence(two))
    assert (first.form == second.form) == (one == two)


@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=20)))
def test_any_text_has_a_form(text: str, speaker: str | None) -> None:
    assert read(text, speaker).form == read(text, speaker).form


GOLDEN = (
    "Thirty-nine people were killed by the blast in Harwick on 3 March 2024, police said.",
    "In Norland, Ada Lund and Bo Ek have promised to build at least two schools for 4.5 million euros by 2030.",
    "The council did not sell the old mill, which it bought from Harwick Trust last year.",
    "Ada Lund said on Monday that we can't lower the harbour's fees by more than 5%.",
    "“The new rulers are quickly changing the foreign policy of Norland,” Bo Ek told reporters.",
    "That bridge may be closed until May because of the flood.",
)
# Another hash is another form for users: raise the VERSION of the module that changed, then take both over.
GOLDEN_HASH = "dc925ba0ec60f3cc3788f9dc2b08eda5c54b978294a32eb842e86077cdb72161"
GOLDEN_VERSION = "1.14.4.1.2.1.1.2.1.8.14.4.1.4.1.5.1.1.1.3.2.1.1.1"


def test_golden_forms_change_only_with_a_version() -> None:
    taken_apart = []
    for text in GOLDEN:
        for speaker in (None, "Ada Lund"):
            one = read(text, speaker)
            in_order = one.core, one.phrases, one.days, one.numbers, one.cues, one.by, one.stands_alone
            taken_apart.append((*in_order, sorted(one.names), sorted(one.words)))
    got = content_hash(repr(taken_apart))
    same_version = statements.VERSION == GOLDEN_VERSION
    assert got == GOLDEN_HASH or not same_version, f"other forms under the same VERSIONs: {got}"
    assert same_version, f"take over {statements.VERSION!r} and {got!r}"
