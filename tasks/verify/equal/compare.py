"""Is the parsed answer the parsed reference? The rules for structures; numbers and sets have their own.

- `x = 5` is 5; `x = 5` is not `y = 5`; a chain `x = 2+3 = 5` counts by its last side.
- Bare lists are sets of solutions: order does not matter, multiplicity does. Tuples are ordered. A bare
  list equals the tuple with the same order; a set never equals a tuple.
- `x = 3 or x = 5` is two values and never 3. `\\pm a` is two values.
- Equations are equal up to a non-zero factor; inequalities by their solutions.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.equal.numbers import close, points, same_number
from tasks.verify.equal.operations import Value, exact, to_float
from tasks.verify.equal.sets import is_set, same_set
from tasks.verify.equal.shapes import LISTS, is_name, shape
from tasks.verify.notation.nodes import (
    Based,
    Call,
    Interval,
    MathError,
    Matrix,
    Node,
    NotScalarError,
    Num,
    Relation,
    Seq,
    SetOp,
    Sym,
    TooLargeError,
    UndefinedError,
    children,
    symbols,
)

MAX_ITEMS = 60
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


class _Pass:
    """A rule's way to say that it is not meant."""


_PASS = _Pass()
Ruling = bool | None | _Pass


def same(answer: Node, reference: Node, budget: Budget) -> bool | None:
    """Whether two answers are the same; None if that cannot be decided.

    Raises:
        TooLargeError: A cap was met before a decision.
    """
    budget.spend(5)
    whole = _whole(answer), _whole(reference)
    if whole[0] is not None and whole[1] is not None:
        return whole[0] == whole[1]
    if answer == reference:
        return True
    a, r = shape(answer), shape(reference)
    if a == r:
        return True
    for rule in _RULES:
        verdict = rule(a, r, budget)
        if not isinstance(verdict, _Pass):
            return verdict
    try:
        return same_number(a, r, budget)
    except NotScalarError:
        return False


def _whole(node: Node) -> Fraction | None:
    """The value of a literal without decimals, signed or not: most items of lists and tuples."""
    if isinstance(node, Num) and node.decimals is None:
        return node.value
    if isinstance(node, Call) and node.name == "neg":
        value = _whole(node.args[0])
        return None if value is None else -value
    return None


# Rules: each decides a pair of shapes or passes it on.


def _sets(a: Node, r: Node, budget: Budget) -> Ruling:
    """Intervals, unions, inequalities."""
    if not is_set(a) and not is_set(r):
        return _PASS
    if isinstance(a, Relation) and isinstance(r, Relation):
        return _inequalities(a, r, budget)
    if (
        isinstance(a, Seq)
        and isinstance(r, Seq)
        and a.kind in LISTS
        and r.kind in LISTS
        and len(a.items) == len(r.items)
    ):
        verdict = _matched(list(a.items), list(r.items), budget)
        if verdict is True:
            return True
    if (
        isinstance(_as_interval(a), Interval)
        and isinstance(_as_interval(r), Interval)
        and isinstance(a, Interval | Seq)
    ):
        return _structural(a, r, budget)
    verdict = same_set(a, r, budget) if not (symbols_of_sets(a) or symbols_of_sets(r)) else None
    return verdict if verdict is not None else _structural(a, r, budget)


def symbols_of_sets(node: Node) -> set[str]:
    """Variables in the end points of intervals: such sets are compared part by part."""
    if isinstance(node, Relation):
        return set() if len(symbols(node)) == 1 else symbols(node)
    if isinstance(node, Seq) and node.kind in LISTS:
        names = set().union(*[symbols(item) for item in node.items if isinstance(item, Relation)])
        return names if len(names) > 1 else set().union(*[symbols_of_sets(item) for item in node.items])
    return (
        {name for name in symbols(node) if not name.startswith("set ")}
        if not isinstance(node, SetOp)
        else set().union(*[symbols_of_sets(item) for item in node.items])
    )


def _structural(a: Node, r: Node, budget: Budget) -> bool | None:
    match _as_interval(a), _as_interval(r):
        case Interval() as left, Interval() as right:
            if (left.low_closed, left.high_closed) != (right.low_closed, right.high_closed):
                return False
            return _all([_try_same(left.low, right.low, budget), _try_same(left.high, right.high, budget)])
        case SetOp(name, items), SetOp(other, others) if name == other:
            if name == "minus":
                return _all([same(x, y, budget) for x, y in zip(items, others, strict=False)])
            return _matched(_operands(name, a), _operands(name, r), budget)
        case Relation(), Relation():
            return None
    return None if isinstance(a, Relation) or isinstance(r, Relation) else False


