"""What is kept for readers of a large warehouse is what its views say, whatever is committed in between."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.records_made import (
    Newsroom,
    claim_of,
    event_of,
    failure_at,
    hours,
    newsroom,
    publication_of,
    review_of,
    step,
    succeeds,
    verdict_on,
)
from warehouse import kept
from warehouse.kept import VIEWS
from warehouse.records import Claim, ClaimForm, ClaimLink, Flag, Publication, Record, Review, Verdict
from warehouse.snapshot import Snapshot, reading
from warehouse.store import Session, Warehouse
from warehouse.tasks import closing

ANY_SIZE = {"from_verdicts": 0, "whole_to": 1000, "at_once": 40}


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A warehouse of any size keeps its views, a few things at a time."""
    monkeypatch.setattr(kept.keep, "__kwdefaults__", ANY_SIZE)
    return


@dataclass
class Desk:
    """A desk on which anything may happen next. `hour` is its clock."""

    warehouse: Warehouse
    dice: random.Random
    hour: float = 0
    houses: list[Newsroom] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)  # the last of each claim
    reviews: list[Review] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)

    def article(self) -> list[Record]:
        house = newsroom(f"story {len(self.houses)}")
        self.houses.append(house)
        self.claims += [house.toll, house.traffic, house.sad]
        self.verdicts[house.toll.claim_id] = house.verdict
        return house.records()

    def verdict(self) -> list[Record]:
        claim = self.dice.choice(self.claims)
        house = next(one for one in self.houses if one.article.article_id == claim.article_id)
        before = self.verdicts.get(claim.claim_id)
        label = self.dice.choice(("supported", "refuted", "conflicting", "not_enough_evidence"))
        made = verdict_on(
            claim, before.verdict_id if before else None, hours(self.hour), label=label, confidence=self.dice.random(),
            cited_passage_ids=() if label == "not_enough_evidence" else house.verdict.cited_passage_ids,
            judgement_ids=house.verdict.judgement_ids, versions={"documents": self.dice.choice(("a", "a b", "c"))},
        )  # fmt: skip
        self.verdicts[claim.claim_id] = made
        return [made, step(claim.claim_id, "verify", hours(self.hour))]

    def review(self) -> list[Record]:
        made = review_of(self.dice.choice(self.claims), self.dice.choice(("supported", "refuted")), hours(self.hour))
        self.reviews.append(made)
        return [made]

    def publication(self) -> list[Record]:
        if not self.reviews:
            return []
        review = self.dice.choice(self.reviews)
        claim = next(one for one in self.claims if one.claim_id == review.claim_id)
        self.publications.append(publication_of(claim, review, publication_id=f"pub_{self.hour}"))
        return [self.publications[-1]]

    def correction(self) -> list[Record]:
        if not self.publications:
            return []
        publication = self.publications.pop()
        return [event_of(publication, self.dice.choice(("corrected", "withdrawn")), hours(self.hour))]

    def closed_task(self) -> list[Record]:
        rows = self.warehouse.read("SELECT task_id FROM open_tasks ORDER BY task_id LIMIT 1")
        return [
            *closing(self.warehouse, [row["task_id"] for row in rows], by="Kim", note="It stands.", at=hours(self.hour))
        ]

    def flag(self) -> list[Record]:
        claim = self.dice.choice(self.claims)
        return [
            Flag(
                flag_id=f"flg_{self.hour}", claim_id=claim.claim_id, note="A reader wrote.", flagged_by="Kim",
                flagged_at=hours(self.hour),
            )
        ]  # fmt: skip

    def later_reading(self) -> list[Record]:
        """The same article by a later extractor, one of whose claims succeeds one of before."""
        house = self.dice.choice(self.houses)
        extraction_id = f"ext_{self.hour}"
        old = self.dice.choice([one for one in self.claims if one.article_id == house.article.article_id])
        new = claim_of(house.article, house.version, extraction_id, old.quote, text=f"Again at {self.hour}.")
        extraction = house.extraction.model_copy(
            update={"extraction_id": extraction_id, "claim_count": 1, "extracted_at": hours(self.hour)}
        )
        self.claims.append(new)
        return [extraction, new, succeeds(new, old), *([self.form(new)] if self.dice.random() < 0.5 else [])]

    def earlier_reading_again(self) -> list[Record]:
        house = self.dice.choice(self.houses)
        extraction = house.extraction.extraction_id
        return [step(house.version.version_id, "extract", hours(self.hour), version_key=extraction)]

    def form(self, claim: Claim) -> ClaimForm:
        return ClaimForm(
            claim_id=claim.claim_id, article_id=claim.article_id, form_id=f"frm_{claim.quote[:5]}", facts_id="fct",
            made_by="a test",
        )  # fmt: skip

    def same_claim(self) -> list[Record]:
        one, other = self.dice.sample(self.claims, 2)
        if one.article_id == other.article_id:
            return [self.form(one)]
        link = ClaimLink(from_claim_id=one.claim_id, to_claim_id=other.claim_id, relation="same_as", made_by="a test")
        return [link, self.form(one), self.form(other)]

    def failure(self) -> list[Record]:
        item = self.dice.choice(
            [self.dice.choice(self.claims).claim_id, self.dice.choice(self.houses).article.article_id]
        )
        return [failure_at(item, self.dice.choice(("plan", "search", "verify")), hours(self.hour))]

    def skipped(self) -> list[Record]:
        claim = self.dice.choice(self.claims)
        return [step(claim.claim_id, "select", hours(self.hour), outcome="skipped", note=f"at {self.hour}")]

    def corrected_article(self) -> list[Record]:
        house = self.dice.choice(self.houses)
        return [house.article.model_copy(update={"headline": f"At {self.hour}", "outlet": self.dice.choice("AB")})]

    def happens(self, what: str) -> None:
        self.hour += 1
        self.warehouse.commit(getattr(self, what)())


