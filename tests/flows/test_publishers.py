"""`claimhouse publishers`: the desk's edits win, survive and change what counts; a file is taken as a whole."""

import csv
import io
from pathlib import Path

import pytest

from flows.cli import main
from flows.publishers import publishers_in_force
from tests.flows.conftest import blank_warehouse
from warehouse.records import Publisher
from warehouse.store import Warehouse


@pytest.fixture
def house(tmp_path: Path) -> Warehouse:
    warehouse = blank_warehouse(tmp_path / "w.duckdb")
    warehouse.commit(
        [
            Publisher(publisher="TASS", host="tass.com", publisher_type="wire"),
            Publisher(publisher="Harbour Post", host="harbour-post.example"),
            Publisher(publisher="bbc.co.uk", host="bbc.co.uk"),
        ]
    )
    return warehouse


class Desk:
    """The command line, over one warehouse."""

    def __init__(self, warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
        self._warehouse = warehouse
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: object) -> int:
        with pytest.raises(SystemExit) as left:
            main(["publishers", *map(str, arguments), "--warehouse", str(self._warehouse.path)])
        self.out, self.err = self._capsys.readouterr()
        return int(left.value.code or 0)

    def row(self, name: str) -> Publisher:
        with self._warehouse.session() as session:
            return next(row for row in session.publishers() if row.publisher == name)