def _operands(name: str, node: Node) -> list[Node]:
    if isinstance(node, SetOp) and node.name == name:
        return [part for item in node.items for part in _operands(name, item)]
    return [node]


def _as_interval(node: Node) -> Node:
    if isinstance(node, Seq) and node.kind == "tuple" and len(node.items) == 2:
        return Interval(node.items[0], node.items[1], False, False)
    if isinstance(node, Relation) and len(node.ops) == 2 and is_name(node.sides[1]):
        low, _, high = node.sides
        if set(node.ops) <= {"<", "<="}:
            return Interval(low, high, node.ops[0] == "<=", node.ops[1] == "<=")
        if set(node.ops) <= {">", ">="}:
            return Interval(high, low, node.ops[1] == ">=", node.ops[0] == ">=")
    if isinstance(node, Relation) and len(node.ops) == 1 and is_name(node.sides[0]):
        end, minus = node.sides[1], Call("neg", (Sym("oo"),))
        if node.ops[0] in ("<", "<="):
            return Interval(minus, end, False, node.ops[0] == "<=")
        if node.ops[0] in (">", ">="):
            return Interval(end, Sym("oo"), node.ops[0] == ">=", False)
    return node


def _inequalities(a: Relation, r: Relation, budget: Budget) -> bool | None:
    names_a, names_r = symbols(a), symbols(r)
    if not names_a or not names_r or (names_a == names_r and len(a.sides) == len(r.sides) > 3):
        return _ordering(a, r, budget)
    if a.ops == r.ops and len(a.sides) == len(r.sides):
        sides = [_try_same(x, y, budget) for x, y in zip(a.sides, r.sides, strict=True)]
        if all(side is True for side in sides):
            return True
    if len(names_a) == 1 and len(names_r) == 1:
        return same_set(a, r, budget) if names_a == names_r else False
    if len(a.ops) == len(r.ops) == 1 and names_a == names_r:
        factor = _factor(a, r, budget)
        if factor is None:
            return False
        wanted = r.ops[0] if factor > 0 else _FLIPPED.get(r.ops[0])
        return a.ops[0] == wanted
    if tuple(_FLIPPED.get(op, op) for op in reversed(a.ops)) == r.ops:
        return _all([_try_same(x, y, budget) for x, y in zip(reversed(a.sides), r.sides, strict=True)])
    return False


def _ordering(a: Relation, r: Relation, budget: Budget) -> bool | None:
    """Chains of given values: the order itself is the answer, in either direction."""
    if a.ops != r.ops:
        a = Relation(tuple(reversed(a.sides)), tuple(_FLIPPED.get(op, op) for op in reversed(a.ops)))
    if a.ops != r.ops:
        return False
    return _all([_try_same(x, y, budget) for x, y in zip(a.sides, r.sides, strict=True)])


def _equations(a: Node, r: Node, budget: Budget) -> Ruling:
    """Equations with equations, and with the value of their named side."""
    if not isinstance(a, Relation) and not isinstance(r, Relation):
        return _PASS
    if isinstance(a, Relation) and isinstance(r, Relation):
        return _two_equations(a, r, budget)
    relation, other = (a, r) if isinstance(a, Relation) else (r, a)
    assert isinstance(relation, Relation)
    if relation.ops == ("=",) and is_name(relation.sides[0]):
        value = relation.sides[1]
        return same(value, other, budget) if isinstance(a, Relation) else same(other, value, budget)
    return False


def _two_equations(a: Relation, r: Relation, budget: Budget) -> bool | None:
    named_a, named_r = (x.ops == ("=",) and is_name(x.sides[0]) for x in (a, r))
    if named_a and named_r:
        values = _try_same(a.sides[1], r.sides[1], budget)
        if _same_name(a.sides[0], r.sides[0]):
            return values
        if values is True and (_is_function(a) or _is_function(r)):
            return True
    if a.ops != r.ops or len(a.ops) != 1:
        return False if "=" in a.ops and "=" in r.ops else None
    if a.ops == ("=",):
        return _factor(a, r, budget) is not None
    return _all([_try_same(x, y, budget) for x, y in zip(a.sides, r.sides, strict=True)])


