"""What a trace is about, where that changes what signs mean."""

import re
from functools import cached_property

_CALCULUS = re.compile(r"∫|\\int\b|\bintegra|derivative|\bd[xyuXt]\b")
_IMAGINARY = re.compile(r"complex|imaginary|√-1|sqrt\(-1\)|i\^2|i\*\*2|i²|\d\s?i\b\s*\)")


class Context:
    """What a question and its trace are about, as far as it changes what signs mean."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    @cached_property
    def calculus(self) -> bool:
        """Lines go on from integrands to integrals: they are not the same expression."""
        return bool(_CALCULUS.search(self.text))

    @cached_property
    def imaginary(self) -> bool:
        """The letter i is no unknown."""
        return bool(_IMAGINARY.search(self.text))
