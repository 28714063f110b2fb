"""Does a conclusion follow from premises? Propositional logic.

A chain of premises links literals: `p`, `p->~q`, `q|r`. Where the conclusion follows, the proof is a
derivation, one rule a step: `p,p->~q|-~q`. Where it does not, the proof is an assignment that makes each
premise true and the conclusion false, one formula a step: `p=1,q=0|=p->~q`.

A truth table over bit masks decides while building. The checker (`logic_check`) parses the text, evaluates
every claim by enumeration, and decides the whole question by resolution or Z3.
"""

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any, NamedTuple

from tasks.problems.logic_check import check_entailment
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices

_LETTERS = "abcdefghijklmnopqrstuwyz"


class Literal(NamedTuple):
    """A variable by its number, or its negation."""

    variable: int
    holds: bool

    def negated(self) -> "Literal":
        """The opposite literal."""
        return Literal(self.variable, not self.holds)


class Formula(NamedTuple):
    """`left`, `left sign right` with sign -> or |, or `~(left&right)` with sign ~&."""

    left: Literal
    sign: str = ""
    right: Literal | None = None

    def parts(self) -> tuple[Literal, ...]:
        """The literals, from left to right."""
        return (self.left,) if self.right is None else (self.left, self.right)

    def text(self, letters: str) -> str:
        """In compact notation; variable i is written letters[i]."""
        parts = [("" if part.holds else "~") + letters[part.variable] for part in self.parts()]
        return f"~({parts[0]}&{parts[1]})" if self.sign == "~&" else self.sign.join(parts)


_RULES = {"->": "modus_ponens", "<-": "modus_tollens", "|": "disjunction", "~&": "conjunction"}
_FORMS = ("->", "<-", "|")
_HELDOUT_FORMS = ("~&",)
_MISSING_FORMS = ("->", "~&")


def link(have: Literal, variable: int, form: str, holds: bool) -> tuple[str, Formula, Literal]:
    """A premise that leads from `have` to a literal of `variable`: (rule, premise, that literal)."""
    result = Literal(variable, holds)
    premise = {
        "->": Formula(have, "->", result),
        "<-": Formula(result.negated(), "->", have.negated()),
        "|": Formula(have.negated(), "|", result),
        "~&": Formula(have, "~&", result.negated()),
    }[form]
    return _RULES[form], premise, result


Link = tuple[str, bool]
"""Form of a premise, and whether the literal it leads to is positive."""


def valid(
    start: bool, links: tuple[Link, ...], noise: tuple[tuple[int, bool, Link], ...], *, rng: Random
) -> Proof:
    """A chain from a literal to the conclusion, one link a step.

    Args:
        start: Whether the first literal is positive.
        links: The premises of the chain.
        noise: Premises about new variables, which entail nothing: (variable, whether positive, link).
        rng: Chooses letters and the order of the premises.
    """
    literals = [Literal(0, start)]
    premises, rules = [Formula(literals[0])], []
    for variable, (form, holds) in enumerate(links, start=1):
        rule, premise, result = link(literals[-1], variable, form, holds)
        rules.append(rule)
        premises.append(premise)
        literals.append(result)
    for variable, (old, positive, (form, holds)) in enumerate(noise, start=len(literals)):
        premises.append(link(Literal(old, positive), variable, form, holds)[1])
    letters = _draw_letters(rng, len(literals) + len(noise))
    names = [Formula(literal).text(letters) for literal in literals]
    steps = []
    for i, rule in enumerate(rules):
        said = (names[i], premises[i + 1].text(letters), names[i + 1])
        value = names[i + 1] if i + 1 < len(rules) else "true"
        steps.append(ProofStep("", "", value, rule, claim=f"{said[0]},{said[1]}|-{said[2]}", said=said))
    conclusion = Formula(literals[-1])
    assert find_countermodel(premises, conclusion) is None
    return _question(rng, premises, conclusion, letters, steps)


