"""Irrelevant numbers: one to five facts of the same kinds of quantities that nothing depends on."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from tasks.errors import DataError
from tasks.problems import check_problem
from tasks.problems.adversarial.models import Fact, ModelSolver, is_algebraic
from tasks.problems.adversarial.pairs import Pair, retold
from tasks.problems.adversarial.sentences import joined, sentences
from tasks.records import Given, Problem

MAX_FACTS = 5

_FACTS = {
    "km/h": ("A bird overhead flies at {} km/h.", "空中一只鸟的飞行速度是{}千米/时。"),
    "m/s": ("A toy car in a shop window moves at {} m/s.", "橱窗里一辆玩具车的速度是{}米/秒。"),
    "km": ("The airport is {} km from the city.", "机场离市区{}千米。"),
    "m": ("A flagpole in the distance is {} m high.", "远处的旗杆高{}米。"),
    "h": ("The library is open for {} h a day.", "图书馆每天开放{}小时。"),
    "s": ("A song on the radio lasts {} s.", "收音机里的一首歌长{}秒。"),
    "day": ("The school holidays last {} days.", "学校的假期有{}天。"),
    "kg": ("A dog in the street weighs {} kg.", "街上的一只狗重{}千克。"),
    "g": ("An apple on the shelf has a mass of {} g.", "架子上的一个苹果质量为{}克。"),
    "N": ("A suitcase in the corridor weighs {} N.", "走廊里一只箱子重{}牛。"),
    "W": ("A lamp in the next house takes {} W.", "隔壁房子里一盏灯的功率为{}瓦。"),
    "ohm": ("A resistor in the drawer, not in use, has {} ohm.", "抽屉里有一个没有使用的{}欧电阻。"),
    "V": ("A battery in the drawer, not in use, has {} V.", "抽屉里有一节没有使用的{}伏电池。"),
    "celsius": ("In another city it is {} degrees C today.", "另一座城市今天的气温是{}℃。"),
    "yuan": ("A book in the shop costs {} yuan.", "书店里的一本书售价{}元。"),
    "%": ("In another town {}% of the people own a bicycle.", "另一个镇上{}%的居民有自行车。"),
    "": ("A notebook on the table has {} pages.", "桌上的笔记本有{}页。"),
}
"""Unit -> a fact of some other thing."""
_LIKELY = {
    "library": (5, 15),
    "teacher": (24, 60),
    "song": (100, 300),
    "apple": (90, 250),
    "flagpole": (8, 30),
}
"""Second word of a fact -> least and greatest number, where 11 to 60 is not likely."""
_ALWAYS = (
    ("This is exercise {} of the book.", "这是书中的第{}题。"),
    ("The teacher is {} years old.", "老师今年{}岁。"),
    ("There are {} chairs in the classroom.", "教室里有{}把椅子。"),
    ("The bus to school stops at {} places.", "去学校的公交车停{}站。"),
)


def _ranges(words: tuple[str, str]) -> tuple[int, int]:
    """Least and greatest number that makes a fact a likely one."""
    return _LIKELY.get(words[0].split()[1], (11, 60))


def irrelevant_numbers(base: Problem, rng: Random) -> Pair | None:
    """The problem with facts between its facts; those after the first sentence stand in brackets, so that no
    pronoun is led astray."""
    if not is_algebraic(base.steps):
        return None
    return Pair(retold(with_facts(base, rng)), base)


def with_facts(base: Problem, rng: Random) -> Problem:
    """The problem with one to five irrelevant facts."""
    told = [_FACTS[unit] for unit in dict.fromkeys(given.unit for given in base.givens) if unit in _FACTS]
    told += _ALWAYS
    rng.shuffle(told)
    facts = told[: rng.randint(1, MAX_FACTS)]
    parts = sentences(base.prompt, base.language)
    noise = list[Given]()
    for number, words in enumerate(facts, start=1):
        value, place = str(rng.randint(*_ranges(words))), rng.random()
        fact = words[base.language == "zh"].format(value)
        at = int(place * len(parts))
        if at:
            fact = f"({fact})" if base.language == "en" else f"（{fact[:-1]}。）"
        parts.insert(at, fact)
        noise.append(Given(name=f"noise{number}", value=value, text=fact))
    return replace(base, prompt=joined(parts, base.language), givens=(*base.givens, *noise))


def confirm_irrelevant(pair: Pair, solver: ModelSolver) -> None:
    """The twin by its own oracle; of the trap Z3 says that its facts leave one value, the twin's, and that
    this value follows without the noise."""
    check_problem(pair.twin)
    for problem in (pair.trap, pair.twin):
        only_value(problem, [fact_of(given) for given in problem.givens], solver, pair.twin.answer)
    if any(given.text not in pair.trap.prompt for given in pair.twin.givens):
        raise DataError(f"{pair.trap.problem_id}: a fact was lost; drop the pair")


def fact_of(given: Given) -> Fact:
    """A given as a fact for Z3."""
    return Fact(given.name, given.name, "=", given.value)


def only_value(problem: Problem, facts: list[Fact], solver: ModelSolver, answer: str) -> None:
    """Refuse a problem unless Z3 finds that its answer can have just this value.

    Raises:
        DataError: it cannot have a value, may have two, or has another.
    """
    models = solver.count(facts, problem.steps)
    if models.outcome != "one" or Fraction(models.values[0]) != Fraction(answer):
        raise DataError(
            f"{problem.problem_id}: Z3 finds {models.outcome} value(s) {models.values}, expected {answer}; "
            "drop the pair"
        )