EVENTS = (
    *("article", "verdict", "review", "publication", "correction", "closed_task", "later_reading", "failure"),
    *("earlier_reading_again", "same_claim", "skipped", "corrected_article", "flag"),
)


def agrees(warehouse: Warehouse) -> None:
    """All views and macros say in the snapshot, where some are kept, what they say in the warehouse, where none is."""
    Snapshot(warehouse.path).refresh(at_most_every_s=0)
    with warehouse.session() as session:
        views = [row["view_name"] for row in session.read("SELECT view_name FROM duckdb_views() WHERE NOT internal")]
        for hour in (0, 3, 6, 2400):
            views += [f"verdict_as_of('{hours(hour)}')", f"due_claims(moment := '{hours(hour)}')"]
        expected = {view: rows_of(session, view) for view in views}
    with reading(warehouse.path, memory_limit="1GB", threads=1) as connection:
        session = Session(connection, warehouse.path)
        told = session.read("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal")
        assert {row["view_name"] for row in told if "kept." in row["sql"]} == set(VIEWS)
        for view in views:
            assert rows_of(session, view) == expected[view], view


def rows_of(session: Session, view: str) -> list[str]:
    """A mean's last digit depends on the order in which it is summed up."""
    rows = session.read(f"SELECT * FROM {view}")
    return sorted(str([round(one, 12) if isinstance(one, float) else one for one in row.values()]) for row in rows)


@pytest.mark.parametrize("whole_to", [1000, 0], ids=["first whole", "claim by claim"])
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), events=st.lists(st.sampled_from(EVENTS), min_size=4, max_size=12))
def test_what_is_kept_is_what_the_views_say(
    whole_to: int,
    seed: int,
    events: list[str],
    blank_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept.keep, "__kwdefaults__", ANY_SIZE | {"whole_to": whole_to})
    home = tmp_path_factory.mktemp("kept")
    desk = Desk(Warehouse(Path(shutil.copy(blank_file, home))), random.Random(seed))
    for event in ("article", "article", "same_claim"):
        desk.happens(event)
    agrees(desk.warehouse)
    for place, event in enumerate(events):
        desk.happens(event)
        if place == 5:
            agrees(desk.warehouse)
    agrees(desk.warehouse)
    shutil.rmtree(home)


