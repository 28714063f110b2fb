"""`reasonloop ask`: a question to a released model, its reasoning shown as it is written, and a verdict."""

import os
from pathlib import Path

from rich.console import Console

from tasks.chat import END, END_THINK, THINK
from tasks.verify import Outcome, judge

COLOURS = {Outcome.CORRECT: "green", Outcome.WRONG: "red"}


def show_answer(model: Path, version: int, question: str, reference: str, max_tokens: int) -> None:
    """Stream the answer to the terminal: reasoning dim, answer bold; then the judge's word on it.

    Args:
        model: Folder of the released model, digests checked.
        version: For the headline.
        question: Passed to the model as it is; control tokens in it are removed.
        reference: The right answer, or empty for no verdict.
        max_tokens: Most tokens generated.

    Raises:
        DataError: the reference is not an answer the judge can read.
    """
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    from tasks.serve.answer import stream_answer

    out = Console(highlight=False)
    out.print(f"[dim]model version {version}[/]")
    written, thinking = "", False
    for piece in stream_answer(model, question, max_new_tokens=max_tokens):
        written += piece
        thinking = written.count(THINK) > written.count(END_THINK)
        out.print(piece.removesuffix(END), end="", markup=False, style="dim" if thinking else "bold")
    out.print()
    if reference:
        verdict = judge(reference, written)
        style = COLOURS.get(verdict.outcome, "yellow")
        out.print(f"[{style}]{verdict.outcome.value}[/] (read: {verdict.extracted})")
