"""How much may be spent on a model: in one run, and in one day by all runs that share a ledger.

Each request counts as it goes out, and its price once it is known. A request goes out only while there is something
left, so that what is spent lies above a budget by no more than the requests that are out at that moment.
"""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from gateways.errors import BudgetSpentError
from warehouse.errors import SettingsError

_BUSY_SECONDS = 30.0
_CREATE = "CREATE TABLE IF NOT EXISTS spent (day TEXT PRIMARY KEY, calls INTEGER NOT NULL, usd REAL NOT NULL)"


@dataclass(frozen=True)
class Spent:
    """What has been spent: requests that went out, and US dollars."""

    calls: int = 0
    usd: float = 0.0


@dataclass(frozen=True)
class Allowance:
    """What may be spent; None is no limit."""

    usd: float | None = None
    calls: int | None = None

    @property
    def is_limited(self) -> bool:
        return self.usd is not None or self.calls is not None

    def used_up_by(self, spent: Spent) -> str | None:
        """Which of the two limits is reached ("calls" or "usd"); None while there is something left."""
        if self.calls is not None and spent.calls >= self.calls:
            return "calls"
        if self.usd is not None and spent.usd >= self.usd:
            return "usd"
        return None


class DayLedger:
    """What all processes on this machine have spent, day by day, in one small file.

    Raises SettingsError where the file cannot be used: without it a day's budget cannot be kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, day: date, spent: Spent) -> None:
        """What is known to have been spent that day, by runs without a day's budget too: the larger count holds."""
        self._run(
            "INSERT INTO spent VALUES (?, ?, ?) ON CONFLICT (day) "
            "DO UPDATE SET calls = max(calls, excluded.calls), usd = max(usd, excluded.usd)",
            (day.isoformat(), spent.calls, spent.usd),
        )

    def admit(self, day: date, allowance: Allowance) -> bool:
        """Count one request more, if there is something left for it; in one step, whoever else counts."""
        self.begin(day, Spent())
        counted = self._run(
            "UPDATE spent SET calls = calls + 1 "
            "WHERE day = ?1 AND (?2 IS NULL OR calls < ?2) AND (?3 IS NULL OR usd < ?3) RETURNING calls",
            (day.isoformat(), allowance.calls, allowance.usd),
        )
        return counted is not None

    def paid(self, day: date, usd: float) -> None:
        """Add what a request cost."""
        self.begin(day, Spent())
        self._run("UPDATE spent SET usd = usd + ? WHERE day = ?", (usd, day.isoformat()))

    def spent(self, day: date) -> Spent:
        """What was spent on a day."""
        row = self._run("SELECT calls, usd FROM spent WHERE day = ?", (day.isoformat(),))
        return Spent(*row) if row else Spent()

    def _run(self, statement: str, parameters: tuple[object, ...]) -> tuple[int, float] | None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)) as db:
                db.execute("PRAGMA synchronous = OFF")  # a power cut may cost the count; the warehouse has it too
                db.execute(_CREATE)
                row: tuple[int, float] | None = db.execute(statement, parameters).fetchone()
                return row
        except (sqlite3.Error, OSError) as error:
            raise SettingsError(
                f"the ledger of a day's spending {self._path} cannot be used ({error}): make its folder writable, "
                "delete the file, or set no CLAIMHOUSE_DAILY_BUDGET_USD and no CLAIMHOUSE_DAILY_BUDGET_CALLS"
            ) from None


class Budget:
    """The budget of one run, and the day's. May be asked from several threads; `today` is the day in UTC."""

    def __init__(
        self,
        run: Allowance | None = None,
        day: Allowance | None = None,
        ledger: DayLedger | None = None,
        *,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._run = run or Allowance()
        self._day = day or Allowance()
        if self._day.is_limited and ledger is None:
            raise ValueError("a day's budget needs a ledger")
        self._ledger = ledger if self._day.is_limited else None
        self._today = today
        self._lock = threading.Lock()
        self.spent = Spent()  # in this run

    @property
    def counts_money(self) -> bool:
        """Whether there is a limit in money: then the price of each call must be known."""
        return self._run.usd is not None or self._day.usd is not None

    def check(self) -> None:
        """Raise BudgetSpentError where nothing is left, before anything is waited for."""
        if used_up := self._run.used_up_by(self.spent):
            raise self._error("run", used_up)
        if self._ledger and (used_up := self._day.used_up_by(self._ledger.spent(self._today()))):
            raise self._error("day", used_up)

    def admit(self) -> None:
        """Count a request that goes out now. Raises BudgetSpentError where there is nothing left for it."""
        with self._lock:
            self.check()
            if self._ledger and not self._ledger.admit(self._today(), self._day):
                self.check()  # somebody else has had the last of it
                raise self._error("day", "calls")
            self.spent = Spent(self.spent.calls + 1, self.spent.usd)

    def paid(self, usd: float) -> None:
        """Add what a request has cost, once that is known."""
        with self._lock:
            self.spent = Spent(self.spent.calls, self.spent.usd + usd)
        if self._ledger:
            self._ledger.paid(self._today(), usd)

    def _error(self, period: str, limit: str) -> BudgetSpentError:
        allowance, which = (self._run, "RUN") if period == "run" else (self._day, "DAILY")
        plural = "" if allowance.calls == 1 else "s"
        amount = f"{allowance.calls} call{plural}" if limit == "calls" else f"{allowance.usd:g} US dollars"
        whose = "the run's budget" if period == "run" else "the day's budget (days are counted in UTC)"
        return BudgetSpentError(
            f"{whose} of {amount} is spent: the next run goes on with what is left, or set "
            f"CLAIMHOUSE_{which}_BUDGET_{limit.upper()} higher"
        )


class Cashier:
    """A budget as coroutines ask it: in a thread of its own, one after the other.

    The ledger is a file that other processes lock, at worst for `_BUSY_SECONDS`. The event loop does not stand still
    for that, nor do the threads that the rest of the work needs. Methods raise as the budget's do.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="budget")

    async def check(self) -> None:
        await self._asked(self._budget.check)

    async def admit(self) -> None:
        """Whoever is cancelled meanwhile may have been counted and not gone out: one too many, never one too few."""
        await self._asked(self._budget.admit)

    async def paid(self, usd: float) -> None:
        """The money is spent, so it is counted even if whoever waits here is cancelled."""
        await asyncio.shield(self._asked(lambda: self._budget.paid(usd)))

    async def reserve(self, usd: float) -> None:
        """Count a request and its price in one, before it goes out."""

        def reserved() -> None:
            self._budget.admit()
            self._budget.paid(usd)

        await self._asked(reserved)

    def _asked(self, what: Callable[[], None]) -> asyncio.Future[None]:
        return asyncio.get_running_loop().run_in_executor(self._thread, what)
