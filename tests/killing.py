"""Moments at which processes are killed: random, told, and the same again where somebody asks for them."""

import os
import random


def random_moments() -> random.Random:
    """What decides when a test kills. Its seed is printed: with it in KILL_SEED the same moments are chosen again."""
    seed = int(os.environ.get("KILL_SEED") or random.randrange(2**32))
    print(f"moments of KILL_SEED={seed}")  # noqa: T201  # pytest shows it with a test that fails
    return random.Random(seed)
