"""Which step of a worked solution is the first wrong one? 0 if all are right.

The solutions are proofs of other subtasks. In a calculation one value is false, and what follows goes on from
it. In a derivation one premise is turned round, so that one step rests on a fallacy. The proof goes through
the steps and stops at the wrong one.

The checker reads the lines from the prompt, evaluates each, and sees that they use only what is known.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from tasks.problems import arithmetic, logic, motion, number_theory, percent
from tasks.problems.claims import refuse
from tasks.problems.equivalence_check import columns_of, table
from tasks.problems.evaluate import evaluate
from tasks.problems.logic_check import Tree, parse_formula, variables
from tasks.problems.proof import Proof, ProofStep, Subtask, Template, chinese, english, substitute
from tasks.problems.render import render
from tasks.problems.spaces import Box
from tasks.records import Problem

_SLIPS = (1, -1, 2, -2, 10, -10)
"""How far a wrong value is off."""


_SOURCES: Mapping[str, tuple[Subtask, str]] = {
    "sums": (arithmetic.CHAIN, "chain"),
    "remainders": (number_theory.MODULAR, "chain"),
    "journeys": (motion.MOTION, "journey"),
    "percents": (percent.PERCENT, "changes"),
}
"""Name of a template here -> whose proofs it takes."""


def _source(name: str) -> Template:
    subtask, template_name = _SOURCES[name]
    template = subtask.template(template_name)
    assert template is not None, f"no template {template_name}"
    return template


def calculation(
    name: str, num_steps: int, slip: int, values: tuple[Any, ...], *, rng: Random
) -> Proof | None:
    """A calculation with a wrong value in step `num_steps`, or none where `slip` is 0.

    Args:
        name: Whose proof it is, a key of _SOURCES.
        num_steps: Up to the wrong one, or all.
        slip: How far the wrong value is off.
        values: Parameters of the source.
        rng: Chooses the words of the source.
    """
    source = _source(name)
    proof = source.build(*values)
    if proof is None or any(step.claim for step in proof.steps):
        return None
    texts = {given.name: proof.text(given.value) for given in proof.givens}
    lines, steps = list[str](), list[ProofStep]()
    for number, step in enumerate(proof.steps, start=1):
        written = substitute(step.formula, texts)
        wrong = slip and number == num_steps
        right = step.value if number <= num_steps else evaluate(written)
        if not isinstance(right, int) or (wrong and right + slip <= 0) or right < 0:
            return None
        texts[step.name] = str(right + slip if wrong else right)
        lines.append(f"{written}={texts[step.name]}")
        if number <= num_steps:
            said = (str(number), texts[step.name])
            last = number == num_steps
            value: int = (num_steps if slip else 0) if last else right
            rule = "wrong" if wrong else "right_and_all" if last else "right"
            steps.append(ProofStep("", "", value, rule, claim=f"{written}={right}", said=said))
    surface = rng.randrange(60)
    task = {
        "en": render(source, proof, language="en", surface=surface).prompt,
        "zh": render(source, proof, language="zh", surface=surface).prompt,
    }
    return Proof((), tuple(steps), {"task": task, **_numbered(lines)})


def _numbered(lines: Sequence[str]) -> dict[str, Mapping[str, str]]:
    numbered = list(enumerate(lines, start=1))
    return {
        "lines": {
            "en": " ".join(f"Step {number}: {line}." for number, line in numbered),
            "zh": "".join(f"第{number}步：{line}。" for number, line in numbered),
        }
    }


def derivation(
    num_steps: int, wrong: bool, start: bool, links: tuple[logic.Link, ...], *, rng: Random
) -> Proof:
    """A chain of inferences of which step `num_steps` is a fallacy, if `wrong`."""
    literals = [logic.Literal(0, start)]
    premises = [logic.Formula(literals[0])]
    for variable, (form, holds) in enumerate(links, start=1):
        _, premise, result = logic.link(literals[-1], variable, form, holds)
        if wrong and variable == num_steps:
            premise = _turned(premise, form)
        premises.append(premise)
        literals.append(result)
    letters = "".join(rng.sample("abcdefghkmnpqrstuwyz", len(literals)))
    names = [logic.Formula(literal).text(letters) for literal in literals]
    shown = [premise.text(letters) for premise in premises]
    lines = [f"{names[i]},{shown[i + 1]}|-{names[i + 1]}" for i in range(len(links))]
    steps = []
    for number, line in enumerate(lines[:num_steps], start=1):
        last = number == num_steps
        have, premise_text, result_text = names[number - 1], shown[number], names[number]
        said: tuple[str, ...] = (str(number), have, premise_text, result_text)
        rule, claim = "follows_and_all" if last else "follows", line
        if last and wrong:
            model = _model(literals[number - 1 : number + 1], letters)
            rule, claim = "fallacy", f"{model}|={have},{premise_text},{_negated(result_text)}"
            said = (*said, model)
        value: int | str = (number if wrong else 0) if last else result_text
        steps.append(ProofStep("", "", value, rule, claim=claim, said=said))
    order = rng.sample(shown, len(shown))
    told = {"premises": {"en": ", ".join(order), "zh": "，".join(order)}}
    return Proof((), tuple(steps), {**told, **_numbered(lines)})


def _turned(premise: logic.Formula, form: str) -> logic.Formula:
    """A premise from which the link no longer follows."""
    left, sign, right = premise
    assert right is not None
    if form in ("->", "<-"):
        return logic.Formula(right, sign, left)
    return logic.Formula(left.negated(), sign, right)


def _negated(text: str) -> str:
    return text[1:] if text.startswith("~") else f"~{text}"


def _model(pair: Sequence[logic.Literal], letters: str) -> str:
    """The first literal true, the second false."""
    have, result = pair
    return f"{letters[have.variable]}={int(have.holds)},{letters[result.variable]}={int(not result.holds)}"


_LINE = re.compile(r"(?:Step |第)([0-9]+)步?[:：] ?([^ 。]+?)(?=\.(?: |$)|。)")
_NUMBER = re.compile(r"[0-9]+")
_PREMISES = re.compile(r"(?:premises|前提(?:出发)?)[:：是] ?(.+?)[.。]")


def _read_lines(problem: Problem) -> tuple[str, list[str]]:
    """The task, and the lines of the worked solution."""
    matches = list(_LINE.finditer(problem.prompt))
    if not matches or [m[1] for m in matches] != [str(n) for n in range(1, len(matches) + 1)]:
        refuse(problem, 0, "has no numbered steps")
    return problem.prompt[: matches[0].start()], [m[2] for m in matches]


def _compare(problem: Problem, claims: Sequence[str], wrong: int) -> None:
    """The proof is the true claims of the lines up to the first wrong one."""
    if problem.answer != str(wrong):
        refuse(problem, 0, f"the first wrong step is {wrong}, not {problem.answer[:80]}")
    expected = claims[:wrong] if wrong else claims
    if len(problem.steps) != len(expected):
        refuse(problem, 0, f"needs {len(expected)} steps")
    for number, (step, claim) in enumerate(zip(problem.steps, expected, strict=True), start=1):
        result = re.split(r"=|\|-", claim)[-1] if number < len(expected) else problem.answer
        if (step.claim, step.output) != (claim, result):
            refuse(problem, number, f"should be {claim[:80]}")


def check_calculation(problem: Problem) -> None:
    """Evaluate every line of the prompt; its numbers stand in the task or are results before."""
    task, lines = _read_lines(problem)
    known, claims, wrong = {*_NUMBER.findall(task), "100"}, list[str](), 0
    for number, line in enumerate(lines, start=1):
        left, _, right = line.partition("=")
        if not known.issuperset(_NUMBER.findall(left)):
            refuse(problem, 0, f"line {number} uses a number from nowhere")
        value = str(evaluate(left))
        wrong = wrong or (number if value != right else 0)
        claims.append(f"{left}={value}")
        known.add(right)
    _compare(problem, claims, wrong)


def check_derivation(problem: Problem) -> None:
    """Decide every line of the prompt by a truth table; it uses premises and results before."""
    _, lines = _read_lines(problem)
    found = _PREMISES.search(problem.prompt)
    if found is None:
        refuse(problem, 0, "has no premises")
    known, claims, wrong = set(re.split(r", |，", found[1])), list[str](), 0
    for number, line in enumerate(lines, start=1):
        left, _, result = line.partition("|-")
        given = left.split(",")
        if not known.issuperset(given):
            refuse(problem, 0, f"line {number} uses a formula from nowhere")
        model = _counterexample([parse_formula(text) for text in (*given, _negated(result))], left)
        if model and not wrong:
            wrong = number
            claims.append(f"{model}|={left},{_negated(result)}")
        else:
            claims.append(line)
        known.add(result)
    _compare(problem, claims, wrong)


def _counterexample(trees: Sequence[Tree], text: str) -> str:
    """An assignment that makes all formulas true, letters in order of writing; empty if there is none."""
    letters = list(dict.fromkeys(char for char in text if char.isalpha()))
    letters += sorted(variables(*trees) - set(letters))
    columns, rows = columns_of(letters)
    full = rows
    for tree in trees:
        rows &= table(tree, columns, full)
    if not rows:
        return ""
    row = (rows & -rows).bit_length() - 1
    return ",".join(f"{letter}={columns[letter] >> row & 1}" for letter in letters)


class _Points:
    """The parameters of a box as one axis."""

    def __init__(self, box: Box) -> None:
        self._box = box

    def __len__(self) -> int:
        return self._box.size

    def __getitem__(self, place: int) -> tuple[Any, ...]:
        return self._box.at(place)


MAX_LINES = 14
"""Longer solutions are not told."""


def _calculation_boxes(name: str, boxes: Sequence[Box]) -> tuple[Box, ...]:
    """A wrong step has up to two more after it; about one solution in four is right."""
    made = []
    for box in boxes:
        if 2 <= box.steps <= MAX_LINES and box.size <= sys.maxsize:  # an axis has a length
            points = _Points(box)
            for n in range(max(1, box.steps - 2), box.steps + 1):
                made.append(Box(n, (name,), (n,), _SLIPS, points))
            made.append(Box(box.steps, (name,), (box.steps,), (0,), points))
    return tuple(made)


def _derivation_boxes() -> tuple[Box, ...]:
    links = [(form, holds) for form in ("->", "<-", "|") for holds in (True, False)]
    boxes = []
    for lines in range(2, MAX_LINES + 1):
        points = _Points(Box(lines, *[links] * lines))
        for n in range(max(1, lines - 2), lines + 1):
            boxes.append(Box(n, (n,), (True,), (True, False), points))
        boxes.append(Box(lines, (lines,), (False,), (True, False), points))
    return tuple(boxes)


_EN = english(
    (
        "Here is a problem and a worked solution.",
        "{task}",
        "{lines}",
        "Which step is the first wrong one?",
        "Answer 0 if all are right.",
    ),
    (
        "A student was given this.",
        "{task}",
        "The student wrote:",
        "{lines}",
        "Give the number of the first step with a mistake, or 0 if there is none.",
    ),
    right="Step {0} is right: {claim}.",
    right_and_all="Step {0} is right as well: {claim}. So there is no mistake.",
    wrong="Step {0} is wrong: {claim}, not {1}.",
)
_ZH = chinese(
    ("下面是一道题和它的解答。", "{task}", "{lines}", "第一个出错的是第几步？如果都正确，回答0。"),
    (
        "老师给学生出了这样一道题：",
        "{task}",
        "学生写道：",
        "{lines}",
        "写出最先出现错误的步骤编号，没有错误则写0。",
    ),
    right="第{0}步正确：{claim}。",
    right_and_all="第{0}步也正确：{claim}。所以没有错误。",
    wrong="第{0}步错误：应为{claim}，而不是{1}。",
)


def _template(name: str, **rest: Any) -> Template:
    source = _source(name)
    wide = () if rest.get("heldout") else _calculation_boxes(name, source.wide)
    return Template(
        name=name,
        boxes=_calculation_boxes(name, source.boxes),
        wide=wide,
        holes=True,
        shuffles=True,
        build=calculation,
        check=check_calculation,
        en=_EN,
        zh=_ZH,
        **rest,
    )


MISTAKES = Subtask(
    kind="logic",
    version="2",
    templates=(
        _template("sums"),
        _template("remainders"),
        _template("journeys"),
        _template("percents", heldout=True),
        Template(
            name="derivation",
            boxes=_derivation_boxes(),
            build=derivation,
            check=check_derivation,
            shuffles=True,
            en=english(
                (
                    "Somebody argues from the premises: {premises}.",
                    "The derivation runs as follows.",
                    "{lines}",
                    "Which step is the first that does not follow?",
                    "Answer 0 if all do.",
                ),
                (
                    "A proof starts from these premises: {premises}.",
                    "{lines}",
                    "Give the number of the first invalid step, or 0 if there is none.",
                ),
                follows="Step {0} is valid: from {1} and {2} we get {3}.",
                follows_and_all="Step {0} is valid as well: from {1} and {2} we get {3}. All are valid.",
                fallacy="Step {0} is invalid: with {4}, {1} and {2} are true and {3} is false.",
            ),
            zh=chinese(
                "有人从以下前提出发：{premises}。推导如下。{lines}第一个不成立的推理是第几步？如果都成立，回答0。",
                "某个证明的前提是{premises}。{lines}写出第一个无效步骤的编号，没有则写0。",
                follows="第{0}步有效：由{1}和{2}可得{3}。",
                follows_and_all="第{0}步也有效：由{1}和{2}可得{3}。所有步骤都有效。",
                fallacy="第{0}步无效：取{4}，则{1}和{2}为真而{3}为假。",
            ),
        ),
    ),
)
"""Solutions with one mistake, or none."""
