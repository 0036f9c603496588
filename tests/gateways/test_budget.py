"""Budgets: what goes out while something is left, what is refused after, and never more than what was out already."""

import asyncio
import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from gateways.budget import Allowance, Budget, Cashier, DayLedger, Spent
from gateways.calls import collect_calls
from gateways.errors import BudgetSpentError
from gateways.llm import LlmGateway
from gateways.prices import load_prices
from gateways.prompts import Prompt
from tests import loopback_llm as loop
from tests.loopback_llm import Answer, LoopbackLlm, Request
from warehouse.errors import SettingsError

TODAY = date(2026, 3, 1)
PRICE_USD = (11 * 1000 + 7 * 2000) / 1e6  # what one answer of the loopback server costs at the prices below


class Reply(BaseModel):
    answer: int


class Crowd:
    """A server that answers only once so many are waiting, and counts the most that ever were there at once."""

    def __init__(self, at_least: int) -> None:
        self._at_least = at_least
        self._here = 0
        self.most = 0
        self._lock = threading.Lock()
        self._full = threading.Event()

    def __call__(self, request: Request) -> Answer:
        with self._lock:
            self._here += 1
            self.most = max(self.most, self._here)
            if self._here >= self._at_least:
                self._full.set()
        self._full.wait(20)
        with self._lock:
            self._here -= 1
        return loop.completion(json.dumps({"answer": 42}))


def gateway(llm: LoopbackLlm, tmp_path: Path, budget: Budget, **options: Any) -> LlmGateway:
    file = tmp_path / "prices.toml"
    file.write_text(f'["{llm.url}"]\n"test" = {{ input = 1000, output = 2000 }}', "utf-8")
    return LlmGateway("openai:test", base_url=llm.url, prices=load_prices(file), budget=budget, **options)


async def ask_all(asked: LlmGateway, questions: int) -> list[Any]:
    prompts = [Prompt("test", "v1", "Answer with JSON.", f"Question {number}") for number in range(questions)]
    return await asyncio.gather(*(asked.ask(prompt, Reply) for prompt in prompts), return_exceptions=True)


async def test_a_budget_in_calls_is_kept_to_the_call_however_many_ask_at_once(tmp_path: Path) -> None:
    with LoopbackLlm(Crowd(4)) as llm, collect_calls() as calls:
        answers = await ask_all(gateway(llm, tmp_path, Budget(Allowance(calls=7)), max_calls_in_flight=4), 40)
        assert len(llm.requests) == 7
    refused = [answer for answer in answers if isinstance(answer, BudgetSpentError)]
    assert len(refused) == 33
    assert {answer.exit_code for answer in refused} == {4}
    assert all("7 calls" in str(one) and "CLAIMHOUSE_RUN_BUDGET_CALLS" in str(one) for one in refused)
    assert len(calls) == 7, "what was not asked is no call"


async def test_a_budget_in_money_is_overrun_by_no_more_than_what_was_out_already(tmp_path: Path) -> None:
    in_flight = 4
    budget = Budget(Allowance(usd=PRICE_USD * 5.5))
    crowd = Crowd(in_flight)
    with LoopbackLlm(crowd) as llm:
        answers = await ask_all(gateway(llm, tmp_path, budget, max_calls_in_flight=in_flight), 40)
        sent = len(llm.requests)
    assert crowd.most == in_flight, "they were out at the same time"
    assert 6 <= sent <= 5 + in_flight
    assert budget.spent.calls == sent
    assert budget.spent.usd == pytest.approx(sent * PRICE_USD)
    assert sum(isinstance(answer, BudgetSpentError) for answer in answers) == 40 - sent


async def test_repeats_count_and_a_call_that_is_refused_half_way_keeps_what_it_cost(tmp_path: Path) -> None:
    async def at_once(_: float) -> None:
        return

    options: dict[str, Any] = {"max_attempts": 4, "sleep": at_once}
    with LoopbackLlm(loop.error(503)) as llm, collect_calls() as calls:
        (answer,) = await ask_all(gateway(llm, tmp_path, Budget(Allowance(calls=2)), **options), 1)
        assert len(llm.requests) == 2
    assert isinstance(answer, BudgetSpentError)
    assert [(call.attempts, call.outcome) for call in calls] == [(2, "BudgetSpentError")]


async def test_what_the_cache_answers_costs_nothing_of_a_budget(tmp_path: Path) -> None:
    with LoopbackLlm(loop.json_reply({"answer": 1})) as llm:
        for _ in range(3):
            asked = gateway(llm, tmp_path, Budget(Allowance(calls=2)), cache_dir=tmp_path / "cache")
            assert [answer.answer for answer in await ask_all(asked, 2)] == [1, 1]
        assert len(llm.requests) == 2


async def test_nobody_waits_for_a_turn_that_will_not_come(tmp_path: Path) -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    with LoopbackLlm(loop.json_reply({"answer": 1})) as llm:
        asked = gateway(llm, tmp_path, Budget(Allowance(calls=1)), calls_per_minute=1, sleep=note, clock=lambda: 0.0)
        await ask_all(asked, 1)
        assert isinstance((await ask_all(asked, 2))[1], BudgetSpentError)
    assert waits == []