def invalid(
    num_steps: int,
    start: bool,
    links: tuple[Link, ...],
    missing: int,
    turned: int,
    opposite: bool,
    noise: tuple[tuple[int, bool, Link], ...],
    *,
    rng: Random,
) -> Proof | None:
    """A chain with one premise missing: an assignment makes the others true and the conclusion false.

    Args:
        num_steps: One for each premise; one more if the conclusion is not shown at once with the last.
        start: Whether the first literal is positive.
        links: The premises after the first.
        missing: The place of the missing premise.
        turned: The place of an implication that is turned round; 0 for none.
        opposite: Conclude the opposite of where the chain leads.
        noise: As in `valid`, about the variable of the conclusion: elsewhere it could be taken for the chain.
        rng: Chooses letters and the order of the premises.
    """
    # Another point has the same problem: of a missing link only its literal counts, and what follows the
    # gap may as well start from the opposite literal.
    if missing and links[missing - 1][0] not in _MISSING_FORMS:
        return None
    if turned and (links[turned - 1][0] != "->" or missing in (turned, turned - 1)):
        return None
    if missing == len(links) == 1:  # nothing is left that links the premise to the conclusion
        return None
    if (opposite and missing == len(links)) or (noise and missing > len(links) - 2):
        return None
    literal = Literal(0, start)
    premises = [Formula(literal)]
    for variable, (form, holds) in enumerate(links, start=1):
        _, premise, literal = link(literal, variable, form, holds)
        premises.append(premise)
    if turned:
        left, sign, right = premises[turned]
        assert right is not None
        premises[turned] = Formula(right, sign, left)
    del premises[missing]
    for variable, (old, positive, (form, holds)) in enumerate(noise, start=len(links) + 1):
        premises.append(link(Literal(old, positive), variable, form, holds)[1])
    conclusion = Formula(literal.negated() if opposite else literal)
    model = find_countermodel(premises, conclusion)
    if model is None:
        return None
    letters = _draw_letters(rng, len(links) + 1 + len(noise))
    rng.shuffle(premises)
    at_once = num_steps == len(premises)
    shown = premises[:-1] if at_once else premises
    steps = [_model_step(model, premise, letters) for premise in shown]
    steps.append(_refuting_step(model, premises[-1] if at_once else None, conclusion, letters))
    return _question(rng, premises, conclusion, letters, steps)


def _draw_letters(rng: Random, count: int) -> str:
    return "".join(rng.sample(_LETTERS, count))


def _model_step(model: int, formula: Formula, letters: str) -> ProofStep:
    text, values = formula.text(letters), _values(model, [formula], letters)
    return ProofStep("", "", "true", "satisfied", claim=f"{values}|={text}", said=(values, text))


def _refuting_step(model: int, premise: Formula | None, conclusion: Formula, letters: str) -> ProofStep:
    against = Formula(conclusion.left.negated()).text(letters)
    text = conclusion.text(letters)
    values = _values(model, [conclusion] if premise is None else [premise, conclusion], letters)
    if premise is None:
        return ProofStep("", "", "false", "refuted", claim=f"{values}|={against}", said=(values, text))
    given = premise.text(letters)
    both = f"({given})&{against}" if premise.sign else f"{given}&{against}"
    return ProofStep(
        "", "", "false", "refuted_at_once", claim=f"{values}|={both}", said=(values, given, text)
    )


def _values(model: int, formulas: list[Formula], letters: str) -> str:
    variables = dict.fromkeys(part.variable for formula in formulas for part in formula.parts())
    return ",".join(f"{letters[i]}={model >> i & 1}" for i in variables)


def _question(
    rng: Random, premises: list[Formula], conclusion: Formula, letters: str, steps: list[ProofStep]
) -> Proof:
    shown = [premise.text(letters) for premise in premises]
    rng.shuffle(shown)
    givens = [Given(f"p{number}", text) for number, text in enumerate(shown, start=1)]
    return Proof(
        givens=(*givens, Given("conclusion", conclusion.text(letters))),
        steps=tuple(steps),
        shown={"premises": {"en": ", ".join(shown), "zh": "，".join(shown)}},
        kind="truth",
    )


