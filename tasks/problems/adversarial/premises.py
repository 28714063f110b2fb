"""Missing and contradictory premises. Built by following the proof with other numbers; proved by Z3.

A missing premise: a given that the answer hangs on is left out or made illegible; two models with different
answers show it. Left out without a trace is a fact only where no silent default suggests itself: without
friction is a default, without a duration is none.

A contradiction: one more fact, about a given or about the answer, that cannot hold with the others.
"""

from dataclasses import replace
from fractions import Fraction
from random import Random

from tasks.errors import DataError
from tasks.problems import check_problem
from tasks.problems.adversarial.irrelevant import fact_of, only_value
from tasks.problems.adversarial.models import Fact, ModelSolver, is_algebraic
from tasks.problems.adversarial.pairs import Pair, retold
from tasks.problems.adversarial.sentences import (
    after_question,
    before_question,
    joined,
    number_once,
    restate,
    sentences,
    written,
)
from tasks.problems.replay import needed_givens, replay
from tasks.records import Given, Problem

UNANSWERABLE = {"en": "unanswerable", "zh": "条件不足"}
CONTRADICTION = {"en": "contradiction", "zh": "条件矛盾"}
_ASK_MISSING = {
    "en": "If the facts do not determine the answer, answer: unanswerable.",
    "zh": "如果条件不足以确定答案，请回答：条件不足。",
}
_ASK_CONTRADICTION = {
    "en": "If the facts contradict each other, answer: contradiction.",
    "zh": "如果已知条件互相矛盾，请回答：条件矛盾。",
}
_ILLEGIBLE = {
    "en": ("[illegible]", "___", "[blotted out]"),
    "zh": ("[字迹不清]", "___", "[被墨水遮住]"),
}
_NO_TRACE = ("s", "h", "kg", "m", "V", "Hz", "W", "day", "year")
"""Units of givens that may be left out without a trace, if zero makes no sense for them."""


def missing_premise(base: Problem, rng: Random) -> Pair | None:
    """A given that the answer hangs on is missing."""
    if not is_algebraic(base.steps):
        return None
    needed = sorted(needed_givens(base.givens, base.steps))
    chosen = rng.choice(needed) if needed else ""
    given = next((one for one in base.givens if one.name == chosen), None)
    style, silent = rng.randrange(3), rng.random() < 0.6
    if given is None or given.unit in ("", "J/(kg*K)", "N/kg"):
        return None
    other = _other_model(base, given)
    if other is None:
        return None
    told = _left_out(base, given) if silent and _no_default(base, given) else None
    told = told or restate(base, given, lambda text: _blotted(text, given, base.language, style))
    if told is None:
        return None
    if base.language == "zh":
        why = (
            f"题目没有给出{_what(given, 'zh')}。若为{given.value}，结果是{base.answer}；"
            f"若为{other[0]}，结果是{other[1]}。所以条件不足。"
        )
    else:
        why = (
            f"{_what(given, 'en')} is not given. With {given.value} the result would be {base.answer}, "
            f"with {other[0]} it would be {other[1]}. The answer is unanswerable."
        )
    trap = replace(
        told,
        answer=UNANSWERABLE[base.language],
        answer_type="text",
        answer_unit="",
        givens=tuple(one for one in told.givens if one.name != given.name),
        steps=(),
        solution=why,
        provenance={**base.provenance, "missing": given.name, "fact": given.text},
    )
    ask = _ASK_MISSING[base.language]
    return Pair(
        retold(trap, prompt=after_question(trap, ask)), retold(base, prompt=after_question(base, ask))
    )


