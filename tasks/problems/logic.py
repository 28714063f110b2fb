"""Does a conclusion follow from premises? Propositional logic.

A chain of premises links literals: `p`, `p->~q`, `q|r`. Where the conclusion follows, the proof is a
derivation, one rule a step: `p,p->~q|-~q`. Where it does not, the proof is an assignment that makes each
premise true and the conclusion false, one formula a step: `p=1,q=0|=p->~q`.

A truth table over bit masks decides while drawing. The checker (`logic_check`) parses the text, evaluates
every claim by enumeration, and asks Z3 about the whole question.
"""

from random import Random
from typing import NamedTuple

from tasks.problems.logic_check import check_entailment
from tasks.problems.proof import Proof, ProofStep, Subtask, Wording

_LETTERS = "abcdefghijklmnopqrstuwyz"
_COLOUR_ROUNDS = 3


class Literal(NamedTuple):
    """A variable by its number, or its negation."""

    variable: int
    holds: bool

    def negated(self) -> "Literal":
        """The opposite literal."""
        return Literal(self.variable, not self.holds)


class Formula(NamedTuple):
    """`left`, or `left sign right` with sign -> or |."""

    left: Literal
    sign: str = ""
    right: Literal | None = None

    def parts(self) -> tuple[Literal, ...]:
        """The literals, from left to right."""
        return (self.left,) if self.right is None else (self.left, self.right)

    def text(self, letters: str) -> str:
        """In compact notation; variable i is written letters[i]."""
        return self.sign.join(("" if part.holds else "~") + letters[part.variable] for part in self.parts())

    def shape(self, colours: dict[int, int]) -> str:
        """In compact notation, with the colour of each variable in place of its letter."""
        return self.sign.join(
            ("" if part.holds else "~") + str(colours[part.variable]) for part in self.parts()
        )


_RULES = {"->": "modus_ponens", "<-": "modus_tollens", "|": "disjunction"}


def draw_propositional(rng: Random, num_steps: int) -> Proof:
    """A question whose derivation, or whose countermodel, takes `num_steps` steps."""
    follows = rng.random() < 0.5
    while True:
        proof = _draw_valid(rng, num_steps) if follows else _draw_invalid(rng, num_steps)
        if proof is not None:
            return proof


def _draw_link(rng: Random, have: Literal, variable: int) -> tuple[str, Formula, Literal]:
    """A premise that leads from `have` to a literal of `variable`: (rule, premise, that literal)."""
    result = Literal(variable, rng.random() < 0.6)
    sign = rng.choice(("->", "->", "<-", "|"))
    premise = {
        "->": Formula(have, "->", result),
        "<-": Formula(result.negated(), "->", have.negated()),
        "|": Formula(have.negated(), "|", result),
    }[sign]
    return _RULES[sign], premise, result


def _draw_distractors(rng: Random, count: int, variables: int) -> list[Formula]:
    """Premises about new variables, which entail nothing about the old ones."""
    old = [Literal(rng.randrange(variables), rng.random() < 0.5) for _ in range(count)]
    return [_draw_link(rng, literal, variables + i)[1] for i, literal in enumerate(old)]


def _draw_valid(rng: Random, num_steps: int) -> Proof | None:
    literals = [Literal(0, rng.random() < 0.6)]
    premises, rules = [Formula(literals[0])], []
    for variable in range(1, num_steps + 1):
        rule, premise, result = _draw_link(rng, literals[-1], variable)
        rules.append(rule)
        premises.append(premise)
        literals.append(result)
    extra = _draw_distractors(rng, rng.randint(0, 2), num_steps + 1)
    letters = _draw_letters(rng, num_steps + 1 + len(extra))
    names = [Formula(literal).text(letters) for literal in literals]
    steps = []
    for i, rule in enumerate(rules):
        inputs = (names[i], premises[i + 1].text(letters), names[i + 1])
        output = names[i + 1] if i + 1 < num_steps else "true"
        claim = f"{inputs[0]},{inputs[1]}|-{inputs[2]}"
        steps.append(ProofStep(rule=rule, inputs=inputs, output=output, claim=claim))
    conclusion = Formula(literals[-1])
    if find_countermodel([*premises, *extra], conclusion) is not None:
        return None
    return _question(rng, [*premises, *extra], conclusion, letters, steps, answer="true")


def _draw_invalid(rng: Random, num_steps: int) -> Proof | None:
    """A chain with one link missing, turned round, or with the opposite conclusion."""
    num_premises = max(1, num_steps - 1)
    literal = Literal(0, rng.random() < 0.6)
    premises = [Formula(literal)]
    for variable in range(1, num_premises + 1):
        _, premise, literal = _draw_link(rng, literal, variable)
        premises.append(premise)
    del premises[rng.randrange(len(premises))]
    if rng.random() < 0.3:
        position = rng.randrange(len(premises))
        left, sign, right = premises[position]
        if sign == "->" and right is not None:
            premises[position] = Formula(right, sign, left)
    conclusion = Formula(literal if rng.random() < 0.7 else literal.negated())
    model = find_countermodel(premises, conclusion)
    if model is None:
        return None
    letters = _draw_letters(rng, num_premises + 1)
    rng.shuffle(premises)
    steps = [] if num_steps == 1 else [_model_step(model, premise, letters) for premise in premises]
    steps.append(_refuting_step(model, premises[0] if num_steps == 1 else None, conclusion, letters))
    return _question(rng, premises, conclusion, letters, steps, answer="false")


