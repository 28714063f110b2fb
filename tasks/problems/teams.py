"""Teams of several professions, with and without a captain.

Steps choose and multiply; the oracle takes one person after the other.
"""

import math
from collections.abc import Mapping, Sequence
from random import Random

from tasks.problems.product_rule import MAX_WAYS, PRODUCT_EN, PRODUCT_ZH, multiply
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices

_ROLES = (
    {"en": "teachers", "zh": "教师"},
    {"en": "doctors", "zh": "医生"},
    {"en": "engineers", "zh": "工程师"},
    {"en": "students", "zh": "学生"},
    {"en": "nurses", "zh": "护士"},
    {"en": "artists", "zh": "画家"},
    {"en": "farmers", "zh": "农民"},
)


def team(groups: tuple[tuple[int, int], ...], captains: int, *, rng: Random) -> Proof | None:
    """A team with (people, chosen of them) of each group, and with `captains` = 1 a captain of it."""
    givens, steps, ways = [], list[ProofStep](), []
    order = rng.sample(groups, len(groups))
    for number, (people, chosen) in enumerate(order, start=1):
        givens += [Given(f"people{number}", people), Given(f"chosen{number}", chosen)]
        ways.append(math.comb(people, chosen))
        formula = f"C(people{number},chosen{number})"
        steps.append(ProofStep(f"ways{number}", formula, ways[-1], "choose"))
    last = multiply(steps, [f"ways{n}" for n in range(1, len(order) + 1)], ways)
    teams = math.prod(ways)
    if captains:
        members = "+".join(f"chosen{n}" for n in range(1, len(order) + 1))
        size = sum(chosen for _, chosen in order)
        formula = f"{last}*({members})" if len(order) > 1 else f"{last}*{members}"
        teams *= size
        steps.append(ProofStep("led", formula, teams, "captain", said=(str(teams // size), str(size))))
    roles = rng.sample(_ROLES, len(order))
    shown: dict[str, str | Mapping[str, str]] = {f"role{n}": role for n, role in enumerate(roles, start=1)}
    return Proof(tuple(givens), tuple(steps), shown) if teams <= MAX_WAYS else None


def _join(given: Mapping[str, int], *, captain: bool = False) -> int:
    """One person after the other stays out, joins, or joins as the captain."""
    without, led, members = 1, 0, 0
    for number in range(1, len(given) // 2 + 1):
        chosen = given[f"chosen{number}"]
        # Ways with k chosen so far: (without a captain, with one).
        counts = [(without, led)] + [(0, 0)] * chosen
        for _ in range(given[f"people{number}"]):
            for k in range(chosen, 0, -1):
                (plain, with_one), (less, less_led) = counts[k], counts[k - 1]
                counts[k] = plain + less, with_one + less_led + less
        without, led = counts[-1]
        members += chosen
    return led if captain else without


_GROUPS = tuple((people, chosen) for people in range(4, 13) for chosen in range(2, min(people, 6)))
_WIDE_GROUPS = tuple((people, chosen) for people in range(14, 31) for chosen in range(2, 6))


def _team_boxes(groups: Sequence[tuple[int, int]], counts: range, captains: int) -> tuple[Box, ...]:
    return tuple(Box(2 * k - 1 + captains, Choices(groups, k, repeated=True), (captains,)) for k in counts)


TEAMS: tuple[Template, ...] = (
    Template(
        name="team",
        boxes=_team_boxes(_GROUPS, range(1, 7), 0),
        holes=True,
        build=team,
        wide=_team_boxes(_WIDE_GROUPS, range(1, 4), 0),
        shuffles=True,
        oracle=_join,
        en=english(
            (
                "A team is put together.",
                "It takes {chosen#} of the {people#} {role#}.",
                "How many different teams are possible?",
            ),
            (
                "The members of a committee are to be chosen.",
                "There are {people#} {role#}, of whom it needs {chosen#}.",
                "How many different committees can be formed?",
            ),
            choose="A choice of {1} from {0} can be made in {output} ways.",
            **PRODUCT_EN,
        ),
        zh=chinese(
            ("要组建一支队伍。", "从{people#}名{role#}中选{chosen#}名。", "一共有多少种不同的选法？"),
            (
                "某单位要成立一个委员会。",
                "现有{people#}名{role#}，其中{chosen#}名进入委员会。",
                "委员会的组成有多少种可能？",
            ),
            choose="从{0}人中选{1}人，有{output}种选法。",
            **PRODUCT_ZH,
        ),
    ),
    Template(
        name="captain",
        boxes=_team_boxes(_GROUPS, range(1, 6), 1),
        holes=True,
        build=team,
        wide=_team_boxes(_WIDE_GROUPS, range(1, 4), 1),
        shuffles=True,
        oracle=lambda given: _join(given, captain=True),
        en=english(
            (
                "A team is put together and then names one of its members captain.",
                "It takes {chosen#} of the {people#} {role#}.",
                "How many different teams with a captain are possible?",
            ),
            (
                "The members of a committee are to be chosen, and one of these as the chair.",
                "There are {people#} {role#}, of whom it needs {chosen#}.",
                "In how many ways can this be done?",
            ),
            choose="A choice of {1} from {0} can be made in {output} ways.",
            captain="Each of the {0} teams can name any of its {1}: {output} ways.",
            **PRODUCT_EN,
        ),
        zh=chinese(
            (
                "要组建一支队伍，再从队员中指定一名队长。",
                "从{people#}名{role#}中选{chosen#}名。",
                "一共有多少种不同的结果？",
            ),
            (
                "某单位要成立一个委员会，并在委员中推选一名主任。",
                "现有{people#}名{role#}，其中{chosen#}名进入委员会。",
                "一共有多少种可能的结果？",
            ),
            choose="从{0}人中选{1}人，有{output}种选法。",
            captain="对{0}种选法中的每一种，{1}人中任一人都可以担任负责人，共{output}种。",
            **PRODUCT_ZH,
        ),
    ),
)
"""Choices and the product rule."""