_MEASURES = {
    "km/h": ("one of the speeds", "一个速度"),
    "m/s": ("a speed", "速度"),
    "m/s^2": ("the acceleration", "加速度"),
    "h": ("one of the times", "一段时间"),
    "s": ("one of the times", "一段时间"),
    "day": ("one of the times", "一段时间"),
    "year": ("the number of years", "年数"),
    "km": ("one of the lengths", "一段路程"),
    "m": ("one of the lengths", "一个长度"),
    "kg": ("one of the masses", "一个质量"),
    "g": ("one of the masses", "一个质量"),
    "N": ("one of the forces", "一个力"),
    "W": ("one of the powers", "一个功率"),
    "V": ("the voltage", "电压"),
    "ohm": ("one of the resistances", "一个电阻"),
    "celsius": ("one of the temperatures", "一个温度"),
    "Hz": ("the frequency", "频率"),
    "%": ("one of the percentages", "一个百分数"),
    "yuan": ("one of the amounts of money", "一笔金额"),
}


def _what(given: Given, language: str) -> str:
    en, zh = _MEASURES.get(given.unit, ("one of the quantities", "一个量"))
    return zh if language == "zh" else en.capitalize()


def _other_model(base: Problem, given: Given) -> tuple[str, str] | None:
    """Another value of a given and the answer that it leads to, which is a different one."""
    found = None
    for factor in (2, Fraction(3, 2), 3, Fraction(1, 2), 4, Fraction(5, 4)):
        value = Fraction(given.value) * factor
        try:
            answer = replay(base.givens, base.steps, {given.name: value})[-1].output
        except DataError:
            continue
        if answer != str(Fraction(base.answer)):
            found = written(value), written(Fraction(answer))
            if "/" not in found[0] + found[1]:
                return found
    return found


def _no_default(base: Problem, given: Given) -> bool:
    """Whether nobody would take a given for zero: the answer would be none, or zero."""
    if given.unit not in _NO_TRACE or given.name[-1].isdigit():
        return False
    try:
        return replay(base.givens, base.steps, {given.name: 0})[-1].output == "0"
    except DataError:
        return True


def _left_out(base: Problem, given: Given) -> Problem | None:
    """The problem without the sentence of a given; None if that opens or ends the prompt, or says more."""
    parts = sentences(base.prompt, base.language)
    if parts.count(given.text) != 1 or parts.index(given.text) in (0, len(parts) - 1):
        return None
    if sum(one.text == given.text for one in base.givens) > 1:
        return None
    parts.remove(given.text)
    return replace(base, prompt=joined(parts, base.language))


def _blotted(text: str, given: Given, language: str, style: int) -> str | None:
    found = number_once(text, given.value)
    if found is None:
        return None
    return text[: found.start()] + _ILLEGIBLE[language][style] + text[found.end() :]


def confirm_missing(pair: Pair, solver: ModelSolver) -> None:
    """Z3 finds two values of the answer without the given, and one with it."""
    trap, twin = pair
    facts = [fact_of(given) for given in trap.givens]
    models = solver.count([*facts, Fact("open", trap.provenance["missing"], "?")], twin.steps)
    if models.outcome != "many" or models.values[0] == models.values[1]:
        raise DataError(f"{trap.problem_id}: Z3 finds {models.outcome} answers, not many; drop the pair")
    if trap.provenance["fact"] in trap.prompt:
        raise DataError(f"{trap.problem_id}: the prompt still states the missing fact; drop the pair")
    check_problem(twin)
    only_value(twin, [fact_of(given) for given in twin.givens], solver, twin.answer)


_REPORT = {
    "en": 'A second report, just as reliable, says: "{}"',
    "zh": "另一份同样可靠的记录写道：“{}”",
}
_BOUND = {
    ("en", ">"): "It is also certain that the number asked for is greater than {}.",
    ("en", "<"): "It is also certain that the number asked for is less than {}.",
    ("zh", ">"): "另外可以确定，所求的数大于{}。",
    ("zh", "<"): "另外可以确定，所求的数小于{}。",
}


def contradiction(base: Problem, rng: Random) -> Pair | None:
    """A second report of a given that differs, or a bound that the answer does not keep; in the twin the
    report agrees and the bound is kept."""
    if not is_algebraic(base.steps):
        return None
    needed = sorted(needed_givens(base.givens, base.steps))
    alone = [one for one in base.givens if one.name in needed and _may_be_repeated(one)]
    mode, sign, share = rng.choice(("report", "bound")), rng.choice("<>"), rng.choice((4, 5, 8, 10))
    percent = rng.choice((50, 75, 125, 150, 200))
    if mode == "report":
        given = rng.choice(alone) if alone else None
        return None if given is None else _second_report(base, given, percent)
    return _bounded(base, sign, share)


