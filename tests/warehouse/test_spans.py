"""From when until when a verdict stood, told from the verdicts one by one, is what the view says."""

import random
from collections.abc import Iterable

from tests.warehouse.records_made import hours, newsroom, succeeds, verdict_on
from warehouse.records import Record, Verdict
from warehouse.store import Warehouse

FAMILIES = 60
HOURS = range(-1, 9)


def _stands(verdicts: Iterable[tuple[int, Verdict]], hour: int) -> str | None:
    """The rule itself: of the verdicts given by then that none of their own claim's follows by then, the nearest kin's
    latest one."""
    given = [(distance, one) for distance, one in verdicts if one.decided_at <= hours(hour)]
    followed = {(one.claim_id, one.follows) for _, one in given}
    last = [(distance, one) for distance, one in given if (one.claim_id, one.verdict_id) not in followed]
    ranked = sorted((distance, -one.decided_at.timestamp(), one.verdict_id) for distance, one in last)
    return ranked[0][2] if ranked else None


def test_a_verdict_stands_until_another_of_its_chain_or_of_a_nearer_claim_does(warehouse: Warehouse) -> None:
    house = newsroom()
    choose = random.Random(7)  # clocks that go wrong, two chains at once, ties: as they fall
    records: list[Record] = house.records()
    families: dict[str, list[tuple[int, Verdict]]] = {}
    for number in range(FAMILIES):
        younger, older = (house.toll.model_copy(update={"claim_id": f"clm_{number}_{kin}"}) for kin in (0, 1))
        kept: list[Verdict] = []
        for claim in (older, younger):
            for _ in range(choose.randrange(5)):
                mine = [one.verdict_id for one in kept if one.claim_id == claim.claim_id]
                made = verdict_on(claim, choose.choice([None, *mine]), hours(choose.randrange(8)))
                kept += [made] if made.verdict_id not in mine else []
        records += [younger, older, succeeds(younger, older), *kept]
        families[younger.claim_id] = [(int(one.claim_id == older.claim_id), one) for one in kept]
    warehouse.commit(records)
    for hour in HOURS:
        at = [hours(hour)] * 2
        told = warehouse.read(
            "SELECT claim_id, verdict_id FROM verdict_spans "
            "WHERE decided_at <= ? AND (stood_until IS NULL OR stood_until > ?)",
            at,
        )
        expected = {claim_id: _stands(verdicts, hour) for claim_id, verdicts in families.items()}
        assert len(told) == len({row["claim_id"] for row in told})
        found = {row["claim_id"]: row["verdict_id"] for row in told}
        assert {claim_id: found.get(claim_id) for claim_id in families} == expected
