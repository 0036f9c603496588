"""What networks read is read once, is the same as if it were read anew, and is never a reason to fail."""

import contextvars
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from gateways.network_cache import NetworkCache
from language.embedding import EmbeddingModel
from language.entailment import EntailmentModel
from language.kept_outputs import remember_in

TEXTS = ["The dam failed.", "The dam held.", "A café 🚗 in Orn", "", "\ud800 half a pair"]
PAIRS = [("The dam failed.", "The dam held."), ("The dam held.", "The dam failed.")]
FILE = "network-outputs.sqlite"


@pytest.fixture(scope="module")
def encoder() -> EmbeddingModel:
    return EmbeddingModel()


def cache(folder: Path, most_bytes: int = 10_000_000) -> NetworkCache:
    return NetworkCache(folder, most_bytes=most_bytes)


def within(outputs: NetworkCache | None, work: Callable[..., Any], *arguments: Any) -> Any:
    """What work comes to where outputs are kept so; nothing of it outlasts the call."""

    def run() -> Any:
        remember_in(outputs)
        return work(*arguments)

    return contextvars.copy_context().run(run)


def counted(model: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The word pieces of each text that the network reads from now on."""
    network, read = model._network, []
    output = network._output
    monkeypatch.setattr(network, "_output", lambda called_off, ids: read.append(ids) or output(called_off, ids))
    return read


def test_what_was_read_is_the_same_to_the_bit_and_is_not_read_again(
    encoder: EmbeddingModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = TEXTS[:4]
    anew = within(None, encoder._network.outputs, texts)
    read = counted(encoder, monkeypatch)
    first = within(cache(tmp_path), encoder._network.outputs, texts)
    assert len(read) == 4
    again = within(cache(tmp_path), encoder._network.outputs, [*reversed(texts), "A third dam.", texts[0]])
    assert len(read) == 5
    for vectors in (first, [*reversed(again[:4])]):
        assert all(numpy.array_equal(one, other) for one, other in zip(vectors, anew, strict=True))
    assert numpy.array_equal(again[5], anew[0])
    assert texts[0].encode() not in (tmp_path / FILE).read_bytes()


def test_two_networks_and_the_two_ways_round_of_a_pair_are_told_apart(tmp_path: Path) -> None:
    judge, encoder = EntailmentModel(), EmbeddingModel()
    kept = cache(tmp_path)
    within(kept, encoder._network.outputs, [repr(PAIRS[0]), PAIRS[0][0]])
    first = within(kept, judge.logits, PAIRS)
    assert numpy.array_equal(within(kept, judge.logits, PAIRS[::-1]), first[::-1])
    assert not numpy.array_equal(first[0], first[1])
    assert numpy.array_equal(within(None, judge.logits, PAIRS), first)


@pytest.mark.parametrize("damage", [b"", b"1234", bytes(4 + 384 * 4), b"x" * 1540])
def test_what_is_damaged_is_read_anew(encoder: EmbeddingModel, tmp_path: Path, damage: bytes) -> None:
    anew = within(cache(tmp_path), encoder._network.outputs, TEXTS[:1])
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute("UPDATE outputs SET output = ?", (damage,))
    assert numpy.array_equal(within(cache(tmp_path), encoder._network.outputs, TEXTS[:1]), anew)
    with sqlite3.connect(tmp_path / FILE) as file:
        assert file.execute("SELECT count(*) FROM outputs WHERE output <> ?", (damage,)).fetchall() == [(1,)]


def test_a_file_of_something_else_is_set_aside_and_told(
    encoder: EmbeddingModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    with caplog.at_level(logging.WARNING):
        assert len(within(cache(tmp_path), encoder._network.outputs, TEXTS[:2])) == 2
    assert "The cache of what networks read was damaged" in caplog.text
    assert len(list(tmp_path.glob(f"{FILE}.damaged*"))) == 1


def test_it_stays_within_its_bounds_and_forgets_the_oldest(tmp_path: Path) -> None:
    kept = cache(tmp_path, most_bytes=1700 * 20)
    values = {bytes([number]): bytes([number]) * 8 for number in range(50)}
    for key, value in values.items():
        kept.put({key: value})
    assert kept.get(list(values)) == dict(list(values.items())[30:])


def test_more_keys_than_one_statement_may_have_are_looked_for(tmp_path: Path) -> None:
    kept = cache(tmp_path, most_bytes=10**9)
    values = {number.to_bytes(4): b"x" for number in range(40_000)}
    kept.put(values)
    assert kept.get(list(values)) == values