def _draw_letters(rng: Random, count: int) -> str:
    return "".join(rng.sample(_LETTERS, count))


def _model_step(model: int, formula: Formula, letters: str) -> ProofStep:
    text, values = formula.text(letters), _values(model, [formula], letters)
    return ProofStep(
        rule="satisfied",
        inputs=(values, text),
        output="true",
        claim=f"{values}|={text}",
    )


def _refuting_step(model: int, premise: Formula | None, conclusion: Formula, letters: str) -> ProofStep:
    against = Formula(conclusion.left.negated()).text(letters)
    text = conclusion.text(letters)
    values = _values(model, [conclusion] if premise is None else [premise, conclusion], letters)
    if premise is None:
        return ProofStep(rule="refuted", inputs=(values, text), output="false", claim=f"{values}|={against}")
    given = premise.text(letters)
    both = f"({given})&{against}" if premise.sign else f"{given}&{against}"
    return ProofStep(
        rule="refuted_at_once",
        inputs=(values, given, text),
        output="false",
        claim=f"{values}|={both}",
    )


def _values(model: int, formulas: list[Formula], letters: str) -> str:
    variables = dict.fromkeys(part.variable for formula in formulas for part in formula.parts())
    return ",".join(f"{letters[i]}={model >> i & 1}" for i in variables)


def _question(
    rng: Random,
    premises: list[Formula],
    conclusion: Formula,
    letters: str,
    steps: list[ProofStep],
    *,
    answer: str,
) -> Proof:
    shown = [premise.text(letters) for premise in premises]
    rng.shuffle(shown)
    return Proof(
        key=_canonical(premises, conclusion),
        question={
            "en": {"premises": ", ".join(shown), "conclusion": conclusion.text(letters)},
            "zh": {"premises": "，".join(shown), "conclusion": conclusion.text(letters)},
        },
        steps=tuple(steps),
        answer=answer,
    )


def _canonical(premises: list[Formula], conclusion: Formula) -> str:
    """The instance without letters and order: renamed or reordered, it is the same proof.

    Colour refinement: a variable's colour is where and beside which colours it stands. Two different
    instances may share a key, and then share a split, which does no harm.
    """
    marked = [("|-", conclusion), *(("", premise) for premise in premises)]
    colours = {part.variable: 0 for _, formula in marked for part in formula.parts()}
    for _ in range(_COLOUR_ROUNDS):
        seen: dict[int, list[str]] = {variable: [] for variable in colours}
        for mark, formula in marked:
            shape = mark + formula.shape(colours)
            for place, part in enumerate(formula.parts()):
                seen[part.variable].append(f"{place}{shape}")
        signatures = {i: f"{colours[i]};{sorted(shapes)}" for i, shapes in seen.items()}
        ranks = {text: rank for rank, text in enumerate(sorted(set(signatures.values())))}
        colours = {i: ranks[text] for i, text in signatures.items()}
    return " ".join(sorted(mark + formula.shape(colours) for mark, formula in marked))


def find_countermodel(premises: list[Formula], conclusion: Formula) -> int | None:
    """The first assignment (bit i: variable i) with true premises and a false conclusion, or None.

    A formula's truth table is one integer of 2**n bits, so n variables cost n masks.
    """
    count = 1 + max(part.variable for formula in [*premises, conclusion] for part in formula.parts())
    full = (1 << (1 << count)) - 1
    # Variable i is true in the rows whose bit i is set: blocks of 2**i rows, every other one.
    columns = [full // ((1 << (1 << i)) + 1) << (1 << i) for i in range(count)]

    def table(literal: Literal) -> int:
        return columns[literal.variable] if literal.holds else full ^ columns[literal.variable]

    rows = full ^ table(conclusion.left)
    for left, sign, right in premises:
        if right is None:
            rows &= table(left)
        else:
            rows &= (table(left) if sign == "|" else full ^ table(left)) | table(right)
    return (rows & -rows).bit_length() - 1 if rows else None


PROPOSITIONAL = Subtask(
    draw=draw_propositional,
    check=check_entailment,
    wording={
        "en": Wording(
            questions=(
                "Premises: {premises}. Does {conclusion} follow? Answer true or false.",
                "True or false: from {premises} it follows that {conclusion}.",
            ),
            sentences={
                "modus_ponens": "From {0} and {1} follows {2}.",
                "modus_tollens": "From {0} and {1} follows {2}, by contraposition.",
                "disjunction": "From {0} and {1} follows {2}, the only case left.",
                "satisfied": "With {0}, {1} is true.",
                "refuted": "But with {0}, {1} is false, so it does not follow.",
                "refuted_at_once": "With {0}, {1} is true and {2} is false, so it does not follow.",
            },
            closing="The answer is {answer}.",
        ),
        "zh": Wording(
            questions=(
                "前提：{premises}。能推出{conclusion}吗？回答true或false。",
                "判断true或false：由{premises}可以推出{conclusion}。",
            ),
            sentences={
                "modus_ponens": "由{0}和{1}得{2}。",
                "modus_tollens": "由{0}和{1}的逆否命题得{2}。",
                "disjunction": "由{0}和{1}，排除一种情况，得{2}。",
                "satisfied": "取{0}时，{1}为真。",
                "refuted": "但取{0}时，{1}为假，所以推不出。",
                "refuted_at_once": "取{0}时，{1}为真而{2}为假，所以推不出。",
            },
            closing="答案是{answer}。",
        ),
    },
)
