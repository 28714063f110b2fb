"""How fast rewards are scored, on one core, beside the time that a step of GRPO takes.

    python -m benchmarks.rewards [--quick]

Groups of 8 completions as a policy in training writes them: worked right, worked wrong, short, malformed,
repeated; a third are copies of a sibling. Problems of all subtasks in both languages, levels 1 to 3.
Rates are per second of processor time. The last line is JSON: completions_per_s, accuracy_per_s,
answer_only_per_s, worst_s.
"""

import argparse
import json
import random
import time

from tasks.chat import render_short, render_trace
from tasks.params.reward import RewardParams
from tasks.problems import LANGUAGES, SUBTASKS, draw_problem
from tasks.records import Problem
from tasks.rewards import accuracy_reward, score_group
from tasks.rewards.answer import score_completion

GROUP_SIZE = 8
Group = tuple[str, list[str], str]


def make_groups(count: int, seed: int = 7) -> list[Group]:
    """(question, completions, reference) for `count` problems."""
    rng = random.Random(seed)
    groups = []
    for index in range(count):
        problem = draw_problem(
            rng.choice(sorted(SUBTASKS)),
            seed=seed,
            split="train",
            level=1 + index % 3,
            index=index,
            language=rng.choice(LANGUAGES),
        )
        texts = [_completion(problem, rng) for _ in range(GROUP_SIZE * 2 // 3)]
        groups.append((problem.prompt, texts + rng.choices(texts, k=GROUP_SIZE - len(texts)), problem.answer))
    return groups


def _completion(problem: Problem, rng: random.Random) -> str:
    trace, roll = render_trace(problem), rng.random()
    digits = [place for place, c in enumerate(trace) if c.isdigit()]
    if roll < 0.35 and digits:
        place = rng.choice(digits)
        return trace[:place] + str(rng.randrange(10)) + trace[place + 1 :]
    if roll < 0.65:
        return trace
    if roll < 0.85:
        return render_short(problem)
    return trace[: rng.randrange(len(trace))] if roll < 0.95 else trace.replace("<answer>", "<answer>1 or ")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer groups")
    groups = make_groups(300 if parser.parse_args().quick else 3_000)
    params = RewardParams(kind="layered")
    score_group([groups[0][0]], groups[0][1][:1], [groups[0][2]], params)
    total, worst = len(groups) * GROUP_SIZE, 0.0
    began = time.process_time()
    for question, texts, reference in groups:
        start = time.perf_counter()
        score_group([question] * GROUP_SIZE, texts, [reference] * GROUP_SIZE, params)
        worst = max(worst, time.perf_counter() - start)
    layered = total / (time.process_time() - began)
    began = time.process_time()
    for _, texts, reference in groups:
        for text in texts:
            score_completion(text, reference)
    plain = total / (time.process_time() - began)
    began = time.process_time()
    for _, texts, reference in groups:
        accuracy_reward(texts, [reference] * GROUP_SIZE)
    accuracy = total / (time.process_time() - began)
    print(f"layered, all components: {layered:,.0f} completions/s, slowest group {worst * 1e3:.1f} ms")
    print(f"strict 0/1 alone: {plain:,.0f} completions/s; accuracy_reward: {accuracy:,.0f} completions/s")
    result = {"completions_per_s": round(layered), "accuracy_per_s": round(accuracy)}
    result |= {"answer_only_per_s": round(plain), "worst_s": round(worst, 4)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
