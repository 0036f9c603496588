"""`claimhouse serve`: all deployments with their schedules in one process, for a desk on one machine.

What is deployed stands in one file, `prefect.yaml`, which `prefect deploy --all` reads too.
"""

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from flows.settings import prepare_prefect
from warehouse.errors import BadInputError

if TYPE_CHECKING:
    from prefect.client.schemas.actions import DeploymentScheduleCreate
    from prefect.deployments.runner import RunnerDeployment

FILE = Path("prefect.yaml")
_NOT_SERVED = ("work_pool", "concurrency_limit", "schedules")  # the first has no meaning here, the others are made


class NoServerError(BadInputError):
    """There is no Prefect server that could trigger what is served."""


def serve_deployments(file: Path | None, *, at_once: int) -> None:
    """Serve until interrupted. Raises NoServerError without a server, BadInputError for a file that cannot be used."""
    prepare_prefect(quiet=False)
    from prefect import serve

    deployments = read_deployments(file)
    _check_server()
    serve(*deployments, limit=at_once)


def read_deployments(file: Path | None) -> "list[RunnerDeployment]":
    """What the file deploys: one that is named, else prefect.yaml in the working folder, else the one that ships."""
    name = str(file or FILE)
    try:
        if file is None and not FILE.is_file():
            text = resources.files("flows").joinpath(FILE.name).read_text("utf-8")
        else:
            text = (file or FILE).read_text("utf-8")
        listed: list[dict[str, Any]] = yaml.safe_load(text)["deployments"]
        return [_deployment(dict(one)) for one in listed]
    except OSError as error:
        raise BadInputError(
            f"{name} cannot be read ({error.strerror}): name a file of deployments with --file."
        ) from None
    except (yaml.YAMLError, KeyError, TypeError, ValueError, ImportError, AttributeError) as error:
        why = " ".join(str(error).split())
        raise BadInputError(
            f"{name} does not list deployments as Prefect's prefect.yaml does ({why}): see the one that ships."
        ) from None


def _deployment(given: dict[str, Any]) -> "RunnerDeployment":
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.deployments.runner import RunnerDeployment

    schedules = [_schedule(dict(one)) for one in given.get("schedules") or ()]
    limit = given.get("concurrency_limit")
    plain = {name: value for name, value in given.items() if name not in _NOT_SERVED}
    deployment = RunnerDeployment.from_entrypoint(
        concurrency_limit=ConcurrencyLimitConfig.model_validate(limit) if isinstance(limit, dict) else limit,
        **plain,
    )
    deployment.schedules = [*schedules]
    return deployment


def _schedule(given: dict[str, Any]) -> "DeploymentScheduleCreate":
    """A schedule of the file as Prefect's own deploying makes it."""
    from prefect.client.schemas.actions import DeploymentScheduleCreate
    from prefect.client.schemas.schedules import construct_schedule

    about = {name: given.pop(name) for name in ("slug", "active", "parameters") if name in given}
    return DeploymentScheduleCreate(schedule=construct_schedule(**given), **about)


def _check_server() -> None:
    from prefect import get_client
    from prefect.settings import PREFECT_API_URL

    if not PREFECT_API_URL.value():
        raise NoServerError(
            "PREFECT_API_URL is not set: say `prefect server start` in another terminal, and set it to the address "
            "that this prints, http://127.0.0.1:4200/api."
        )
    with get_client(sync_client=True) as client:
        if (trouble := client.api_healthcheck()) is not None:
            raise NoServerError(
                f"Prefect's server does not answer at {PREFECT_API_URL.value()} ({type(trouble).__name__}): start it "
                "with `prefect server start`, or correct PREFECT_API_URL."
            )
