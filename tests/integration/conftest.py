"""Tests against real services, which `make integration` starts on this machine; no other run collects them."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if "integration" in str(config.getoption("markexpr")) else True