@cache
def _columns(count: int) -> tuple[int, tuple[int, ...]]:
    """A column of ones, and the column of each variable, in a truth table of `count` variables."""
    full = (1 << (1 << count)) - 1
    # Variable i is true in the rows whose bit i is set: blocks of 2**i rows, every other one.
    return full, tuple(full // ((1 << (1 << i)) + 1) << (1 << i) for i in range(count))


def find_countermodel(premises: list[Formula], conclusion: Formula) -> int | None:
    """The first assignment (bit i: variable i) with true premises and a false conclusion, or None.

    A formula's truth table is one integer of 2**n bits, so n variables cost n masks.
    """
    count = 1 + max(part.variable for formula in [*premises, conclusion] for part in formula.parts())
    full, columns = _columns(count)

    def table(literal: Literal) -> int:
        return columns[literal.variable] if literal.holds else full ^ columns[literal.variable]

    rows = full ^ table(conclusion.left)
    for left, sign, right in premises:
        if right is None:
            rows &= table(left)
        else:
            # a|b, a->b, ~(a&b)
            first = table(left) if sign == "|" else full ^ table(left)
            rows &= first | (full ^ table(right) if sign == "~&" else table(right))
    return (rows & -rows).bit_length() - 1 if rows else None


_BOTH = (True, False)


class _Chains:
    """All chains of `count` links of these forms, as an axis."""

    def __init__(self, forms: tuple[str, ...], count: int) -> None:
        links = [(form, holds) for form in forms for holds in _BOTH]
        self._box = Box(count, *[links] * count)

    def __len__(self) -> int:
        return self._box.size

    def __getitem__(self, place: int) -> tuple[Link, ...]:
        return self._box.at(place)


def _noise(forms: tuple[str, ...], variables: Sequence[int], count: int) -> Choices:
    links = [(form, holds) for form in forms for holds in _BOTH]
    return Choices(
        [(old, positive, one) for old in variables for positive in _BOTH for one in links],
        count,
        repeated=True,
    )


MAX_STEPS = 14


def _valid_boxes(forms: tuple[str, ...]) -> tuple[Box, ...]:
    return tuple(
        Box(n, _BOTH, _Chains(forms, n), _noise(forms, range(n + 1), count), weight=1 + count)
        for n in range(1, MAX_STEPS + 1)
        for count in range(4 if n == 1 else 3)
    )


def _invalid_boxes(forms: tuple[str, ...]) -> tuple[Box, ...]:
    """A premise a step, and a step for the conclusion where there are three premises or more."""
    boxes = []
    for n in (*range(1, 3), *range(4, MAX_STEPS + 1)):
        premises = n if n < 3 else n - 1
        for count, turns in ((0, False), (0, True), (1, False), (2, False)):
            links = premises - count
            if links > min(count, 1):
                places = range(links + 1)
                turned = places[1:] if turns else (0,)
                noise = _noise(forms, (links,), count)
                boxes.append(Box(n, (n,), _BOTH, _Chains(forms, links), places, turned, _BOTH, noise))
    return tuple(boxes)


_EN = english(
    ("Premises: {premises}.", "Does {conclusion} follow?", "Answer true or false."),
    "True or false: from {premises} it follows that {conclusion}.",
    modus_ponens="From {0} and {1} we get {2}.",
    modus_tollens="From {0} and {1} we get {2}, by contraposition.",
    disjunction="From {0} and {1} we get {2}, the only case left.",
    conjunction="From {0} and {1} we get {2}, since not both can hold.",
    satisfied="With {0}, {1} is true.",
    refuted="But with {0}, {1} is false, so it does not follow.",
    refuted_at_once="With {0}, {1} is true and {2} is false, so it does not follow.",
)
_ZH = chinese(
    "前提：{premises}。能推出{conclusion}吗？回答true或false。",
    "判断true或false：由{premises}可以推出{conclusion}。",
    modus_ponens="由{0}和{1}得{2}。",
    modus_tollens="由{0}和{1}的逆否命题得{2}。",
    disjunction="由{0}和{1}，排除一种情况，得{2}。",
    conjunction="由{0}和{1}，两者不能同时成立，得{2}。",
    satisfied="取{0}时，{1}为真。",
    refuted="但取{0}时，{1}为假，所以推不出。",
    refuted_at_once="取{0}时，{1}为真而{2}为假，所以推不出。",
)


def _template(name: str, build: Callable[..., Proof | None], boxes: tuple[Box, ...], **rest: Any) -> Template:
    return Template(
        name=name, build=build, boxes=boxes, check=check_entailment, shuffles=True, en=_EN, zh=_ZH, **rest
    )


PROPOSITIONAL = Subtask(
    kind="logic",
    version="3",
    templates=(
        _template("valid", valid, _valid_boxes(_FORMS)),
        _template("invalid", invalid, _invalid_boxes(_FORMS), holes=True),
        _template("valid_conjunctions", valid, _valid_boxes(_HELDOUT_FORMS), heldout=True),
        _template("invalid_conjunctions", invalid, _invalid_boxes(_HELDOUT_FORMS), heldout=True, holes=True),
    ),
)
