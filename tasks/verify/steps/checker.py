"""One trace: its claims in order, each ruled on with what the trace has established so far."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from tasks.verify.equal.evaluate import Budget
from tasks.verify.notation.nodes import MathError, Relation, TooLargeError, symbols
from tasks.verify.steps import general, quantities, sets
from tasks.verify.steps.context import Context
from tasks.verify.steps.equations import PROVED, REFUTED, UNCHECKED, Facts, Ruling, near_root
from tasks.verify.steps.latex import to_plain
from tasks.verify.steps.linear import entails
from tasks.verify.steps.plain import Line, Side, read_plain
from tasks.verify.steps.polynomials import NotPlainError, Number, constant, degree, letters, plus, substitute
from tasks.verify.steps.propositions import follows, read_entailment
from tasks.verify.steps.readings import (
    REMAINDER_WORDS,
    TIGHT_FRACTION,
    difference,
    merged,
    name_of,
    rounded_to_whole,
    running_on,
)
from tasks.verify.steps.report import CheckedClaim
from tasks.verify.steps.restated import fits
from tasks.verify.steps.scan import MAX_CLAIM_CHARS, Found
from tasks.verify.steps.sequents import read_linear
from tasks.verify.steps.sums import agree, shown

Solver = Callable[[str], bool | None]
"""Decides an entailment in notation; None if it gave up."""

TRACE_UNITS = 60_000
"""What the claims of one trace may cost together: about 0.3 s for most hostile traces, up to 1.2 s for
long ones of inequalities."""

_FACT_UNITS = {(True, False): 0, (True, True): 500, (False, False): 100, (False, True): 600}
"""What comparing with what holds costs: for an equation or not, with a degree over 2 or not."""

_DECIDED = {"all": PROVED, "none": REFUTED, "some": UNCHECKED}
_WHY = {"all": "", "none": "contradicts the premises", "some": "does not follow from the premises"}
_OR = re.compile(r"\s*(?:\bor\b|\band\b|或者?|,)\s*")
_ORDERS: dict[str, Callable[[Number, Number], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
}


@dataclass
class Checker:
    """What is established in a trace, and what may still be spent on it."""

    known: dict[str, Number] = field(default_factory=dict)
    """Values that names were given."""
    facts: Facts = field(default_factory=Facts)
    solver: Solver | None = None
    """Decides the entailments that are too large for truth tables and elimination."""
    named_sets: dict[str, sets.Elements] = field(default_factory=dict)
    """Sets that names were given."""
    question: tuple[str, Number] | None = None
    """The expression that is to be calculated, and its value."""
    context: Context = field(default_factory=Context)
    budget: Budget = field(default_factory=lambda: Budget(TRACE_UNITS))
    general_before: list[Relation] = field(default_factory=list)

    def premise(self, found: Found) -> None:
        """Believe an equation or inequality of the problem."""
        try:
            line = read_plain(to_plain(found.text))
        except (MathError, RecursionError):
            return
        if len(line.ops) == 1 and line.ops[0] != "~":
            gap = difference(line.sides[0], line.sides[1])
            if letters(gap):
                self.facts.given = True
                self.facts.asked |= letters(gap)
                self.facts.believe(gap, line.ops[0])

    def check(self, found: Found) -> list[CheckedClaim]:
        """The claim with its verdict; two where a formula is followed by numbers, none for a bare value."""
        try:
            self.budget.spend(2 + len(found.text) // 8)
            if len(found.text) > MAX_CLAIM_CHARS:
                raise TooLargeError(f"longer than {MAX_CLAIM_CHARS} characters")
            physical = (
                quantities.agrees(found.raw or found.text)
                if quantities.is_physical(found.raw or found.text)
                else None
            )
            rulings = [("quantity", PROVED, "")] if physical else self._rulings(found)
            if (found.raw or found.others or TIGHT_FRACTION.search(found.text)) and any(
                ruling[1] is REFUTED for ruling in rulings
            ):
                rulings = self._other_reading(found) or rulings
            elif physical is False:
                rulings = [("quantity", REFUTED, "the units differ")]
        except (MathError, RecursionError) as error:
            rulings = [("other", UNCHECKED, str(error))]
        if any(ruling[1] is REFUTED for ruling in rulings) and self.context.calculus:
            rulings = [
                (kind, UNCHECKED, "between integrals")
                if verdict is REFUTED and kind != "arithmetic"
                else (kind, verdict, why)
                for kind, verdict, why in rulings
            ]
        return [CheckedClaim(found.text, found.start, *ruling) for ruling in rulings]

    def _other_reading(self, found: Found) -> list[Ruling] | None:
        """The rulings of a reading that is true."""
        tight = TIGHT_FRACTION.sub(r"\1(\2)", found.text)
        for text in (*found.others, tight) if tight != found.text else found.others:
            try:
                rulings = self._rulings(found._replace(text=text, others=()))
            except (MathError, RecursionError):
                continue
            if rulings and all(ruling[1] is PROVED for ruling in rulings):
                return rulings
        if found.kind == "chain" and quantities.agrees(found.raw):
            return [("quantity", PROVED, "")]
        return None

    def _rulings(self, found: Found) -> list[Ruling]:
        if found.kind == "quantity":
            good = quantities.converts(found.text)
            return [("quantity", PROVED if good else REFUTED, "" if good else "not the same size")]
        if found.kind in ("restated", "part", "answer"):
            assert self.question is not None
            return [fits(found, *self.question)]
        if found.kind in ("order", "knights"):
            return [(found.kind, _DECIDED[found.raw], _WHY[found.raw])]
        if sets.speaks_of_sets(found.text):
            return [self._sets(found)]
        text = to_plain(found.text)
        if found.kind == "entailment" or "|-" in text or "|=" in text or "⊢" in text or "⊨" in text:
            return [self._entailment(text)]
        goes_on = found.left != ""
        if goes_on:
            text = f"{to_plain(found.left)} {text}"
        elif text.startswith("="):
            text = text[1:]
        pieces = (
            _OR.split(text) if "or" in text or "或" in text or ("," in text and "(" not in text) else [text]
        )
        if len(pieces) > 1:
            return self._cases(found, pieces)
        try:
            line = read_plain(text, imaginary="i" in text and self.context.imaginary)
        except NotPlainError:
            return self._general(found, text)
        self.budget.spend(line.cost // 4)
        if not line.ops:
            return []
        if found.kind == "total":
            ruling = self._numbers(line.sides[0], "=", line.sides[1])
            return [ruling if ruling[1] is PROVED else ("arithmetic", UNCHECKED, "another total")]
        if found.kind == "chain":
            line = running_on(line)
        if found.raw and REMAINDER_WORDS.search(found.raw):
            line = rounded_to_whole(line)
        return self._line(line, supposed=found.supposed, goes_on=goes_on)

    def _sets(self, found: Found) -> Ruling:
        self.budget.spend(20 + len(found.text) // 4)
        good, named = sets.rule_on(found.text, self.named_sets)
        if good is None:
            self.named_sets |= named
            return "assignment", UNCHECKED, "a name for a set"
        return "set", PROVED if good else REFUTED, "" if good else "false for these sets"

    def _entailment(self, text: str) -> Ruling:
        try:
            good = self._follows(text)
        except TooLargeError:
            if self.solver is None:
                raise
            answer = self.solver(text)
            if answer is None:
                return "entailment", UNCHECKED, "the solver gave up"
            good = answer
        return "entailment", PROVED if good else REFUTED, "" if good else "it does not follow"

    def _follows(self, text: str) -> bool:
        """Between propositions by truth tables, between linear relations by elimination."""
        linear = read_linear(text)
        if linear is not None:
            self.budget.spend(200)
            return entails(*linear)
        parts = read_entailment(text)
        if parts is None:
            raise NotPlainError("no entailment")
        self.budget.spend(20 * len(parts[0]) + 40)
        return follows(*parts)

    def _cases(self, found: Found, pieces: list[str]) -> list[Ruling]:
        """`x = 2 or x = -3`, `x = 2, -3`: the solutions of the equation before."""
        name, values = "", list[Fraction]()
        for piece in filter(None, pieces):
            line = read_plain(piece)
            *heads, last = line.sides
            if isinstance(last.value, dict) or len(heads) > 1 or set(line.ops) - {"="}:
                return [("other", UNCHECKED, "several claims in one")]
            if heads:
                head = name_of(heads[0])
                if not head or (name and head != name):
                    return [("other", UNCHECKED, "several claims in one")]
                name = head
            values.append(Fraction(last.value))
        if not name:
            return []
        if found.supposed:
            return [("equation", UNCHECKED, "supposed")]
        return [self.facts.solutions(name, values)]

    def _general(self, found: Found, text: str) -> list[Ruling]:
        self.budget.spend(40 + len(text))
        relations = general.relations(found.text if not found.text.startswith("=") else text)
        if not relations:
            return [("other", UNCHECKED, "not readable")] if "=" in text else []
        rulings = []
        known = {name: Fraction(value) for name, value in self.known.items()}
        for relation in relations:
            names = symbols(relation)
            before = next((old for old in reversed(self.general_before) if symbols(old) == names), None)
            spent = Budget(min(4_000, self.budget.units))
            units = spent.units
            try:
                ruling = general.rule(relation, before, known, spent)
                if ruling[1] is REFUTED and found.kind == "chain":
                    ruling = ("other", UNCHECKED, "not plain, in a sentence")
                rulings.append(ruling)
            finally:
                self.budget.spend(units - max(spent.units, 0))
            self.general_before = [*self.general_before[-8:], relation]
        return rulings

    def _line(self, line: Line, *, supposed: bool, goes_on: bool) -> list[Ruling]:
        sides, ops = list(line.sides), list(line.ops)
        name = name_of(sides[0]) if ops[0] in ("=", "~") and not goes_on else ""
        if name:
            sides, ops = sides[1:], ops[1:]
        rulings: list[Ruling] = []
        rewriting = goes_on or len(sides) > 2
        for left, op, right in zip(sides, ops, sides[1:], strict=False):
            rulings.append(
                self._pair(left, op, right, supposed=supposed, rewriting=rewriting, named=bool(name))
            )
        together = merged(rulings)
        if name:
            together = self._assign(name, sides, line.ops[0], together, supposed=supposed)
        return together

    def _pair(
        self, left: Side, op: str, right: Side, *, supposed: bool, rewriting: bool, named: bool
    ) -> Ruling:
        if not isinstance(left.value, dict) and not isinstance(right.value, dict):
            return self._numbers(left, op, right)
        gap = difference(left, right)
        self.budget.spend(_FACT_UNITS[op == "=", degree(gap) > 2])
        if not gap and op in ("=", "~", "<=", ">="):
            return "identity", PROVED, ""
        values = [
            substitute(side.value, self.known) if isinstance(side.value, dict) else constant(side.value)
            for side in (left, right)
        ]
        if not letters(values[0]) and not letters(values[1]):
            a, b = (value.get((), 0) for value in values)
            if (
                not (named or rewriting or supposed)
                and op == "="
                and a != b
                and any(self.facts.about({letter}) for letter in letters(gap))
            ):
                return self.facts.equation(gap)
            ruling = self._numbers(left._replace(value=a), op, right._replace(value=b))
            return ("arithmetic", UNCHECKED, "supposed") if supposed and ruling[1] is REFUTED else ruling
        if supposed:
            self.facts.believe(gap, op)
            return "equation", UNCHECKED, "supposed"
        if named or (rewriting and not letters(values[1])):
            return "formula", UNCHECKED, "a formula"
        if rewriting and op == "=" and letters(values[0]) == letters(values[1]):
            rest = plus(values[0], values[1], -1)
            return ("identity", PROVED, "") if not rest else ("identity", REFUTED, "not the same expression")
        if op in ("=", "~"):
            rest = plus(values[0], values[1], -1)
            if not rest:
                return "identity", PROVED, ""
            if letters(gap):
                return self.facts.equation(gap)
            return "equation", REFUTED if self.facts.equations else UNCHECKED, "no value solves it"
        return self.facts.inequality(gap, op) if letters(gap) else ("inequality", UNCHECKED, "")

    def _numbers(self, left: Side, op: str, right: Side) -> Ruling:
        a, b = left.value, right.value
        assert not isinstance(a, dict)
        assert not isinstance(b, dict)
        good = agree(left, a, right, b, about=op == "~") if op in ("=", "~") else _ORDERS[op](a, b)
        return (
            "arithmetic",
            PROVED if good else REFUTED,
            "" if good else f"{shown(a)} {op} {shown(b)} is false",
        )

    def _assign(
        self, name: str, sides: list[Side], op: str, rulings: list[Ruling], *, supposed: bool
    ) -> list[Ruling]:
        """`x = 5`: a solution of the equations before it, or a name for a value."""
        value = sides[-1].value
        if isinstance(value, dict):
            value_known = substitute(value, self.known)
            rest = value_known.get((), 0) if not letters(value_known) else None
        else:
            rest = value
        if rest is None:
            gap = plus(
                {(name,): 1},
                sides[0].value if isinstance(sides[0].value, dict) else constant(sides[0].value),
                -1,
            )
            if rulings or supposed:
                self.facts.believe(gap)
                return rulings or [("equation", UNCHECKED, "supposed")]
            return [self.facts.equation(gap)]
        self.known[name] = rest
        if supposed:
            return rulings or [("assignment", UNCHECKED, "supposed")]
        solved = self._solves(name, Fraction(rest), sides[-1], about=op == "~")
        return (
            [*rulings, solved]
            if solved is not None
            else rulings or [("assignment", UNCHECKED, "a name for a value")]
        )

    def _solves(self, name: str, value: Fraction, side: Side, *, about: bool) -> Ruling | None:
        """Whether a value solves the last equation in its name; None without one."""
        alike = [old for old in self.facts.equations[-12:] if letters(old) == {name}]
        before = alike[-1] if alike else None
        if before is None and not (self.facts.given and side.decimals in (None, 0)):
            return None
        if before is None:
            rest = self.facts.system.residue({(name,): 1})
            if letters(rest):
                return None
            good = rest.get((), 0) == value or (about and abs(rest.get((), 0) - value) * 50 <= abs(value))
            return (
                "equation",
                PROVED if good else REFUTED,
                "" if good else f"{name} is {shown(rest.get((), 0))}",
            )
        if any(not substitute(old, {name: value}) for old in alike):
            self.facts.solved.add(name)
            return "equation", PROVED, ""
        if side.decimals and near_root(before, value, Fraction(1, 10**side.decimals)):
            return "equation", PROVED, ""
        if about or any(number.denominator >= 100 for number in before.values()):
            return "equation", UNCHECKED, "a rounded solution"
        return "equation", REFUTED, f"{name} = {shown(value)} does not solve the equation before it"
