"""One at a time has an article: among tasks, among processes, and when one of them is killed."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from warehouse.article_locks import FileLocks
from warehouse.errors import WarehouseMissingError
from warehouse.store import Warehouse

# Takes one article, says so, and has it until its input ends.
HOLDER = """
import sys
from pathlib import Path
from warehouse.article_locks import FileLocks
print(FileLocks.of(Path(sys.argv[1])).try_take(sys.argv[2]), flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process_with(warehouse: Warehouse, article_id: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that has the article, or tried to; its first line of output tells which."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(warehouse.path), article_id],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    ) as child:  # fmt: skip
        try:
            yield child
        finally:
            child.kill()


def took(child: "subprocess.Popen[str]") -> bool:
    assert child.stdout is not None
    return child.stdout.readline() == "True\n"


@pytest.fixture
def desk(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "desk.duckdb")


async def test_tasks_have_an_article_one_after_the_other_and_others_side_by_side(desk: Warehouse) -> None:
    inside: list[str] = []
    most: dict[str, int] = {}

    async def work(article_id: str) -> None:
        async with desk.article_lock(article_id):
            inside.append(article_id)
            most[article_id] = max(inside.count(article_id), most.get(article_id, 0))
            most["all"] = max(len(set(inside)), most.get("all", 0))
            await asyncio.sleep(0.01)
            inside.remove(article_id)

    await asyncio.gather(*(work(article_id) for article_id in ("art_1", "art_2", "art_3") * 3))
    assert most == {"art_1": 1, "art_2": 1, "art_3": 1, "all": 3}
    assert [path.name for path in desk.path.parent.iterdir()] == [".desk.duckdb.locks"]
    assert (desk.path.parent / ".desk.duckdb.locks").stat().st_size == 0


async def test_a_process_waits_for_another_and_its_event_loop_goes_on(desk: Warehouse) -> None:
    waits = asyncio.Event()
    with another_process_with(desk, "art_1") as child:
        assert took(child)

        async def work() -> str:
            async with desk.article_lock("art_1", waits.set):
                return "done"

        waiting = asyncio.create_task(work())
        async with desk.article_lock("art_2"):
            await asyncio.wait_for(waits.wait(), 30)
        assert not waiting.done()
        child.kill()  # as kill -9 does it: nothing of the process gives the article back
        assert await asyncio.wait_for(waiting, 30) == "done"


async def test_giving_one_article_back_keeps_another(desk: Warehouse) -> None:
    async with desk.article_lock("art_1"):
        async with desk.article_lock("art_2"):
            pass
        with another_process_with(desk, "art_1") as late, another_process_with(desk, "art_2") as free:
            assert (took(late), took(free)) == (False, True)
    with another_process_with(desk, "art_1") as child:
        assert took(child)


async def test_a_cancelled_wait_has_taken_nothing(desk: Warehouse) -> None:
    locks = FileLocks.of(desk.path)
    assert locks.try_take("art_1")
    begun = asyncio.Event()

    async def work() -> None:
        async with desk.article_lock("art_1", begun.set):
            raise AssertionError("two had it")

    waiting = asyncio.create_task(work())
    await begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    locks.release("art_1")
    assert locks.try_take("art_1")
    locks.release("art_1")


async def test_an_article_is_given_back_by_a_task_that_fails(desk: Warehouse) -> None:
    async def fail() -> None:
        async with desk.article_lock("art_1"):
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fail()
    async with asyncio.timeout(5), desk.article_lock("art_1"):
        pass


def test_event_loops_of_several_threads_keep_to_it_too(desk: Warehouse) -> None:
    inside, most = 0, 0

    async def work() -> None:
        nonlocal inside, most
        async with desk.article_lock("art_1"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.005)
            inside -= 1

    threads = [threading.Thread(target=lambda: asyncio.run(work())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (inside, most) == (0, 1)


async def test_two_names_of_one_warehouse_have_the_same_locks(desk: Warehouse) -> None:
    desk.path.touch()
    other = desk.path.with_name("link.duckdb")
    other.symlink_to(desk.path)
    async with desk.article_lock("art_1"):
        assert not FileLocks.of(other).try_take("art_1")


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="create it"):
        async with Warehouse(tmp_path / "nowhere" / "w.duckdb").article_lock("art_1"):
            pass