def _same_name(a: Node, r: Node) -> bool:
    if isinstance(a, Sym) and isinstance(r, Sym) and a.name.split("_")[0] == r.name.split("_")[0]:
        return "_" not in a.name or "_" not in r.name or a == r
    return a == r or (
        isinstance(a, Call) and isinstance(r, Call) and a.name == r.name and a.name.endswith("()")
    )


def _is_function(equation: Relation) -> bool:
    """`f(x) = ...`, or `y = ...` with a variable on the right: the name on the left is a matter of taste."""
    name, value = equation.sides
    return (name == Sym("y") and bool(symbols(value))) or (
        isinstance(name, Call) and name.name.endswith("()")
    )


def same_equation(a: Relation, r: Relation, budget: Budget) -> bool:
    """Whether two equations are the same up to a non-zero factor."""
    return _factor(a, r, budget) is not None


def _factor(a: Relation, r: Relation, budget: Budget) -> Fraction | None:
    """The constant c with `left - right` of one relation equal to c times that of the other."""
    names = symbols(a) | symbols(r)
    ratios: list[Value] = []
    for point in points(names):
        try:
            ratio = _ratio(a, r, point, budget)
        except (UndefinedError, NotScalarError):
            continue
        if ratio is None:
            return None
        ratios.append(ratio)
        if not close(ratio, ratios[0]):
            return None
    if len(ratios) < 2 or ratios[0].imag:
        return None
    return Fraction(1) if ratios[0].real > 0 else Fraction(-1)


def _ratio(a: Relation, r: Relation, point: Mapping[str, Fraction], budget: Budget) -> Value | None:
    """How many times `left - right` of one relation is that of the other; None where one is zero."""
    gaps = [evaluate(Call("add", (x.sides[0], Call("neg", (x.sides[1],)))), point, budget) for x in (a, r)]
    if any(gap == 0 if exact(gap) else abs(gap) < 1e-35 for gap in gaps):
        return None
    if exact(gaps[0]) and exact(gaps[1]):
        return Fraction(gaps[0]) / gaps[1]
    return to_float(gaps[0]) / to_float(gaps[1])


def _lists(a: Node, r: Node, budget: Budget) -> Ruling:
    """Bare lists, sets, tuples."""
    kinds = tuple(node.kind if isinstance(node, Seq) else "" for node in (a, r))
    if kinds == ("", ""):
        return _PASS
    if isinstance(a, Matrix) or isinstance(r, Matrix):
        return _PASS
    if not isinstance(a, Seq) or not isinstance(r, Seq):
        return _one_and_many(a, r, budget)
    if len(a.items) > MAX_ITEMS or len(r.items) > MAX_ITEMS:
        raise TooLargeError("items")
    left, right = ("list" if kind == "both" else kind for kind in kinds)
    ordered = {"tuple", "bracket"}
    if left in ordered and right in ordered:
        return _in_order(a.items, r.items, budget) if left == right else False
    if {left, right} == {"list", "tuple"} or {left, right} == {"list", "bracket"}:
        return _list_and_tuple(a, r, budget)
    if left in ordered or right in ordered:
        return False
    if "set" in (left, right) or all(isinstance(item, Seq) for item in (*a.items, *r.items)):
        return _matched(_distinct(a.items, budget), _distinct(r.items, budget), budget)
    return _matched(list(a.items), list(r.items), budget)


def _one_and_many(a: Node, r: Node, budget: Budget) -> bool | None:
    several = a if isinstance(a, Seq) else r
    single = r if isinstance(a, Seq) else a
    assert isinstance(several, Seq)
    if several.kind in (*LISTS, "set"):
        distinct = _distinct(several.items, budget)
        if len(distinct) == 1:
            return same(distinct[0], single, budget) if several is a else same(single, distinct[0], budget)
    return False


def _list_and_tuple(a: Seq, r: Seq, budget: Budget) -> bool | None:
    listed, fixed = (a, r) if a.kind in LISTS else (r, a)
    values = tuple(
        item.sides[1] if isinstance(item, Relation) and item.ops == ("=",) else item for item in listed.items
    )
    pair = (values, fixed.items) if listed is a else (fixed.items, values)
    return _in_order(pair[0], pair[1], budget)


