"""What a teacher is asked, and how its turns become a trace.

Without tools one request gives the trace. With tools the teacher writes

    [THOUGHT] what it thinks
    [ACTION] Python, for SymPy

and is given `[RESULT]`, by us alone: whatever stands after a `[RESULT]` that it wrote itself, or after its
action, is cut off before anyone reads it. A turn without action is the last.
"""

import re
import textwrap
from dataclasses import dataclass

from tasks.data.teach.actions import Actions
from tasks.data.teach.answers import Answer, RefusedError
from tasks.data.teach.teacher import Teacher
from tasks.params.data import TeachParams
from tasks.records import Problem

_MARK = re.compile(r"[\[［【]\s*(THOUGHT|ACTION|RESULT)\s*[\]］】](?:[ \t]*[:：])?", re.IGNORECASE)
_FENCED = re.compile(r"```[A-Za-z]*[ \t]*\n(.*?)(?:\n```.*|\Z)", re.DOTALL)
_THINK = re.compile(r"\s*<think>(.*?)</think>(.*)", re.DOTALL)
_MAX_FINAL_CHARS = 20_000
"""What the judge reads of a text; reasoning has a setting."""

_PLAIN = {
    "en": "Solve the problem step by step. Write every calculation as an equation in plain notation, e.g. "
    "37 + 8 = 45, and do no step silently. End with one line: The answer is \\boxed{...}. In the box stands "
    "only the exact value, without unit.",
    "zh": "请逐步解答。每一步计算都用普通记号写成等式，例如 37 + 8 = 45，不要省略步骤。最后单独写一行："
    "答案是 \\boxed{...}。方框中只写准确值，不写单位。",
}
_TOOLS = {
    "en": "You solve problems in turns. In each turn write [THOUGHT] and your reasoning. To calculate, write "
    "[ACTION] after it and a short Python program; SymPy's names are imported, and what it prints, or the "
    "value of its last line, is the result. End the turn there: the result is then given to you as [RESULT], "
    "which you never write yourself. When you know the answer, write [THOUGHT], the reasoning and one last "
    "line: The answer is \\boxed{...}. In the box stands only the exact value, without unit.",
    "zh": "请分轮解题。每一轮先写 [THOUGHT] 和你的推理。需要计算时，接着写 [ACTION] 和一小段 Python "
    "程序；SymPy 的名称都已导入，程序的输出或最后一行的值就是结果。写完程序就结束本轮：结果会以 [RESULT] "
    "给你，你自己绝不写 [RESULT]。知道答案后，写 [THOUGHT]、推理，最后单独写一行："
    "答案是 \\boxed{...}。方框中只写准确值，不写单位。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One finished conversation."""

    solution: str
    """The reasoning, as a student would learn it."""
    final: str
    """The text that gives the answer."""
    reasoned: str
    """The teacher's own words, in which the steps are checked: no programs, no results."""
    request: str
    """Hash of the last request."""
    served_model: str
    """What the provider says the model is."""
    num_actions: int = 0
    """Programs run."""
    num_forged: int = 0
    """Turns in which the teacher wrote a result itself."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer of a teacher with tools."""

    thought: str
    action: str | None
    """A program; None in the last turn."""
    forged: bool
    """Whether it wrote a result itself, which is cut off."""


async def converse(
    teacher: Teacher, params: TeachParams, problem: Problem, *, sample: int, actions: Actions | None
) -> Trace:
    """One trace of a problem.

    Args:
        teacher: Is asked.
        params: The `teach` section.
        problem: Its prompt is all that the teacher sees of it.
        sample: Number of the trace.
        actions: Runs actions; None asks for the trace at once.

    Raises:
        RefusedError: There is no trace, for the reason it names.
        StoppedError: The run asks no more.
    """
    system = (_TOOLS if actions else _PLAIN)["zh" if problem.language == "zh" else "en"]
    messages = [{"role": "system", "content": system}, {"role": "user", "content": problem.prompt}]
    if actions is None:
        request, answer = await teacher.ask(messages, sample=sample)
        _check_length(answer, params)
        _check_end(answer)
        return _at_once(request, answer)
    written, thoughts, forged = list[str](), list[str](), 0
    for num_actions in range(params.max_rounds):
        request, answer = await teacher.ask(messages, sample=sample, stop=["[RESULT]"])
        _check_length(answer, params)
        turn = read_turn(answer.text)
        forged += turn.forged
        thoughts.append(turn.thought)
        if turn.action is None:
            _check_end(answer)
            return Trace(
                solution="\n".join([*written, f"[THOUGHT] {turn.thought}"]),
                final=turn.thought,
                reasoned="\n".join(thoughts),
                request=request,
                served_model=answer.model,
                num_actions=num_actions,
                num_forged=forged,
            )
        said = f"[THOUGHT] {turn.thought}\n[ACTION]\n{turn.action}"
        result = f"[RESULT]\n{without_marks(await actions.run(turn.action))}"
        written += [said, result]
        messages += [{"role": "assistant", "content": said}, {"role": "user", "content": result}]
    raise RefusedError("too_many_rounds", f"no answer after {params.max_rounds}")


def read_turn(text: str) -> Turn:
    """The thought and the action of a turn, cut off at its first result and behind its first action."""
    marks = list(_MARK.finditer(text))
    result = next((mark for mark in marks if mark[1].upper() == "RESULT"), None)
    if result:
        text, marks = text[: result.start()], [mark for mark in marks if mark.start() < result.start()]
    action = next((mark for mark in marks if mark[1].upper() == "ACTION"), None)
    thought = text[: action.start()] if action else text
    if marks and marks[0][1].upper() == "THOUGHT" and not text[: marks[0].start()].strip():
        thought = thought[marks[0].end() :]
    return Turn(without_marks(thought), _program(text, action, marks), result is not None)


def _program(text: str, action: re.Match[str] | None, marks: list[re.Match[str]]) -> str | None:
    if action is None:
        return None
    after = [mark.start() for mark in marks if mark.start() > action.start()]
    code = text[action.end() : after[0] if after else len(text)]
    fenced = _FENCED.search(code)
    code = fenced[1] if fenced else code.lstrip(" \t")
    return textwrap.dedent(code.strip("\n").rstrip())


def without_marks(text: str) -> str:
    """Text in which marks stand in round brackets, where nobody takes them for marks."""
    return _MARK.sub(r"(\1)", text).strip()


def _check_end(answer: Answer) -> None:
    if answer.finish in ("length", "content_filter"):
        raise RefusedError("cut_off" if answer.finish == "length" else "content_filter")


def _check_length(answer: Answer, params: TeachParams) -> None:
    """Before it is searched: what is far too long is not worth the time."""
    length = len(answer.reasoning) + len(answer.text)
    if length > params.max_trace_chars + _MAX_FINAL_CHARS:
        raise RefusedError("too_long", f"{length} characters")


def _at_once(request: str, answer: Answer) -> Trace:
    """The trace in one answer: what it reasoned apart or between think tags, else all but the answer tags."""
    reasoning, final = answer.reasoning, answer.text
    if match := _THINK.fullmatch(final):
        reasoning, final = match[1], match[2]
    rest = final
    if "<answer>" in final and "</answer>" in final:
        rest = final.partition("<answer>")[0] + final.rpartition("</answer>")[2]
    return Trace(
        solution=(reasoning or rest).strip(),
        final=final.strip(),
        reasoned=f"{reasoning}\n{rest}".strip(),
        request=request,
        served_model=answer.model,
    )
