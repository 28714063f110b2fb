"""Coverage-guided fuzzing of the judge with atheris, which is no dependency of the project: install it in a
scratch environment that sees the project's packages.

    python -m tests.fuzz.fuzz_judge FOLDER [-max_total_time=3600]

Each input is two texts: raw bytes, or pieces of mathematical notation strung together. What breaks an
invariant is appended to FOLDER/findings.jsonl, one line per kind, and fuzzing goes on; the corpus stays in
FOLDER/corpus, so that the next run begins where this one ended.
"""

import json
import os
import re
import sys
import time
import traceback
from pathlib import Path

try:
    import atheris  # type: ignore[import-not-found]
except ImportError:
    sys.exit("atheris is not installed: nothing fuzzed")

with atheris.instrument_imports(include=["tasks.verify"]):
    from tasks.errors import DataError
    from tasks.verify.find.extract import extract_answer
    from tasks.verify.grade import judge_here, read_reference, same_value_here
    from tasks.verify.notation.reading import normal_text, read

MAX_SECONDS = 0.6
_ORDERED = re.compile(r"[.%:,，A-J]|\\b[a-e]\\b")
"""What is compared as far as it was written out, or by its letter: the reference decides there."""
NOTATION = r"""
\frac \sqrt \sqrt[3] \pi \infty \cup \pm \le \ge \text{ \mathrm{ \{ \} \left( \right) \\ \int \log_ \ln \sin
\begin{pmatrix} \end{pmatrix} \begin{cases} \end{cases} \sum_{k=1}^{ ^\circ \% \boxed{ \overline{3} \in
\mathbb{R} \pmod{7} \equiv \binom{5}{2} C_5^2 \Rightarrow \displaystyle \cdot \times \langle \square \$5
<answer> </answer> <think> </think> #### 1/2 0.5 1,000 1e9 _2 _{10} p.m. 12:30 2024-01-02 9**9**9 ** || `
答案是 故选 或 和 三分之二 二十五 又 分之 百分之 万 厘米 元 根号 折 ½ ² ³ − ， （ ） ∪ √ ∞ ≡
A (B) C. yes no true knight dollars None x= [1,2,3] {'a':1} "
"""
PIECES = [
    *"0123456789xyznabCeifE",
    *"+-*/^_=<>(){}[]|,.;:!%&'~@?$\\# \n",
    *NOTATION.split(),
    *("The answer is ", " and ", " or ", " cm", " km/h", " m^2", " is a "),
]


def texts(data: bytes) -> tuple[str, str]:
    """The two texts that an input stands for."""
    provider = atheris.FuzzedDataProvider(data)
    if provider.ConsumeBool():
        first = provider.ConsumeUnicode(provider.ConsumeIntInRange(0, 120))
        return first, provider.ConsumeUnicode(400)
    found = []
    for _ in range(2):
        count = provider.ConsumeIntInRange(0, 40)
        found.append("".join(PIECES[provider.ConsumeIntInRange(0, len(PIECES) - 1)] for _ in range(count)))
    return found[0], found[1]


def broken(reference: str, completion: str) -> str:
    """Which invariant two texts break, or an empty string."""
    began = time.process_time()
    answer = extract_answer(completion)
    try:
        verdict = judge_here(reference, completion)
        itself = judge_here(reference, reference)
    except DataError:
        return ""
    if time.process_time() - began > MAX_SECONDS:
        return "slow"
    if read(normal_text(reference)).node is not None and not itself.correct:
        return f"not itself: {itself.reason}"
    if answer is not None and len(answer) > 2_000:
        return "long answer"
    for cached in (read_reference, normal_text, read):
        cached.cache_clear()
    if judge_here(reference, completion) != verdict:
        return "not the same twice"
    return _asymmetry(reference, completion)


def _asymmetry(a: str, b: str) -> str:
    """Equality of values must not depend on the order, but for decimals, percentages and letters."""
    if _ORDERED.search(a + b) or not any(c.isdigit() for c in a + b):
        return ""
    try:
        if any(read_reference(text) != (normal_text(text),) for text in (a, b)):
            return ""
        there, back = same_value_here(a, b), same_value_here(b, a)
    except DataError:
        return ""
    unsure = "undecided" in (there.outcome, back.outcome)
    unreadable = any(read(normal_text(text)).node is None for text in (a, b))
    if unsure or unreadable:
        return ""
    return "" if there.correct == back.correct else f"asymmetric: {there.reason} / {back.reason}"


def main() -> None:
    """Fuzz until libFuzzer's own limits end it."""
    folder = Path(sys.argv[1])
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    findings = folder / "findings.jsonl"
    known = set[str]()

    def test_one(data: bytes) -> None:
        reference, completion = texts(data)
        try:
            kind = broken(reference, completion)
        except Exception as error:  # noqa: BLE001 - every exception is a finding, none ends the run
            place = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__} at {place.name}:{place.lineno}"
        if kind and kind not in known:
            known.add(kind)
            with findings.open("a", encoding="utf-8") as file:
                record = {"kind": kind, "reference": reference, "completion": completion}
                file.write(json.dumps(record) + "\n")

    options = [
        f"-artifact_prefix={folder}/",
        "-report_slow_units=60",
        "-timeout=60",
        "-rss_limit_mb=2048",
        "-max_len=1200",
        "-print_final_stats=1",
        *sys.argv[2:],
    ]
    atheris.Setup([sys.argv[0], str(corpus), *options], test_one)
    os.nice(15)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