@pytest.fixture
def desk(warehouse: Warehouse, always: None) -> Desk:
    desk = Desk(warehouse, random.Random(1))
    desk.happens("article")
    return desk


def test_what_cannot_be_kept_is_read_from_the_views(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Snapshot(desk.warehouse.path).refresh(at_most_every_s=0)
    desk.happens("verdict")
    monkeypatch.setattr(kept, "_IN_ORDER", {"current_verdicts": "ORDER BY no_such_column"})
    assert not desk.warehouse.keep()
    Snapshot(desk.warehouse.path).refresh(at_most_every_s=0)
    with reading(desk.warehouse.path, memory_limit="1GB", threads=1) as connection:
        told = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'current_verdicts'").fetchall()
        assert "kept." not in told[0][0]
        assert connection.execute("SELECT count(*) FROM verdict_history").fetchall() == [(2,)]


def test_where_what_was_touched_cannot_be_seen_to_everything_is_made_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.warehouse.keep()
    desk.happens("verdict")
    monkeypatch.setattr(kept, "_DIRTY", "SELECT no_such_column FROM claims")
    assert not desk.warehouse.keep()
    agrees(desk.warehouse)


def test_what_is_committed_while_the_views_are_made_is_in_them(desk: Desk) -> None:
    desk.happens("article")
    with desk.warehouse.opened_to_write() as connection:
        for _ in range(len(VIEWS) // 2):
            assert kept.keep(connection)
    for event in ("verdict", "review", "same_claim", "article", "later_reading"):
        desk.happens(event)
    agrees(desk.warehouse)


def test_what_memory_does_not_suffice_to_make_whole_is_made_claim_by_claim(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Really out of memory: a hundred million numbers in a list do not fit into what the warehouse may use."""
    in_order = kept._IN_ORDER
    hungry = "ORDER BY (SELECT len(list(i)) FROM range(100000000) r(i))"
    made = Warehouse(desk.warehouse.path, memory_limit="100MB")
    with made.opened_to_write() as connection:
        while kept._unmade(connection) != ["queued_claims", "claim_ages", "claim_treatments"]:
            assert kept.keep(connection)
        with monkeypatch.context() as short:
            short.setattr(kept, "_IN_ORDER", in_order | {"queued_claims": hungry})
            assert kept.keep(connection)
        assert kept._unmade(connection) == []
        assert connection.execute("SELECT count(*) FROM kept.queued_claims").fetchall() == [(0,)]
    agrees(desk.warehouse)


def test_kept_views_have_their_comments_and_are_made_again_by_another_version(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.warehouse.keep()
    with monkeypatch.context() as upgraded:
        upgraded.setattr(kept, "schema_version", lambda: "another")
        Snapshot(desk.warehouse.path).refresh(at_most_every_s=0)
    (row,) = desk.warehouse.read("SELECT version, (SELECT count(*) FROM kept.current_claims) AS n FROM kept.made_from")
    assert row == {"version": "another", "n": 3}
    with duckdb.connect(Snapshot(desk.warehouse.path).link, read_only=True) as connection:
        for kind in ("column", "view"):
            sql = (
                f"SELECT count(*) FROM duckdb_{kind}s() WHERE schema_name = 'main' AND comment IS NULL AND NOT internal"
            )
            assert connection.execute(sql).fetchall() == [(0,)], kind


def test_a_small_warehouse_keeps_nothing(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom().records())
    assert not warehouse.keep()
    assert warehouse.read("SELECT count(*) AS n FROM duckdb_schemas() WHERE schema_name = 'kept'") == [{"n": 0}]


def test_a_snapshot_that_is_put_in_the_warehouse_s_place_is_a_warehouse(desk: Desk) -> None:
    Snapshot(desk.warehouse.path).refresh(at_most_every_s=0)
    restored = Warehouse(
        Path(shutil.copy(Snapshot(desk.warehouse.path).link, desk.warehouse.path.parent / "backup.duckdb"))
    )
    restored.commit([verdict_on(desk.houses[0].traffic, at=hours(9))])
    (row,) = restored.read("SELECT count(label) AS n FROM current_verdicts")
    assert row == {"n": 2}
    agrees(restored)
