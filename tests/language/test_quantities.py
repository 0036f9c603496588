"""What numbers in news mean, told by tables; and the rules that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language import quantities
from language.quantities import agrees, clashes, comparable, find_quantities
from warehouse.records import Quantity


def read(text: str) -> list[tuple[float | None, float | None, str | None, bool]]:
    return [(q.low, q.high, q.unit, q.approximate) for q in find_quantities(text)]


def one(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "approximate"),
    [
        ("It cost 175 billion dollars.", 175e9, 175e9, "usd", False),
        ("It cost $1.2bn.", 1.2e9, 1.2e9, "usd", False),
        ("It cost US$5 million.", 5e6, 5e6, "usd", False),
        ("It cost €10m.", 10e6, 10e6, "eur", False),
        ("It cost £2,500.50.", 2500.5, 2500.5, "gbp", False),
        ("It cost two million rubles.", 2e6, 2e6, "rub", False),
        ("It cost 300 million yen.", 3e8, 3e8, "jpy", False),
        ("They sent hundreds of billions of dollars.", 2e11, None, "usd", True),
        ("It drew tens of thousands of people.", 2e4, None, "person", True),
        ("It drew several thousand fans.", 2e3, 1e4, "fan", True),
        ("Ninety-three countries agreed.", 93, 93, "country", False),
        ("Two hundred and fifty delegates came.", 250, 250, "delegate", False),
        ("A dozen Estonian officers came.", 12, 12, "officer", False),
        ("Half of the members left.", 0.5, 0.5, "share", False),
        ("Nearly half of the members left.", 0.5, 0.5, "share", True),
        ("Two-thirds of voters stayed home.", 2 / 3, 2 / 3, "share", False),
        ("One in five voters stayed home.", 0.2, 0.2, "share", False),
        ("Half a million voters stayed home.", 5e5, 5e5, "voter", False),
        ("Turnout was 61.5 percent.", 61.5, 61.5, "percent", False),
        ("Turnout was 61.5%.", 61.5, 61.5, "percent", False),
        ("Turnout fell by 3.5 percentage points.", 3.5, 3.5, "percentage point", False),
        ("It is 112 km long.", 112, 112, "km", False),
        ("It is 10km long.", 10, 10, "km", False),
        ("It is 70 miles long.", 70, 70, "mile", False),
        ("They talked for four and a half hours.", 4.5, 4.5, "hour", False),
        ("They talked for about 90 minutes.", 90, 90, "minute", True),
        ("More than 40 people died.", 40, None, "person", False),
        ("At least five soldiers died.", 5, None, "soldier", False),
        ("Up to 30 soldiers died.", None, 30, "soldier", False),
        ("Fewer than 30 soldiers died.", None, 30, "soldier", False),
        ("Some 300 Finns marched.", 300, 300, "finn", True),
        ("Between 36 and 40 boats sank.", 36, 40, "boat", False),
        ("They held 36 to 40 boats.", 36, 40, "boat", False),
        ("Prices rose 10–15% there.", 10, 15, "percent", False),
        ("Prices rose 5%-7% there.", 5, 7, "percent", False),
        ("Prices rose 5-7% there.", 5, 7, "percent", False),
        ("It was a 20- to 30-percent drop.", 20, 30, "percent", False),
        ("It costs $3-5 million.", 3e6, 5e6, "usd", False),
        ("It costs £2.3bn.", 2.3e9, 2.3e9, "gbp", False),
        ("It drew 3m to 5m people.", 3e6, 5e6, "person", False),
        ("It drew between 3 and 5 million people.", 3e6, 5e6, "person", False),
        ("It drew more than 1.5m people.", 1.5e6, None, "person", False),
        ("It drew as many as 30 people.", None, 30, "person", False),
        ("It drew as few as 30 people.", 30, None, "person", False),
        ("It drew 100-plus people.", 100, None, "person", False),
        ("It drew 40-odd people.", 40, 40, "person", True),
        ("It drew one and a half million people.", 1.5e6, 1.5e6, "person", False),
        ("It drew a quarter of a million people.", 2.5e5, 2.5e5, "person", False),
        ("They stayed a couple of days.", 2, 2, "day", True),
        ("They stayed half an hour.", 0.5, 0.5, "hour", False),
        ("A two-thirds majority was needed.", 2 / 3, 2 / 3, "share", False),
        ("They lost almost half.", 0.5, 0.5, "share", True),
        ("They hold three-quarters.", 0.75, 0.75, "share", False),
        ("It fell by half a percentage point.", 0.5, 0.5, "percentage point", False),
        ("It drew twice as many.", 2, 2, "times", False),
        ("It saw a threefold rise.", 3, 3, "times", False),
        ("The price nearly doubled.", 2, 2, "times", True),
        ("The price is twice last year's.", 2, 2, "times", False),
        ("The price is triple what it was.", 3, 3, "times", False),
        ("The price fell by half.", 0.5, 0.5, "share", False),
        ("Every third voter stayed home.", 1 / 3, 1 / 3, "share", False),
        ("It was 46.8 degrees C there.", 46.8, 46.8, "celsius", False),
        ("It was 116 degrees F there.", 116, 116, "fahrenheit", False),
        ("It has taken over the two ships.", 2, 2, "ship", False),
        ("It has 40 soldiers thanks to him.", 40, 40, "soldier", False),
        ("It was 40C there.", 40, 40, "celsius", False),
        ("It was minus 20C there.", -20, -20, "celsius", False),
        ("It was -5°C there.", -5, -5, "celsius", False),
        ("It was 104F there.", 104, 104, "fahrenheit", False),
        ("It did 100 km/h there.", 100, 100, "km/h", False),
        ("A magnitude 6.5 earthquake hit.", 6.5, 6.5, "magnitude", False),
        ("Anna Berg, 59, resigned.", 59, 59, "year of age", False),
        ("A 59-year-old man resigned.", 59, 59, "year of age", False),
        ("She is 59 years old.", 59, 59, "year of age", False),
        ("It lasted 59 years.", 59, 59, "year", False),
        ("It was a million-dollar house.", 1e6, 1e6, "usd", False),
        ("The dead were more than 5,000.", 5000, None, None, False),
        ("It needs $5 to $7 million.", 5e6, 7e6, "usd", False),
        ("It sent 20,000 U.S. troops.", 20000, 20000, "troop", False),
        ("A 23-year-old baker spoke.", 23, 23, "year of age", False),
        ("Anna Berg, 59, spoke.", 59, 59, "year of age", False),
        ("It fell to -5 degrees.", -5, -5, "degree", False),
        ("It fell to 25°C.", 25, 25, "celsius", False),
        ("Ten or more ships sank.", 10, None, "ship", False),
        ("It drew 2.5 crore voters.", 2.5e7, 2.5e7, "voter", False),
        ("It drew five lakh people.", 5e5, 5e5, "person", False),
        ("It drew lakhs of people.", 2e5, None, "person", True),
        ("It cost Rs 12 lakh crore.", 12e12, 12e12, "inr", False),
        ("It cost ₹1,25,000.", 125000, 125000, "inr", False),
        ("It drew 1,5 million people.", 1.5e6, 1.5e6, "person", False),
        ("It fell by 3,5 percent.", 3.5, 3.5, "percent", False),
        ("It drew 1 000 000 people.", 1e6, 1e6, "person", False),
        ("It drew between 5 000 and 6 000 people.", 5000, 6000, "person", False),
        ("It cost 12\u202f500 euros.", 12500, 12500, "eur", False),
        ("It drew 12.500 people.", 12500, 12500, "person", False),
        ("It took 12.500 seconds.", 12.5, 12.5, "second", False),
        ("It used 400 TWh.", 400, 400, "terawatt-hour", False),
        ("It covers 40 sq. miles.", 40, 40, "square mile", False),
        ("It covers 12 sq km.", 12, 12, "square km", False),
        ("He got two years and six months.", 2.5, 2.5, "year", False),
        ("He is 5ft 6in tall.", 5.5, 5.5, "foot", False),
        ("It saw 914 measles cases.", 914, 914, "case", False),
        ("It sent 12 customs officers.", 12, 12, "officer", False),
        ("It left 12 cyclists dead.", 12, 12, "cyclist", False),
        ("Calls rose by a fifth.", 0.2, 0.2, "share", False),
    ],
)
def test_a_quantity_is_the_range_that_its_words_admit(
    text: str, low: float | None, high: float | None, unit: str, approximate: bool
) -> None:
    assert read(text) == [(low, high, unit, approximate)]


def test_a_change_has_two_quantities() -> None:
    assert read("It rose from 5% to 7%.") == [(5, 5, "percent", False), (7, 7, "percent", False)]


@pytest.mark.parametrize(
    "text",
    [
        "Executive Order 13660 and Flight 370 after World War II",
        "Resolution 242, Article 5 and Boeing 737",
        "On March 3, 2025, at 11:10 and at 5 p.m. in 2024",
        "since the 1990s and two years ago",
        "call 555-123-4567 or see https://example.org/2024/11",
        "They won 2-1 after a 4-6 loss.",
        "The first and the third came second.",
        "A 3D printer and an F-16 at 10 Downing Street",
        "One of the ministers left; no one stayed.",
        "The 501st Legion opened on 9/11 at 0040 UTC.",
    ],
)
def test_dates_times_names_and_scores_are_no_quantities(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("about 175 billion dollars", "$175 billion", "agrees"),
        ("$175 billion", "174.9 billion dollars", "agrees"),
        ("$350 billion", "$175 billion", "clashes"),
        ("more than 40 people", "45 people", "agrees"),
        ("more than 40 people", "38 people", "clashes"),
        ("more than 40 people", "4,000 people", "neither"),
        ("40 people", "38 people", "clashes"),
        ("2,000 people", "1,987 people", "agrees"),
        ("50 percent of it", "half of it", "agrees"),
        ("60 percent of it", "half of it", "clashes"),
        ("10 km", "6.2 miles", "agrees"),
        ("90 minutes", "an hour and 3 hours", "clashes"),
        ("10 miles", "10 people", "neither"),
        ("36 to 40 boats", "38 boats", "agrees"),
        ("36 to 40 boats", "45 boats", "clashes"),
        ("10 euros", "10 dollars", "neither"),
        ("up to 30 soldiers", "45 soldiers", "clashes"),
    ],
)
def test_two_numbers_agree_clash_or_say_nothing_of_each_other(claim: str, evidence: str, expected: str) -> None:
    first, second = find_quantities(claim)[-1], find_quantities(evidence)[-1]
    found = "agrees" if agrees(first, second) else "clashes" if clashes(first, second) else "neither"
    assert found == expected


PIECES = """
1 2,024 175 billion $ € % percent more than at least - – to between and people half of a dozen hundreds one in five F-16
3D 10km .5 5. ½ two twenty-one thousand years March 2025 Order No. ( “ ’s
"""
pieces = st.sampled_from([*PIECES.split(), "\n"])
texts = st.text() | st.lists(pieces, max_size=30).map(" ".join) | st.lists(pieces, max_size=30).map("".join)


@given(texts, st.integers(0, 1000))
def test_any_text_gives_ordered_spans_that_slice_to_their_text(text: str, offset: int) -> None:
    last = 0
    for quantity in find_quantities(text, offset=offset):
        assert text[quantity.start - offset : quantity.end - offset] == quantity.text
        assert quantity.start >= last
        last = quantity.end
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
        assert (quantity.low, quantity.high) != (None, None)


quantity_records = st.builds(
    lambda low, width, unit, approximate: Quantity(
        text=str(low), start=0, end=1, low=low, high=low + width, unit=unit, approximate=approximate
    ),
    st.floats(0, 1e12),
    st.floats(0, 1e6),
    st.sampled_from(["person", "usd", "km", "mile", "percent", "share", None]),
    st.booleans(),
)


@given(quantity_records, quantity_records)
def test_agreeing_and_clashing_exclude_each_other_and_need_one_measure(first: Quantity, second: Quantity) -> None:
    assert not (agrees(first, second) and clashes(first, second))
    assert clashes(first, second) == clashes(second, first)
    if not comparable(first, second):
        assert not agrees(first, second)
        assert not clashes(first, second)


@given(quantity_records)
def test_a_number_agrees_with_itself(quantity: Quantity) -> None:
    assert agrees(quantity, quantity) == (quantity.unit is not None)


@pytest.mark.parametrize(
    "text",
    [
        "The assembly voted 93-18 for it.",
        "The assembly voted for it by 93 votes to 18.",
        "The assembly passed it 93 to 18.",
        "It ended in a 93-18 vote.",
    ],
)
def test_a_vote_has_two_numbers_of_votes(text: str) -> None:
    assert read(text) == [(93, 93, "vote", False), (18, 18, "vote", False)]


@pytest.mark.parametrize(
    "text",
    [
        "They won 2-1 at home.",
        "He came third and she came 25th.",
        "She doubled down on it.",
        "A third person came at half past nine.",
        "He said it twice.",
        "It was a half-hearted try.",
        "It rains every third day, by half past ten.",
        "They met every fourth Monday and won twice last year.",
    ],
)
def test_scores_ordinals_and_turns_of_phrase_are_no_quantities(text: str) -> None:
    assert read(text) == []


GOLDEN = (
    "More than 40 people and about 12 dogs crossed 36 to 40 miles of ice in 3.5 hours at a cost of $1.2 million, or "
    "two-thirds of the budget of Article 9, in 2024; ninety-three percent survived."
)


def test_golden() -> None:
    """When this changes, raise VERSION in language/quantities.py."""
    found = [(q.text, q.low, q.high, q.unit, q.approximate) for q in find_quantities(GOLDEN)]
    assert (quantities.VERSION, found) == (
        "8.14.4.1.4.1.5.1",
        [
            ("More than 40 people", 40, None, "person", False),
            ("about 12 dogs", 12, 12, "dog", True),
            ("36 to 40 miles", 36, 40, "mile", False),
            ("3.5 hours", 3.5, 3.5, "hour", False),
            ("$1.2 million", 1.2e6, 1.2e6, "usd", False),
            ("two-thirds", 2 / 3, 2 / 3, "share", False),
            ("ninety-three percent", 93, 93, "percent", False),
        ],
    )


def test_fifty_fifty_counts_nothing() -> None:
    assert find_quantities("They split it fifty-fifty.") == []


def test_a_place_in_an_order_is_no_share() -> None:
    found = [(quantity.text, quantity.low) for quantity in find_quantities("She was the third of nine children.")]
    assert found == [("nine children", 9.0)]
    assert find_quantities("A third of nine children left.")[0].low == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "text",
    [
        "It was the third of its kind.",
        "It was the fourth this year.",
        "They finished fifth that season.",
        "It was their third this month.",
        "They met in the quarter of the weavers.",
    ],
)
def test_a_bare_ordinal_is_no_share(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("A third of its members left.", 1 / 3),
        ("Two fifths of the voters left.", 2 / 5),
        ("Half the town left.", 1 / 2),
        ("Quarter of voters left.", 1 / 4),
        ("Another third of voters left.", 1 / 3),
        ("The poorest fifth of them left.", 1 / 5),
    ],
)
def test_a_share_stands_with_its_count_or_alone_where_it_cannot_be_a_place(text: str, share: float) -> None:
    found = one(text)
    assert (found.low, found.unit) == (pytest.approx(share), "share")


@pytest.mark.parametrize(
    ("text", "value"),
    [("8.2 billion crowns", 8_200_000_000), ("$1.1m", 1_100_000), ("4.35 million people", 4_350_000)],
)
def test_a_scale_word_multiplies_as_decimals_do(text: str, value: int) -> None:
    (found,) = find_quantities(text)
    assert (found.low, found.high) == (value, value)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("The museum handed over 39 bronzes.", 39, 39, "bronze"),
        ("It signed over 3 houses and gave 12 prizes.", 3, 3, "house"),
        ("The museum showed over 39 bronzes.", 39, None, "bronze"),
    ],
)
def test_what_is_handed_over_is_no_more_than_it_is(text: str, low: int, high: int | None, unit: str) -> None:
    found = find_quantities(text)[0]
    assert (found.low, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("The law limits presidents to two four-year terms.", 2, "term"),
        ("They signed twenty ten-year contracts.", 20, "contract"),
        ("They planned a hundred two-year courses.", 100, "course"),
        ("It has ten five-star hotels.", 10, "hotel"),
        ("They sold a dozen two-man boats.", 12, "boat"),
        ("They planted two hundred fifty-one trees.", 251, "tree"),
        ("They planted thirty two trees.", 32, "tree"),
        ("They planted a hundred and two trees.", 102, "tree"),
        ("They planted one million two hundred thousand and six trees.", 1_200_006, "tree"),
        ("They planted two hundred and fifty thousand trees.", 250_000, "tree"),
        ("They planted three hundred dozen trees.", 3600, "tree"),
        ("It cost five lakh crore rupees.", 5e12, "inr"),
        ("It cost a thousand crore rupees.", 1e10, "inr"),
        ("It cost two hundred million rupees.", 2e8, "inr"),
        ("He was given a hundred and two-year term.", 102, "year"),
        ("It ran a twenty-five-year lease.", 25, "year"),
        ("They built two hundred-plus homes.", 200, "home"),
        ("It cost two hundred-thousand dollars.", 200_000, "usd"),
    ],
)
def test_number_words_are_one_number_only_where_they_compose_one(text: str, low: float, unit: str) -> None:
    found = one(text)
    assert (found.low, found.unit) == (low, unit)


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("It raised $1.125bn.", 1.125e9, "usd"),
        ("It cost £1.250m.", 1.25e6, "gbp"),
        ("Petrol rose to $3.459 a gallon.", 3.459, "usd"),
        ("The euro rose to $1.084.", 1.084, "usd"),
        ("It has 1.125m people.", 1_125_000, "person"),
        ("It cost 1.250 euros.", 1250, "eur"),
        ("It drew 12.500 people.", 12_500, "person"),
    ],
)
def test_a_dot_groups_only_what_never_comes_in_thousandths(text: str, low: float, unit: str) -> None:
    found = one(text)
    assert (found.low, found.unit) == (pytest.approx(low), unit)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("1 in 5 adults smoke.", 1 / 5),
        ("9 out of 10 doctors agree.", 9 / 10),
        ("Two out of five games were lost.", 2 / 5),
        ("It hits 1 in 1,000 babies.", 1 / 1000),
        ("It hits 1 in every 50 babies.", 1 / 50),
    ],
)
def test_one_in_so_many_is_a_share_in_digits_too(text: str, share: float) -> None:
    found = one(text)
    assert (found.low, found.unit) == (pytest.approx(share), "share")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They built 2 in 2024.", [(2, None)]),
        ("They built 1 in March.", [(1, None)]),
        ("They built 3 in 10 days.", [(3, None), (10, "day")]),
        ("They built 5 in 20 years.", [(5, None), (20, "year")]),
        ("They built 5 in 3 towns.", [(5, None), (3, "town")]),
        ("They built five in three towns.", [(5, None), (3, "town")]),
        ("They built 3 in 3 towns.", [(3, None), (3, "town")]),
        ("They ranked 43 out of 52 towns.", [(43, None), (52, "town")]),
        ("It hits 1 in 5 million babies.", [(1, None), (5e6, "baby")]),
    ],
)
def test_what_is_done_in_a_time_or_in_fewer_places_is_no_share(text: str, expected: list[object]) -> None:
    assert [(found.low, found.unit) for found in find_quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("They built a 3m-high gate.", 3, "m"),
        ("It left a 5m-wide hole.", 5, "m"),
        ("They put up a wall of 5m.", 5, "m"),
        ("The snow was 3m deep.", 3, "m"),
        ("He threw 80m.", 80, "m"),
        ("She won the 100m.", 100, "m"),
        ("She won the 100m hurdles.", 100, "m"),
        ("The tunnel is 3m. Sales rose.", 3, "m"),
        ("Unemployment rose to 1.84m.", 1_840_000, None),
        ("Viewers jumped to 3m.", 3_000_000, None),
        ("Sales rose to 3m. The tunnel is old.", 3_000_000, None),
        ("It was a 10m-a-year deal.", 10_000_000, None),
        ("It drew 5m people to the bridge.", 5_000_000, "person"),
    ],
)
def test_m_is_metres_where_a_length_is_told_and_millions_elsewhere(text: str, low: int, unit: str | None) -> None:
    found = one(text)
    assert (found.low, found.unit) == (low, unit)
