"""Networks end with the text that they are reading once nobody waits for them any more."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from language.embedding import embedding_model
from language.model_files import CalledOffError, in_thread

TEXTS = [f"The dam at Northfield failed on day {number}, and {number} people were rescued." for number in range(2000)]


async def test_a_cancelled_task_has_no_more_read_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    network = embedding_model()._network
    begun, read, ended = threading.Event(), [], []
    output = network._output

    def counted(called_off: threading.Event | None, ids: Sequence[int]) -> Any:
        vector = output(called_off, ids)
        read.append(vector)
        begun.set()
        return vector

    def work() -> None:
        try:
            network.outputs(TEXTS)
        except CalledOffError as error:
            ended.append(error)

    monkeypatch.setattr(network, "_output", counted)
    task = asyncio.create_task(in_thread(work))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.get_running_loop().shutdown_default_executor()  # the thread is waited for, as at the end of a run
    assert len(ended) == 1
    assert 0 < len(read) < len(TEXTS) / 2
    assert len(network.outputs(TEXTS[:3])) == 3  # other work is not called off with it


async def test_what_work_comes_to_and_raises_is_handed_on() -> None:
    assert await in_thread(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 7, 0)
