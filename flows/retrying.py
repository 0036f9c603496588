"""Tasks that Prefect tries again: where what went wrong may pass by itself, and with the waiting seen on its page.

Nothing is paid for twice: what an article's first try has stored, the next one finds done, and a model's validated
replies are kept. What cannot succeed (a wrong key, a page that is gone, a budget that is spent) is tried once.
"""

from collections.abc import Awaitable, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TaskRunContext
from prefect.tasks import Task

from flows.article_report import ArticleFailedError
from flows.ingest_run import WatchFailedError
from flows.progress import reporter
from flows.settings import Settings
from gateways.web import WebGateway
from warehouse.records import Failure

Result = TypeVar("Result")


# Prefect resolves the parameters of its tasks by walking through them; what a task works with is handed on beside them.
_PATIENCE: ContextVar["Patience"] = ContextVar("patience")


class PassingFailureError(Exception):
    """What a task could not do for now: Prefect tries it again."""


class Patience:
    """Whether a run waits for what may pass; `begin` one for each kind of task.

    Once something was tried to the end in vain, what comes after it is tried once, until something comes through again:
    a thousand articles do not wait, each for itself, for a model that is gone.
    """

    def __init__(self, web: WebGateway) -> None:
        self._web = web
        self._waits = True

    @classmethod
    def begin(cls, web: WebGateway) -> None:
        """Be patient with the tasks that are started from here on, which ask this web."""
        _PATIENCE.set(cls(web))

    @classmethod
    def current(cls) -> "Patience":
        """The patience with the task that this code works for."""
        return _PATIENCE.get()

    async def tried(self, what: str, work: Awaitable[Result]) -> Result:
        """What comes of work within a task. Raises PassingFailureError where it is worth another try and has one left.

        Otherwise it raises its own errors, and a report with failures is as it is.
        """
        context = TaskRunContext.get()
        if context is not None and context.task_run.run_count > 1:
            self._web.forget_passing()
        try:
            result = await work
        except (ArticleFailedError, WatchFailedError) as error:
            if error.may_pass and self._has_another():
                raise _told(what, str(error)) from error
            raise
        failures: Sequence[Failure] = getattr(result, "passing", ())
        if failures and self._has_another():
            raise _told(what, failures[0].message)
        self._waits = self._waits or not failures
        return result

    def _has_another(self) -> bool:
        context = TaskRunContext.get()
        if context is None or not context.task.retries:
            return False
        if context.task_run.run_count > context.task.retries:
            self._waits = False
        return self._waits


def tries(settings: Settings) -> dict[str, Any]:
    """The options of a task that is tried as often as the settings say."""
    return {"retries": settings.task_retries, "retry_delay_seconds": settings.task_retry_delay_s}


async def worth_another_try(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Prefect's question whether a task that failed is to be tried again."""
    return isinstance(await state.aresult(raise_on_failure=False), PassingFailureError)


def _told(what: str, message: str) -> PassingFailureError:
    reporter().say(f"{what}: tried again, for this may pass: {message}")
    return PassingFailureError(message)
