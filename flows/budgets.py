"""The budget of a run and of a day, as the settings have them."""

from datetime import UTC, date, datetime

from flows.settings import PREFIX, Settings
from gateways.budget import Allowance, Budget, DayLedger, Spent
from gateways.llm import LlmGateway
from warehouse.batches import handed_in_on
from warehouse.errors import SettingsError
from warehouse.store import Warehouse, place_exists

_SPENT_ON = """
SELECT coalesce(sum(attempts), 0)::BIGINT AS calls, coalesce(sum(cost_usd), 0.0) AS usd
FROM llm_calls WHERE timezone('UTC', called_at)::DATE = ?
"""


def assemble_budget(settings: Settings) -> Budget:
    """The budgets that are set. The day's takes in what this warehouse's runs spent without one."""
    run = Allowance(settings.run_budget_usd, settings.run_budget_calls)
    day = Allowance(settings.daily_budget_usd, settings.daily_budget_calls)
    if not day.is_limited:
        return Budget(run)
    ledger = ledger_of(settings)
    today = datetime.now(UTC).date()
    ledger.begin(today, _spent_on(today, settings))
    return Budget(run, day, ledger)


def ledger_of(settings: Settings) -> DayLedger:
    """What all processes that share the cache folder have spent, day by day."""
    return DayLedger(settings.cache_dir / "spent.sqlite")


def check_price(settings: Settings, budget: Budget, gateway: LlmGateway) -> None:
    """Raise SettingsError where a budget in money is set for a model whose price is not known."""
    if not budget.counts_money or gateway.knows_its_price:
        return
    name = "RUN" if settings.run_budget_usd is not None else "DAILY"
    where = f" at {settings.base_url}" if settings.base_url else ""
    raise SettingsError(
        f"{PREFIX}{name}_BUDGET_USD is set and the price of {settings.model}{where} is not known: give it in the file "
        f"that {PREFIX}PRICES names, or set {PREFIX}{name}_BUDGET_CALLS instead."
    )


def budget_lines(settings: Settings) -> list[str]:
    """What may be spent, and what has been spent today, in words."""
    told = [_limits("a run", Allowance(settings.run_budget_usd, settings.run_budget_calls))]
    day = Allowance(settings.daily_budget_usd, settings.daily_budget_calls)
    told.append(_limits("a day", day))
    if day.is_limited:
        spent = ledger_of(settings).spent(datetime.now(UTC).date())
        told.append(f"spent today: {spent.calls} calls, {spent.usd:.4f} US dollars")
    return told


def _limits(period: str, allowance: Allowance) -> str:
    limits = [] if allowance.usd is None else [f"{allowance.usd:g} US dollars"]
    limits += [] if allowance.calls is None else [f"{allowance.calls} calls"]
    return f"{period}: {' and '.join(limits) or 'no limit'}"


def _spent_on(day: date, settings: Settings) -> Spent:
    if not place_exists(settings.warehouse):
        return Spent()
    with Warehouse(settings.warehouse, lock_timeout=settings.lock_timeout_s).session() as session:
        (row,) = session.read(_SPENT_ON, [day])
        calls, usd = handed_in_on(session, day)
    return Spent(row["calls"] + calls, row["usd"] + usd)