@pytest.fixture
def desk(house: Warehouse, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(house, capsys)


def test_a_run_brings_rows_up_to_date_with_the_list(house: Warehouse, desk: Desk) -> None:
    publishers_in_force(house)
    assert desk.row("TASS") == Publisher(
        publisher="TASS", host="tass.com", publisher_type="wire", country="Russia", controlled_by="Russia"
    )
    assert desk.row("bbc.co.uk").publisher_type == "broadcaster"
    assert desk.row("Harbour Post") == Publisher(publisher="Harbour Post", host="harbour-post.example")


def test_an_edit_wins_and_survives_every_later_run(house: Warehouse, desk: Desk) -> None:
    assert desk("set", "harbour post", "--type", "fact-checker", "--country", "norwegian", "--rating", "B") == 0
    assert "the next check judges by it" in desk.err
    expected = Publisher(
        publisher="Harbour Post", host="harbour-post.example", publisher_type="fact_checker", country="Norway",
        rating="B", edited=("country", "publisher_type", "rating"),
    )  # fmt: skip
    assert desk.row("Harbour Post") == expected
    house.commit([Publisher(publisher="Harbour Post", publisher_type="newspaper")])
    in_force = publishers_in_force(house)
    assert desk.row("Harbour Post") == expected
    assert in_force.of("The Harbour Post", "https://elsewhere.example/1").publisher_type == "fact_checker"
    assert desk("set", "Harbour Post", "--type", "-") == 0
    assert publishers_in_force(house).of("Harbour Post", None).publisher_type == "unknown"


def test_only_what_changes_the_count_makes_claims_due_again(house: Warehouse, desk: Desk) -> None:
    before = publishers_in_force(house).version
    assert desk("set", "TASS", "--rating", "D", "--note", "seen: 2 retractions") == 0
    assert "the next check" not in desk.err
    assert publishers_in_force(house).version == before
    assert desk("set", "TASS", "--controlled-by", "-") == 0
    edited = publishers_in_force(house)
    assert edited.version != before
    assert edited.of(None, "https://www.tass.ru/x").controlled_by is None
    assert desk("set", "TASS", "--rating", "E") == 0
    assert publishers_in_force(house).version == edited.version


def test_a_name_may_be_a_host_and_a_host_is_edited_for_all_its_pages(house: Warehouse, desk: Desk) -> None:
    assert desk("set", "https://pravda-clone.example/", "--controlled-by", "Russia") == 0
    found = publishers_in_force(house).of("Daily Clone", "https://news.pravda-clone.example/1")
    assert found.controlled_by == "Russia"
    assert desk("set", "Harbour Post", "--type", "record") == 0
    assert publishers_in_force(house).of("Blog", "https://harbour-post.example/x").publisher_type == "unknown"
    assert desk("set", "Harbour Post", "--host", "www.harbour-post.example", "--country", "Norway") == 0
    assert desk("set", "Harbour Post", "--host", "harbourpost.example") == 0
    assert publishers_in_force(house).of("Blog", "https://harbourpost.example/x").publisher_type == "record"


def test_where_anybody_publishes_the_account_is_edited_and_not_the_platform(house: Warehouse, desk: Desk) -> None:
    assert desk("set", "https://t.me/s/clone_news/12", "--controlled-by", "Russia") == 0
    publishers = publishers_in_force(house)
    assert publishers.of("t.me", "https://t.me/clone_news/77").controlled_by == "Russia"
    assert publishers.of("t.me", "https://t.me/harbour/1").controlled_by is None


def test_a_listed_publisher_may_be_edited_before_it_is_seen(house: Warehouse, desk: Desk) -> None:
    assert desk("set", "reuters", "--rating", "A") == 0
    row = desk.row("Reuters")
    assert (row.host, row.publisher_type, row.country, row.edited) == (
        "reuters.com", "wire", "United Kingdom", ("rating",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("set", "TASS"), "Nothing is to be set"),
        (("set", "TASS", "--type", "tabloid"), "tabloid is no type of publisher: use government"),
        (("set", "TASS", "--country", "Ruritania"), "Ruritania is no country that is known"),
        (("set", "TASS", "--host", "nowhere"), "nowhere is no host"),
        (("show", "Nobody Ever"), "Neither the list nor any evidence knows a publisher Nobody Ever"),
        (("list", "--format", "xml"), "--format xml is not known"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(desk: Desk, arguments: tuple[str, ...], told: str) -> None:
    assert desk(*arguments) == 2
    assert told in desk.err


def test_show_tells_what_is_known_and_who_said_so(desk: Desk) -> None:
    assert desk("set", "TASS", "--rating", "D") == 0
    assert desk("show", "tass.ru") == 0
    assert desk.out.splitlines() == [
        "TASS (tass.com)",
        "  host           tass.com",
        "  type           wire",
        "  country        Russia",
        "  controlled by  Russia",
        "  rating         D (set by the desk)",
        "  documents      none in the evidence for a claim",
    ]


def test_show_knows_the_list_without_a_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(Warehouse(tmp_path / "none.duckdb"), capsys)
    assert desk("show", "Snopes") == 0
    assert "fact_checker" in desk.out


def test_what_is_exported_is_imported_without_a_change_and_edits_in_it_are_taken(desk: Desk, tmp_path: Path) -> None:
    assert desk("export") == 0
    exported = desk.out
    assert exported.splitlines()[0] == "publisher,host,type,country,controlled_by,rating,note,edited"
    file = tmp_path / "publishers.csv"
    file.write_text(exported)
    assert desk("import", file) == 0
    assert "says so already" in desk.err
    assert desk.row("TASS").edited == ()
    file.write_text(exported.replace("bbc.co.uk,bbc.co.uk,broadcaster,United Kingdom,,,", "bbc.co.uk,,,,,A,"))
    assert desk("import", file) == 0
    assert "1 publisher changed: bbc.co.uk." in desk.err
    assert (desk.row("bbc.co.uk").rating, desk.row("bbc.co.uk").edited) == ("A", ("rating",))


def test_no_name_that_a_page_gave_itself_acts_in_what_is_exported_and_each_comes_back_whole(
    house: Warehouse, desk: Desk, tmp_path: Path
) -> None:
    names = ['=HYPERLINK("http://evil.example")', "\x1b]0;Evil\x07 Post", "'+1 Post"]
    house.amend(Publisher, lambda _: [Publisher(publisher=name, publisher_type="newspaper") for name in names])
    assert desk("export") == 0
    exported = desk.out
    assert [row[0] for row in csv.reader(io.StringIO(exported))][1:4] == [
        "\\x1b]0;Evil\\x07 Post", "''+1 Post", "'=HYPERLINK(\"http://evil.example\")",
    ]  # fmt: skip
    file = tmp_path / "publishers.csv"
    file.write_text(exported)
    assert desk("import", file) == 0
    assert "says so already" in desk.err
    file.write_text(exported.replace("Post,,newspaper,,,,", "Post,,newspaper,,,E,"))
    assert desk("import", file) == 0
    assert "2 publishers changed" in desk.err
    assert "\x1b" not in desk.err
    assert [desk.row(name).rating for name in names] == [None, "E", "E"]


def test_a_file_of_another_desk_s_ratings_is_read_as_spreadsheets_write_it(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_bytes('\ufeffPublisher;Rating;Reviewer\r\nTASS;D;Ola\r\n\r\n"Post; Harbour";B;Ola\r\n'.encode())
    assert desk("import", file) == 0
    assert "2 publishers changed" in desk.err
    assert (desk.row("TASS").rating, desk.row("TASS").controlled_by) == ("D", "Russia")
    assert desk.row("Post; Harbour").rating == "B"


def test_a_file_with_a_bad_line_changes_nothing_and_names_the_lines(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text("publisher,type\nTASS,wire\nHarbour Post,tabloid\n,newspaper\n")
    assert desk("import", file) == 2
    assert "line 3: tabloid is no type" in desk.err
    assert "line 4: it names no publisher" in desk.err
    assert desk.row("TASS").edited == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "has no column publisher"),
        (b"name,rating\nTASS,D\n", "has no column publisher"),
        (b"publisher,rating\nTASS,\xff\n", "is not UTF-8"),
        (b'publisher,rating\n"TASS,D\n', "no CSV file"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused(desk: Desk, tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "ratings.csv"
    if content is not None:
        file.write_bytes(content)
    assert desk("import", file) == 2
    assert told in desk.err


def test_the_list_is_a_table_for_people_and_for_pipes(desk: Desk) -> None:
    assert desk("list", "--format", "csv") == 0
    assert "TASS,tass.com,wire,Russia,Russia,,," in desk.out
    assert desk("list") == 0
    assert "3 rows" in desk.err
