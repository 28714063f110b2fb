"""Is the parsed answer the parsed reference? The rules for structures; numbers and sets have their own.

- `x = 5` is 5; `x = 5` is not `y = 5`; a chain `x = 2+3 = 5` counts by its last side.
- Bare lists are sets of solutions: order does not matter, multiplicity does. Tuples are ordered. A bare
  list equals the tuple with the same order; a set never equals a tuple.
- `x = 3 or x = 5` is two values and never 3. `\\pm a` is two values.
- Equations are equal up to a non-zero factor; inequalities by their solutions.
"""

from fractions import Fraction

from tasks.verify.equal.bound import with_names_of
from tasks.verify.equal.equations import equations
from tasks.verify.equal.evaluate import Budget
from tasks.verify.equal.lists import same_lists
from tasks.verify.equal.logic import same_propositions
from tasks.verify.equal.matrices import same_matrices, same_ratios, same_vectors
from tasks.verify.equal.quantities import same_number
from tasks.verify.equal.ranges import same_ranges
from tasks.verify.equal.shapes import shape
from tasks.verify.equal.verdicts import Comparison, Pass
from tasks.verify.notation.nodes import (
    Call,
    Node,
    NotScalarError,
    Num,
    Relation,
    Sym,
)


def same(answer: Node, reference: Node, budget: Budget) -> bool | None:
    """Whether two answers are the same; None if that cannot be decided.

    Raises:
        TooLargeError: A cap was met before a decision.
    """
    return _decide(answer, reference, Comparison(budget, _decide))


def _decide(answer: Node, reference: Node, compare: Comparison) -> bool | None:
    compare.budget.spend(5)
    whole = _whole(answer), _whole(reference)
    if whole[0] is not None and whole[1] is not None:
        return whole[0] == whole[1]
    if answer == reference:
        return True
    if not isinstance(answer, Num | Sym | Call) and not isinstance(reference, Num | Sym | Call):
        answer, reference = with_names_of(answer, reference, compare.budget)
    a, r = shape(_without_domain(answer)), shape(_without_domain(reference))
    if a == r:
        return True
    for rule in _RULES:
        verdict = rule(a, r, compare)
        if not isinstance(verdict, Pass):
            return verdict
    try:
        return same_number(a, r, compare.budget)
    except NotScalarError:
        return False


def _without_domain(node: Node) -> Node:
    """`x \\in R` as an answer is the set itself; inside a list it is a condition and is dropped."""
    return node.sides[1] if isinstance(node, Relation) and node.ops == ("in",) else node


def _whole(node: Node) -> Fraction | None:
    """The value of a literal without decimals, signed or not: most items of lists and tuples."""
    if isinstance(node, Num) and node.decimals is None:
        return node.value
    if isinstance(node, Call) and node.name == "neg":
        value = _whole(node.args[0])
        return None if value is None else -value
    return None


_RULES = (same_propositions, same_ratios, same_vectors, same_matrices, same_ranges, same_lists, equations)
"""In this order; the first that does not pass decides, and two scalars are left to `same_number`."""
