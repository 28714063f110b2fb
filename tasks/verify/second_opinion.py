"""Math-Verify, asked about answers that our own parser leaves undecided. Runs in a worker only.

Its "yes" counts when a second opinion agrees: SymPy's two parses must have the same value at random
points in 30 digits (Math-Verify itself rounds to 6 decimals and matches any pair of candidates).
"""

import zlib
from typing import Any


def agree(reference: str, answer: str) -> bool | None:
    """Whether Math-Verify and the check by values both find the answer equal to the reference.

    Returns:
        True if both do, None if not: Math-Verify's "no" proves nothing.
    """
    from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify

    targets = [LatexExtractionConfig(boxed_match_priority=0), ExprExtractionConfig()]
    gold, given = (
        parse(
            f"\\boxed{{{text}}}",
            targets,
            fallback_mode="no_fallback",
            extraction_mode="first_match",
            parsing_timeout=None,
        )
        for text in (reference, answer)
    )
    if len(gold) != 1 or len(given) != 1:
        return None
    if not verify(gold, given, strict=True, timeout_seconds=None):
        return None
    return True if _same_value(gold[0], given[0]) else None


def _same_value(gold: Any, given: Any) -> bool:
    import sympy

    if isinstance(gold, str) or isinstance(given, str):
        return bool(gold == given)
    if gold == given:
        return True
    if not isinstance(gold, sympy.Expr) or not isinstance(given, sympy.Expr):
        return False
    names = sorted(gold.free_symbols | given.free_symbols, key=str)
    for salt in range(3):
        point = {
            name: sympy.Rational(zlib.crc32(f"{name}{salt}".encode()) % 9973 + 1, 3137) for name in names
        }
        difference = (gold - given).subs(point).evalf(30)
        size = abs(gold.subs(point).evalf(30)) + 1
        if not difference.is_number or abs(difference) > size * sympy.Float("1e-20"):
            return False
    return True
