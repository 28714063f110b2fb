"""The one format: what is rendered parses back, and nothing else counts as strict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.chat import SPECIAL_TOKENS, parse_completion, render_prompt, render_short, render_trace
from tasks.records import Problem, Step

PROBLEM = Problem(
    problem_id="0" * 16,
    domain="arithmetic",
    subtask="arithmetic.chain",
    level=1,
    language="en",
    prompt="Compute 37+8-9.",
    answer="36",
    steps=(Step(rule="add", claim="37+8=45", output="45"), Step(rule="sub", claim="45-9=36", output="36")),
    source="synthetic",
    licence="Apache-2.0",
    split="train",
)


def test_both_targets_parse_back() -> None:
    short, trace = parse_completion(render_short(PROBLEM)), parse_completion(render_trace(PROBLEM))
    assert short is not None
    assert trace is not None
    assert (short.think, short.answer) == ("", "36")
    assert (trace.think, trace.answer) == ("37+8=45;45-9=36", "36")


@pytest.mark.parametrize(
    "text",
    [
        "36",
        "<answer></answer>",
        "<answer>36",
        "36</answer>",
        "<answer>36</answer><answer>37</answer>",
        "<answer>36</answer> or 37",
        "so <answer>36</answer>",
        "<think>a</think><think>b</think><answer>36</answer>",
        "<think><answer>36</answer></think>",
        "</think><think><answer>36</answer>",
        "<answer>36</answer><think>a</think>",
        "<think>a<answer>36</answer>",
    ],
)
def test_other_shapes_are_not_strict(text: str) -> None:
    assert parse_completion(text) is None


@given(st.lists(st.sampled_from([*SPECIAL_TOKENS, "1", " "]), max_size=12))
def test_a_question_cannot_smuggle_control_tokens(parts: list[str]) -> None:
    inner = render_prompt("".join(parts)).removeprefix("<|user|>").removesuffix("<|assistant|>")
    assert not any(token in inner for token in SPECIAL_TOKENS)


def test_a_control_token_split_around_another_does_not_come_together() -> None:
    assert render_prompt("<thi<think>nk>").count("<think>") == 0
