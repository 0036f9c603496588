"""Work side by side: bounded, each piece by itself, and over once nothing more can be stored."""

import asyncio

import pytest

from flows.abreast import abreast
from warehouse.errors import WarehouseError


class Run:
    """A run that something may stop."""

    def __init__(self) -> None:
        self.fatal: WarehouseError | None = None

    @property
    def goes_on(self) -> bool:
        return self.fatal is None

    def raise_if_stopped(self) -> None:
        if self.fatal is not None:
            raise self.fatal


async def test_so_many_work_at_once_and_one_that_breaks_down_leaves_the_others_alone() -> None:
    noted: dict[int, int | Exception] = {}
    at_work = 0
    most = 0

    async def half(number: int) -> int:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0)
        at_work -= 1
        if number % 2:
            raise ValueError(number)
        return number // 2

    async def note(number: int, result: int | Exception) -> None:
        noted[number] = result

    await abreast(Run(), range(6), half, note, most=2)
    assert most == 2
    assert {number: result for number, result in noted.items() if not isinstance(result, Exception)} == {
        0: 0,
        2: 1,
        4: 2,
    }
    assert all(isinstance(noted[number], ValueError) for number in (1, 3, 5))


async def test_what_has_not_begun_when_the_run_is_stopped_is_left() -> None:
    run = Run()
    noted: list[int] = []

    async def stopping(number: int) -> None:
        if number == 1:
            run.fatal = WarehouseError("the disk is full")

    async def note(number: int, _: object) -> None:
        noted.append(number)

    with pytest.raises(WarehouseError, match="the disk is full"):
        await abreast(run, range(5), stopping, note, most=1)
    assert noted == [0, 1]
