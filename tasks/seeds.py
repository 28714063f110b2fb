"""Named random streams.

`Random(seed + i)` makes the next seed's stream this seed's stream moved by one. A stream here
is named by all that it is for, and hashed, so two names never share draws.
"""

import hashlib
import random


def seed_for(seed: int, *name: str | int) -> int:
    """A 63-bit seed for the stream `name` under the root `seed`.

    Parts are joined with a separator that cannot occur in them, so ("a", "bc") and ("ab", "c")
    are different streams.
    """
    parts = [str(seed), *(f"{type(part).__name__}:{part}" for part in name)]
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def rng_for(seed: int, *name: str | int) -> random.Random:
    """A generator for the stream `name` under the root `seed`: same name, same draws."""
    return random.Random(seed_for(seed, *name))