def _may_be_repeated(given: Given) -> bool:
    return bool(given.unit) and not given.name[-1].isdigit() and given.unit not in ("J/(kg*K)", "N/kg")


def _second_report(base: Problem, given: Given, percent: int) -> Pair | None:
    value = Fraction(given.value) * percent / 100
    if 10 % value.denominator or (given.unit == "%" and value >= 100) or given.text == base.prompt:
        return None
    parts = sentences(base.prompt, base.language)
    found = number_once(given.text, given.value)
    if found is None or given.text not in parts[:-1]:
        return None
    if sum(one.text == given.text for one in base.givens) > 1:
        return None
    changed = given.text[: found.start()] + written(value) + given.text[found.end() :]
    quote = _REPORT[base.language]
    fact = Fact("added", given.name, "=", written(value))
    return _with_fact(base, quote.format(changed), quote.format(given.text), fact, given.text)


def _bounded(base: Problem, sign: str, share: int) -> Pair:
    answer = Fraction(base.answer)
    margin = max(1, abs(answer) // share)
    high, low = written(answer // 1 + margin + 1), written(answer // 1 - margin)
    false, true = (high, low) if sign == ">" else (low, high)
    words = _BOUND[base.language, sign]
    name = base.steps[-1].name or "answer"
    return _with_fact(base, words.format(false), words.format(true), Fact("added", name, sign, false), "")


def _with_fact(base: Problem, false: str, true: str, fact: Fact, against: str) -> Pair:
    ask = _ASK_CONTRADICTION[base.language]
    needed = needed_givens(base.givens, base.steps)
    conflict = (
        [against] if against else list(dict.fromkeys(one.text for one in base.givens if one.name in needed))
    )
    if base.language == "zh":
        reason = (
            f"“{against}”与后面的记录不一致" if against else f"由其他条件得到{base.answer}，而{false[:-1]}"
        )
        why = f"{reason}。所以条件矛盾。"
    else:
        reason = (
            f'"{against}" does not agree with the second report.'
            if against
            else f"From the other facts follows {base.answer}. {false}"
        )
        why = f"{reason} Both cannot be true. The answer is contradiction."
    trap = replace(
        base,
        prompt=before_question(base, false),
        answer=CONTRADICTION[base.language],
        answer_type="text",
        answer_unit="",
        steps=(),
        solution=why,
        provenance={
            **base.provenance,
            "conflict": " | ".join([*conflict, false]),
            "claim": f"{fact.name}{fact.relation}{fact.value}",
        },
    )
    twin = replace(base, prompt=before_question(base, true))
    return Pair(
        retold(trap, prompt=after_question(trap, ask)), retold(twin, prompt=after_question(twin, ask))
    )


def confirm_contradiction(pair: Pair, solver: ModelSolver) -> None:
    """Z3 finds no model with the added fact, a conflict that holds it and facts named in the row, and one
    answer without it; the twin's fact is true there."""
    trap, twin = pair
    facts = [fact_of(given) for given in trap.givens]
    claim = trap.provenance["claim"]
    sign = next(one for one in "=<>" if one in claim)
    name, _, value = claim.partition(sign)
    models = solver.count([*facts, Fact("added", name, sign, value)], twin.steps)
    if models.outcome != "none" or "added" not in models.conflict:
        raise DataError(f"{trap.problem_id}: Z3 finds {models.outcome}, no contradiction; drop the pair")
    texts = {given.name: given.text for given in trap.givens}
    stated = trap.provenance["conflict"].split(" | ")
    if any(texts[label] not in stated for label in models.conflict if label != "added"):
        raise DataError(f"{trap.problem_id}: Z3 finds another conflict {models.conflict}; drop the pair")
    check_problem(twin)
    only_value(twin, facts, solver, twin.answer)
