"""Entailments between propositions: `p->q,p|-q` and, under an assignment, `p=1,q=0|=p->q`.

Decided by truth tables up to 12 letters.
"""

import itertools
from collections.abc import Mapping

from tasks.verify.notation.nodes import Call, Node, NotReadableError, Relation, Seq, Sym, TooLargeError, walk
from tasks.verify.notation.parse import parse

MAX_LETTERS = 12


def entails(claim: str) -> bool | None:
    """Whether an entailment holds; None if the text is none.

    Raises:
        NotReadableError: A side is no proposition.
        TooLargeError: More than 12 letters.
    """
    for sign in ("|-", "⊢", "|=", "⊨"):
        left, found, right = claim.partition(sign)
        if found:
            return _holds(_propositions(left), proposition(right))
    return None


def proposition(text: str) -> Node:
    """A formula with ~ ¬ & ∧ | ∨ -> <->, or a letter."""
    spelled = text.strip()
    for written, sign in (
        ("<->", "<=>"),
        ("¬", "\\neg "),
        ("~", "\\neg "),
        ("∧", "\\land "),
        ("∨", "\\lor "),
        ("|", "\\lor "),
    ):
        spelled = spelled.replace(written, sign)
    return parse(spelled.replace("&", "\\land ").replace("→", "->"))


def _propositions(text: str) -> list[Node]:
    return [proposition(part) for part in text.split(",") if part.strip()]


def _holds(premises: list[Node], conclusion: Node) -> bool:
    letters = sorted(
        {part.name for node in (*premises, conclusion) for part in walk(node) if isinstance(part, Sym)}
    )
    if len(letters) > MAX_LETTERS:
        raise TooLargeError("letters")
    for values in itertools.product((False, True), repeat=len(letters)):
        world = dict(zip(letters, values, strict=True))
        if all(truth(premise, world) for premise in premises) and not truth(conclusion, world):
            return False
    return True


def truth(node: Node, world: Mapping[str, bool]) -> bool:
    """The value of a formula in a world.

    Raises:
        NotReadableError: It is no formula.
    """
    match node:
        case Sym(name):
            return world[name]
        case Call("not", (inner,)):
            return not truth(inner, world)
        case Call("and", (left, right)):
            return truth(left, world) and truth(right, world)
        case Call("or", (left, right)):
            return truth(left, world) or truth(right, world)
        case Call("implies", (left, right)):
            return not truth(left, world) or truth(right, world)
        case Call("iff", (left, right)):
            return truth(left, world) == truth(right, world)
        case Relation((Sym(name), value), ("=",)):
            return world[name] == bool(getattr(value, "value", 0))
        case Seq("list" | "both", items):
            return all(truth(item, world) for item in items)
    raise NotReadableError("no proposition")
