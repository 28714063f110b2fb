"""Math-Verify, asked about answers that our own parser leaves undecided. Runs in a worker only.

Its "yes" counts when a second opinion agrees: SymPy's two parses must have the same value at random
points in 30 digits (Math-Verify itself rounds to 6 decimals and matches any pair of candidates).
"""

import re
import zlib
from typing import Any

from tasks.verify.notation.words import FUNCTIONS


def agree(reference: str, answer: str) -> bool | None:
    """Whether Math-Verify and the check by values both find the answer equal to the reference.

    Returns:
        True if both do, None if not: Math-Verify's "no" proves nothing.
    """
    if _words(reference) != _words(answer):
        return None
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
    whole = gold.has(sympy.Sum, sympy.Product) or given.has(sympy.Sum, sympy.Product)
    for salt in range(3):
        codes = [zlib.crc32(f"{name}{salt}".encode()) % 97 + 3 for name in names]
        point = {name: sympy.Rational(c, 1 if whole else 31) for name, c in zip(names, codes, strict=True)}
        left, right = (side.subs(point).doit().evalf(30) for side in (gold, given))
        if not (left.is_number and right.is_number):
            return False
        if abs(left - right) > max(abs(left), abs(right)) * sympy.Float("1e-20"):
            return False
    return True


def _words(text: str) -> set[str]:
    """Words that are no command and no function: Math-Verify drops them ("or more")."""
    found = re.findall(r"(?<![\\a-zA-Z])[a-zA-Z]{2,}|[\u4e00-\u9fff]+", text)
    return (
        {word.casefold() for word in found}
        - FUNCTIONS
        - {"pi", "frac", "pmatrix", "bmatrix", "array", "cases"}
    )