def test_a_day_s_budget_is_shared_by_all_who_share_the_ledger_and_begins_anew_each_day(tmp_path: Path) -> None:
    day = [TODAY]
    one, other = (
        Budget(day=Allowance(calls=3), ledger=DayLedger(tmp_path / "spent.sqlite"), today=lambda: day[0])
        for _ in range(2)
    )
    one.admit()
    other.admit()
    one.admit()
    for budget in (one, other):
        with pytest.raises(BudgetSpentError, match="CLAIMHOUSE_DAILY_BUDGET_CALLS"):
            budget.admit()
        with pytest.raises(BudgetSpentError, match="day's budget"):
            budget.check()
    day[0] = date(2026, 3, 2)
    other.admit()
    assert DayLedger(tmp_path / "spent.sqlite").spent(TODAY) == Spent(3, 0.0)


def test_of_many_who_count_at_once_no_more_are_let_out_than_there_is_budget_for(tmp_path: Path) -> None:
    def try_ten(_: int) -> int:
        budget = Budget(day=Allowance(calls=23), ledger=DayLedger(tmp_path / "spent.sqlite"), today=lambda: TODAY)
        admitted = 0
        for _ in range(10):
            try:
                budget.admit()
            except BudgetSpentError:
                continue
            admitted += 1
        return admitted

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_ten, range(8))) == 23


def test_money_of_a_day_counts_what_was_spent_before_the_ledger_knew(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path / "spent.sqlite")
    ledger.begin(TODAY, Spent(calls=9, usd=0.9))
    ledger.begin(TODAY, Spent(calls=1, usd=0.1))
    budget = Budget(day=Allowance(usd=1.0), ledger=ledger, today=lambda: TODAY)
    budget.admit()
    budget.paid(0.2)
    assert ledger.spent(TODAY) == Spent(10, pytest.approx(1.1))
    with pytest.raises(BudgetSpentError, match="1 US dollars is spent"):
        budget.admit()


def test_what_runs_without_a_day_s_budget_spent_in_between_counts_too(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path / "spent.sqlite")
    ledger.begin(TODAY, Spent(calls=2, usd=0.2))
    ledger.begin(TODAY, Spent(calls=7, usd=0.1))
    assert ledger.spent(TODAY) == Spent(calls=7, usd=0.2)
    assert ledger.admit(TODAY, Allowance(calls=8))
    assert not ledger.admit(TODAY, Allowance(calls=8))


def test_a_ledger_that_cannot_be_kept_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "spent.sqlite").write_text("this is no database, and it is long enough to be seen as none" * 20)
    budget = Budget(day=Allowance(calls=1), ledger=DayLedger(tmp_path / "spent.sqlite"), today=lambda: TODAY)
    with pytest.raises(SettingsError, match="delete the file"):
        budget.admit()


class HeldLedger(DayLedger):
    """One whose file another process has locked, until it is let go; `waited` is set once somebody waits for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.waited, self.let_go = threading.Event(), threading.Event()
        self.was_let_go = True

    def _run(self, *statement: Any) -> Any:
        self.waited.set()
        self.was_let_go &= self.let_go.wait(5)
        return super()._run(*statement)


async def test_the_loop_goes_on_while_another_process_holds_the_ledger(tmp_path: Path) -> None:
    ledger = HeldLedger(tmp_path / "spent.sqlite")
    with LoopbackLlm(loop.json_reply({"answer": 1})) as llm:
        budget = Budget(day=Allowance(calls=5), ledger=ledger, today=lambda: TODAY)
        asked = asyncio.create_task(ask_all(gateway(llm, tmp_path, budget), 1))
        await asyncio.to_thread(ledger.waited.wait, 5)
        ledger.let_go.set()
        assert await asked == [Reply(answer=1)]
    assert ledger.was_let_go, "whoever would let go of it did not come to that"
    assert ledger.spent(TODAY) == Spent(1, pytest.approx(PRICE_USD))


async def test_what_was_paid_counts_though_whoever_paid_is_stopped(tmp_path: Path) -> None:
    ledger = HeldLedger(tmp_path / "spent.sqlite")
    cashier = Cashier(Budget(day=Allowance(calls=5), ledger=ledger, today=lambda: TODAY))
    checking = asyncio.create_task(cashier.check())
    await asyncio.to_thread(ledger.waited.wait, 5)
    paying = asyncio.create_task(cashier.paid(0.25))
    await asyncio.sleep(0)  # it waits behind the check
    paying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await paying
    ledger.let_go.set()
    await checking
    await cashier.check()  # in turn, so that what was before is done
    assert ledger.spent(TODAY) == Spent(0, 0.25)


def test_a_day_s_budget_without_a_ledger_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="ledger"):
        Budget(day=Allowance(calls=1))


def test_the_ledger_is_one_line_a_day(tmp_path: Path) -> None:
    ledger = DayLedger(tmp_path / "spent.sqlite")
    for _ in range(3):
        assert ledger.admit(TODAY, Allowance(calls=5))
    with sqlite3.connect(tmp_path / "spent.sqlite") as db:
        assert db.execute("select * from spent").fetchall() == [("2026-03-01", 3, 0.0)]
