"""What a completion looks like, whatever it says: format, length, repetition, language.

All four are 1 where there is nothing to object to. They are paid as penalties, weight x (1 - value):
a reward for a surface is what a policy learns first (allenai/open-instruct pull request 659).
"""

import re

from tasks.params.reward import RewardParams
from tasks.rewards.rollout import Rollout

_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|[^\sA-Za-z\d]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"\\?[A-Za-z]{4,}")
_NOTATION = frozenset(
    ["sqrt", "cbrt", "floor", "ceil", "asin", "acos", "atan", "sinh", "cosh", "tanh", "true", "false"]
)
"""Words that are mathematics in every language."""
_FOREIGN = re.compile(r"[\u0400-\u1fff\u3040-\u30ff\uac00-\ud7af\u2c00-\u2dff\ua000-\ua4cf]")
"""Scripts of neither language: Cyrillic to Khmer, kana, Hangul, and others. Greek is mathematics."""
MAX_CHARS = 40_000


def format(rollout: Rollout, params: RewardParams) -> float:  # noqa: ARG001
    """1 if it ended by itself with at most one think part, then one answer, and nothing else; else 0.

    Strict on purpose: tags counted singly or found by search are paid in any order and number (open-r1).
    """
    return float(rollout.score.ended and rollout.score.in_format)


def efficiency(rollout: Rollout, params: RewardParams) -> float:  # noqa: ARG001
    """The usual length of right siblings over its own, at most 1; 0 for an answer that is not right.

    Only siblings of the same manner count: measured against short answers every worked one would be long,
    and RL would unlearn to reason. Source: the length reward of Kimi k1.5, arXiv 2501.12599.
    """
    return min(1.0, rollout.usual_length / rollout.length) if rollout.right else 0.0


def repetition(rollout: Rollout, params: RewardParams) -> float:
    """Distinct n-grams over all n-grams of `repetition_ngram` tokens; 1 for a text too short to repeat.

    A token is a word, a number, a sign or a Chinese character. 0 beyond 40,000 characters.
    Source: arXiv 2502.03373, where a length reward was answered with repetition.
    """
    if len(rollout.text) > MAX_CHARS:
        return 0.0
    tokens, n = _TOKEN.findall(rollout.text), params.repetition_ngram
    grams = list(zip(*(tokens[start:] for start in range(n)), strict=False))
    return len(set(grams)) / len(grams) if grams else 1.0


def language(rollout: Rollout, params: RewardParams) -> float:  # noqa: ARG001
    """The share of the reasoning's letters that are of the question's language; 1 if there are none.

    Under a Chinese question Latin words of four letters and more are foreign unless the question has them
    or they are LaTeX or names of functions; under an English one Chinese characters are. Other scripts are
    foreign to both.
    Source: the language consistency reward of DeepSeek-R1, arXiv 2501.12948.
    """
    text = (rollout.think if rollout.score.in_format else rollout.text)[:MAX_CHARS]
    words = sum(
        len(w)
        for w in _WORD.findall(text)
        if w[0] != "\\" and w not in _NOTATION and w not in rollout.question
    )
    chinese, foreign = len(_CHINESE.findall(text)), len(_FOREIGN.findall(text))
    if _CHINESE.search(rollout.question):
        own, other = chinese, words + foreign
    else:
        own, other = words, chinese + foreign
    return own / (own + other) if own + other else 1.0