def _in_order(a: tuple[Node, ...], r: tuple[Node, ...], budget: Budget) -> bool | None:
    if len(a) != len(r):
        return False
    return _all([_try_same(x, y, budget) for x, y in zip(a, r, strict=True)])


def _matched(a: list[Node], r: list[Node], budget: Budget) -> bool | None:
    """Whether each item of one list pairs with one of the other."""
    if len(a) != len(r):
        return False
    if len(a) > MAX_ITEMS:
        raise TooLargeError("items")
    left, unsure = list(a), False
    for wanted in r:
        verdicts = []
        for item in left:
            verdict = _try_same(item, wanted, budget)
            verdicts.append(verdict)
            if verdict is True:
                break
        if True in verdicts:
            del left[verdicts.index(True)]
        elif None in verdicts:
            unsure = True
        else:
            return False
    return None if unsure else True


def _distinct(items: tuple[Node, ...], budget: Budget) -> list[Node]:
    kept: list[Node] = []
    for item in items:
        if not any(_try_same(item, other, budget) is True for other in kept):
            kept.append(item)
    return kept


def _matrices(a: Node, r: Node, budget: Budget) -> Ruling:
    if not isinstance(a, Matrix) and not isinstance(r, Matrix):
        return _PASS
    rows_a, rows_r = _rows(a), _rows(r)
    if rows_a is None or rows_r is None:
        return False
    if [len(row) for row in rows_a] != [len(row) for row in rows_r]:
        vector_a, vector_r = _vector(a), _vector(r)
        both = (
            vector_a is not None and vector_r is not None and isinstance(a, Matrix) != isinstance(r, Matrix)
        )
        return _in_order(vector_a or (), vector_r or (), budget) if both else False
    return _all(
        [
            _try_same(x, y, budget)
            for p, q in zip(rows_a, rows_r, strict=True)
            for x, y in zip(p, q, strict=True)
        ]
    )


def _rows(node: Node) -> tuple[tuple[Node, ...], ...] | None:
    if isinstance(node, Matrix):
        return node.rows
    if isinstance(node, Seq | Interval):
        if all(isinstance(item, Seq | Interval) for item in children(node)):
            return tuple(children(item) for item in children(node))
        return tuple((item,) for item in children(node))
    return None


def _vector(node: Node) -> tuple[Node, ...] | None:
    if isinstance(node, Matrix):
        if len(node.rows) == 1:
            return node.rows[0]
        return tuple(row[0] for row in node.rows) if all(len(row) == 1 for row in node.rows) else None
    return children(node) if isinstance(node, Seq | Interval) else None


def _ratios(a: Node, r: Node, budget: Budget) -> Ruling:
    """`2:3:4` with `4:6:8`; residue classes need the same modulus; digits need the same base."""
    match a, r:
        case Call("ratio", left), Call("ratio", right) if len(left) != 2 or len(right) != 2:
            if len(left) != len(right):
                return False
            crossed = [
                (Call("mul", (x, right[0])), Call("mul", (y, left[0])))
                for x, y in zip(left, right, strict=True)
            ]
            return _all([_try_same(x, y, budget) for x, y in crossed])
        case Call("modclass", (x, m)), Call("modclass", (y, n)):
            return _all(
                [_try_same(m, n, budget), _try_same(Call("mod", (x, m)), Call("mod", (y, n)), budget)]
            )
        case (Call("modclass", (x, _)), _):
            return same(x, r, budget)
        case (_, Call("modclass", (y, _))):
            return same(a, y, budget)
        case Based(value, base), Based(other, expected):
            return value == other and base == expected
        case (Based(value, base), Num()) | (Num(), Based(value, base)):
            plain = a if isinstance(a, Num) else r
            return base == 10 and isinstance(plain, Num) and plain.value == value
    return _PASS


def _try_same(a: Node, r: Node, budget: Budget) -> bool | None:
    try:
        return same(a, r, budget)
    except TooLargeError:
        raise
    except MathError:
        return None


def _all(verdicts: list[bool | None]) -> bool | None:
    if False in verdicts:
        return False
    return None if None in verdicts else True


_RULES = (_ratios, _matrices, _sets, _lists, _equations)
"""In this order; the first that does not pass decides, and two scalars are left to `same_number`."""
