"""Worked traces of other models: files of questions, reasoning and answers, with columns as the setting says.

Any JSON lines, JSON or Parquet with a question and one or several completions fits, among them R1-style
sets with `<think>` tags and scored completions. Of a problem with a reference answer only the completions
that the judge accepts are kept, whatever score they came with. Rows of a set that has no references at all
are not checkable.
"""

import re
from collections.abc import Iterable
from functools import partial
from typing import Any

from tasks.data.readers import as_list, read_rows
from tasks.data.sources.source import Row, RowError, RowUseless, Source, real_problem, text_of
from tasks.data.stage import MAX_TRACES
from tasks.params.data import TraceParams
from tasks.records import Problem
from tasks.verify import judge

_THINK = re.compile(r"<think>(.*?)</think>\s*(.*)", re.DOTALL)
_ANSWER = re.compile(r"<answer>.*?</answer>", re.DOTALL)
_CJK = re.compile(r"[\u4e00-\u9fff]")


def parse_row(params: TraceParams, row: Row, where: str) -> Problem:
    """A row with the columns of the setting as a problem; its accepted completions are its solutions.

    Raises:
        RowError: a column is missing or no text.
        RowUseless: the reference answer is missing where there should be one, or the judge accepts none of
            the completions.
    """
    prompt, answer = text_of(row, params.question), _answer(params, row)
    given = _completions(params, row)
    accepted = [text for text in given if not answer or judge(answer, text, second_opinion=False).correct]
    traces = list(dict.fromkeys(filter(None, map(reasoning_of, accepted))))
    if not traces:
        raise RowUseless("no_accepted_trace", f"{len(given)} completions for {answer[:40]!r}")
    folder = where.split("/")
    subtask = folder[-1].partition(".")[0] if len(folder) > 1 else "traces"
    return real_problem(
        source="traces",
        licence=params.licence,
        subtask=f"traces.{re.sub(r'[^A-Za-z0-9_]', '_', subtask)}",
        language="zh" if _CJK.search(prompt) else "en",
        prompt=prompt,
        answer=answer,
        where=where,
        solution=traces[0],
        more_solutions=tuple(traces[1:]),
        checkable=bool(answer),
        provenance={"traces": f"{len(accepted)} of {len(given)} accepted"},
    )


def reasoning_of(completion: str) -> str:
    """The reasoning of a completion: what stands between think tags, else all but the answer tags."""
    if match := _THINK.search(completion):
        return match[1].strip()
    return _ANSWER.sub("", completion).replace("<think>", "").replace("</think>", "").strip()


def _answer(params: TraceParams, row: Row) -> str:
    if not params.answer:
        return ""
    if row.get(params.answer) in {None, "", "None"}:
        raise RowUseless("no_reference_answer", f"{params.answer!r} is empty")
    return text_of(row, params.answer)


def _completions(params: TraceParams, row: Row) -> list[str]:
    """The completions, reasoning and final words joined, or the texts at `params.completion` of objects."""
    found = []
    for item in as_list(row.get(params.reasoning))[:MAX_TRACES]:
        text = item.get(params.completion) if isinstance(item, dict) else item
        if not isinstance(text, str):
            raise RowError("missing_key", f"a completion is {type(text).__name__}, expected text")
        found.append(_with_final(text, row.get(params.final) if params.final else None))
    if not found:
        raise RowError("missing_key", f"{params.reasoning!r} holds no completion")
    return found


def _with_final(text: str, final: Any) -> str:
    if not isinstance(final, str) or "</think>" in text:
        return text
    return f"<think>{text}</think>\n{final}"


def _configure(params: TraceParams) -> Source:
    patterns: Iterable[str] = ("**/*.jsonl", "**/*.json", "**/*.parquet")
    return Source(
        licence=params.licence,
        files=tuple(patterns),
        read=partial(read_rows, items=params.items),
        parse=partial(parse_row, params),
    )


SOURCE = Source(licence="", files=(), parse=partial(parse_row, TraceParams()), configure=_configure)
