"""Spaces are walked without repeating: permutations permute, choices choose, turns are fair."""

import itertools
import pickle
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.problems import count_proofs, draw_problem, survey_stream
from tasks.problems.spaces import Box, Choices, Turns, Walk, nth_good, permuted, share_of_holes


@settings(max_examples=40, deadline=None)
@given(size=st.integers(1, 3_000), key=st.binary(min_size=1, max_size=32))
def test_a_key_names_a_permutation(size: int, key: bytes) -> None:
    assert sorted(permuted(number, size, key) for number in range(size)) == list(range(size))


@settings(max_examples=40, deadline=None)
@given(size=st.integers(2**60, 2**200), numbers=st.lists(st.integers(0, 2**60), unique=True, max_size=50))
def test_a_huge_space_is_permuted_without_collisions(size: int, numbers: list[int]) -> None:
    images = {permuted(number, size, b"key") for number in numbers}
    assert len(images) == len(numbers)
    assert all(0 <= image < size for image in images)


def test_neighbours_and_keys_are_not_alike() -> None:
    here, there = ([permuted(number, 10_000, key) for number in range(2_000)] for key in (b"a", b"b"))
    assert sum(a == b for a, b in zip(here, there, strict=True)) < 5
    assert sum(abs(a - b) < 100 for a, b in itertools.pairwise(here)) < 100
    assert max(Counter(number // 1_000 for number in here).values()) < 280


@pytest.mark.parametrize(("count", "size"), [(0, 5), (1, 1), (2, 6), (3, 5), (5, 5)])
def test_choices_are_all_choices(count: int, size: int) -> None:
    items = "abcdef"[:size]
    once, often = Choices(items, count), Choices(items, count, repeated=True)
    assert sorted(once[i] for i in range(len(once))) == sorted(itertools.combinations(items, count))
    every = sorted(itertools.combinations_with_replacement(items, count))
    assert sorted(often[i] for i in range(len(often))) == every
    with pytest.raises(IndexError):
        often[len(often)]


def test_a_box_has_one_point_for_each_choice_of_values() -> None:
    box = Box(2, range(3), "ab", Choices(range(4), 2))
    points = [box.at(point) for point in range(box.size)]
    assert len(set(points)) == box.size == 3 * 2 * 6


@pytest.mark.parametrize("holes", [0.0, 0.3, 0.9])
def test_a_walk_finds_each_problem_at_one_position(holes: float) -> None:
    box = Box(1, range(200), range(200))

    def find(point: int) -> int | None:
        return point if permuted(point, box.size, b"holes") >= holes * box.size else None

    bound = share_of_holes(box, lambda point: find(point) is None)
    assert holes <= bound < 1
    large = Walk(box, b"key", find=find, rejects=bound)
    found = [large.at(position) for position in range(large.size)]
    assert len(set(found)) == len(found) > 0
    listed = [point for point in range(box.size) if find(point) is not None]
    small = Walk(box, b"key", find=find, listed=listed)
    assert sorted(small.at(position) for position in range(small.size)) == listed


def test_a_box_of_holes_alone_is_left_out() -> None:
    box = Box(1, range(200), range(200))
    bound = share_of_holes(box, lambda _: True)
    assert Walk(box, b"key", find=lambda _: None, rejects=bound).size == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), min_size=1, max_size=5))
def test_turns_deal_every_place_once_and_by_weight(queues: list[tuple[int, int]]) -> None:
    sizes, weights = ([queue[i] for queue in queues] for i in (0, 1))
    turns = Turns(sizes, weights)
    dealt = [turns.locate(position) for position in range(turns.size)]
    assert sorted(dealt) == [(queue, place) for queue, size in enumerate(sizes) for place in range(size)]
    whole_rounds = min(size // weight for size, weight in queues)
    first = Counter(queue for queue, _ in dealt[: whole_rounds * sum(weights)])
    assert all(first[queue] == whole_rounds * weight for queue, weight in enumerate(weights))


def test_nth_good_counts_good_items_round_the_list() -> None:
    items = [1, 2, 3, 4, 5, 6]
    even = [nth_good(items, number, lambda n: n % 2 == 0, start=3) for number in range(4)]
    assert even == [4, 6, 2, None]


def test_a_survey_saves_another_process_the_search_and_changes_nothing() -> None:
    code = """
import pickle, sys, time
from tasks.problems import adopt_survey, count_proofs, draw_problem
from tasks.problems import streams
adopt_survey(pickle.load(sys.stdin.buffer))
streams._listed = streams._holes = None
place = dict(split="train", level=2)
problem = draw_problem("logic.errors", seed=1, index=5, language="en", **place)
print(count_proofs("logic.errors", **place), problem.prompt)
"""
    survey = survey_stream("logic.errors", split="train", level=2)
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(survey), capture_output=True, check=True
    )
    here = draw_problem("logic.errors", seed=1, split="train", level=2, index=5, language="en")
    assert (
        done.stdout.decode().strip()
        == f"{count_proofs('logic.errors', split='train', level=2)} {here.prompt}"
    )
