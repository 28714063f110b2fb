"""Answers written to hang, fill memory, run code or win without being right. None equals `REFERENCE`."""

from pathlib import Path

REFERENCE = "17"


def hostile_inputs(marker: Path) -> list[str]:
    """At least 150 answers; those with code in them would create `marker`."""
    return [
        *_towers(),
        *_factorials(),
        *_nested(),
        *_long(),
        *_injections(marker),
        *_unicode(),
        *_series(),
        *_broken(),
        *_hedged(),
    ]


def _towers() -> list[str]:
    return [
        "9**9**9", "9^9^9", "9^{9^9}", "9^{9^{9^9}}", "10^{10^{10}}", "10**10**8", "10^{10^8}+1",
        "2^{2^{2^{2^{2^2}}}}", "(((9^9)^9)^9)^9", "((((((10^9)^9)^9)^9)^9)^9)^9", "1e999999999",
        "1e-999999999", "1e400", "10^{-10^{10}}", "0.5^{10^{12}}", "(1/3)^{100000}", "\\sqrt{2}^{10^{9}}",
        "\\pi^{10^{10}}", "e^{e^{e^{e^e}}}", "x^{10^{10^{10}}}", "(x+1)^{100000}",
        "(x+1)^{100000}-(x-1)^{100000}", "(a+b+c+d+e)^{60}", "2^{x^{y^{z^{w}}}}", "(-8)^{1/999983}",
        "\\sqrt[1000000007]{2}", "\\sqrt[0]{2}", "0^0", "0^{-1}", "1/0", "\\frac{0}{0}", "\\infty-\\infty",
        "7^{7^{7^{7}}} \\bmod 10",
    ]  # fmt: skip


def _factorials() -> list[str]:
    return [
        "10^9!", "(10^9)!", "((10!)!)!", "100000!", "99999999!", "3!!!!!!!!", "170!!",
        "\\binom{10^9}{5\\cdot 10^8}", "\\binom{99999}{50000}", "C_{1000000}^{500000}", "\\Gamma(10^{10})",
        "\\Gamma(-1)", "(-5)!", "(1/2)!^{10^9}", "1000000000000000000!", "(2^{64})!",
    ]  # fmt: skip


def _nested() -> list[str]:
    return [
        "(" * 1_000, "(" * 20_000, "(" * 1_000 + "1" + ")" * 1_000, "(" * 40 + "1" + ")" * 40 + "+1",
        "[" * 5_000, "{" * 5_000, "{" * 300 + "1" + "}" * 300, "\\frac{1}{" * 2_000 + "1" + "}" * 2_000,
        "\\sqrt{" * 500 + "2" + "}" * 500, "\\left(" * 400, "-" * 10_000 + "1", "+-" * 3_000 + "1",
        "\\pm" * 500 + "1", "|" * 501 + "x", "|" * 40 + "1" + "|" * 40, "\\{" * 300 + "1" + "\\}" * 300,
        "!" * 2_000, "1" + "!" * 300, "1" + "%" * 5_000, "x" + "'" * 3_000, "x_{" * 200 + "1" + "}" * 200,
        "2^{" * 200 + "2" + "}" * 200, "\\boxed{" * 3_000 + "1" + "}" * 3_000, "<answer>" * 3_000,
        "<think>" * 5_000, "\\begin{pmatrix}" * 200, "\\begin{cases}" * 50 + "1" + "\\end{cases}" * 50,
        "f(" * 300 + "x" + ")" * 300, "\\sin" * 400 + "1", "\\neg" * 500 + "P",
    ]  # fmt: skip


def _long() -> list[str]:
    return [
        "1" * 100_000, "x" * 100_000, " " * 100_000 + "1", "1" + " " * 100_000 + "+", "1+" * 50_000 + "1",
        "1, " * 33_000, "x=1 or " * 15_000, "\\boxed{1}" * 11_000, "$1$ and " * 12_000 + "x",
        "The answer is 1. " * 6_000 + "?", "#### " * 20_000, "答案是" * 30_000, "=" * 100_000, "," * 100_000,
        "\\" * 100_000, "$" * 100_001, "a" * 50_000 + "=" + "b" * 50_000, "1/" * 50_000 + "1",
        "1." * 50_000, "1:" * 20_000 + "1", "\n" * 100_000 + "1", "**" * 50_000,
        "\\text{" + "a" * 90_000 + "}", "0." + "3" * 50_000, "1," + "000," * 25_000 + "000",
        "(1,2)," * 15_000, "\\cup [1,2]" * 9_000, "<" * 100_000, "1<" * 30_000 + "x", "1 2 " * 25_000,
        "9" * 2_999 + "/" + "7" * 2_999, "\\{" + "1," * 300 + "1\\}", "x+" * 280 + "x", "(x+1)(x+2)" * 30,
        "\\sin(x)" * 90, "的" * 100_000, "√" * 10_000 + "2", "²" * 20_000,
    ]  # fmt: skip


def _injections(marker: Path) -> list[str]:
    path = str(marker)
    run = f"open({path!r},'w').write('x')"
    return [
        run, f"__import__('os').system('touch {path}')", f"1+__import__('os').system('touch {path}')",
        f"eval(\"{run}\")", f"exec(\"{run}\")", f"(lambda: {run})()", f"[{run} for x in [1]]",
        f"os.system('touch {path}')", f"1;import os;os.system('touch {path}')", f"`touch {path}`",
        f"$(touch {path})", f"; touch {path}", f"| touch {path}", f"{{{{ {run} }}}}", f"${{{run}}}",
        f"\\write18{{touch {path}}}", f"\\input{{{path}}}", f"\\immediate\\write18{{touch {path}}}",
        f"().__class__.__bases__[0].__subclasses__()[0]({path!r})",
        f"Symbol('x').func.__globals__['__builtins__']['open']({path!r},'w')",
        "lambda: 17 if True else 17", f"sympify(\"{run}\")", f"getattr(__builtins__,'open')({path!r},'w')",
        f"%s%s%n{path}", f"'; DROP TABLE answers; --{path}", "17; raise SystemExit", "quit()",
        f"<script>{path}</script>", f"@property {run}", f"f'{{{run}}}'",
        "{0.__class__.__init__.__globals__}",
    ]  # fmt: skip


def _unicode() -> list[str]:
    return [
        "\x00", "1\x007", "\x00" * 1_000 + "1", "\ud800", "1\udfff7", "\ud83d" * 100, "1７8", "١٧٢", "𝟏𝟕𝟖",
        "1\u20de7", "1\u0301" * 5_000, "\u202e71", "1\u200b7\u200b8", "\ufeff1 8", "①⑦", "⅒", "½" * 500,
        "½½", "1½½", "〇" * 200, "一亿亿亿亿亿亿", "十" * 300, "百分之" * 500, "三分之" * 400,
        "负" * 400 + "一",
        "\U0001f4af", "é" * 20_000, "ﷺ" * 2_000, "\r" * 5_000 + "1", "\x1b[31m1", "\x07", "１８",
        "1\u00a07\u00a08", "Ⅳ", "∞", "√", "∫∫∫", "≤≥≠≈±", "\u2028".join("17"),
        "\u0000<answer>1\u0000</answer>",
    ]  # fmt: skip


def _series() -> list[str]:
    return [
        "\\sum_{k=1}^{10^9} k", "\\sum_{k=1}^{\\infty} \\frac{1}{k^2}", "\\sum_{k=1}^{1000000} k",
        "\\prod_{k=1}^{100000} k", "\\sum_{i=1}^{400}\\sum_{j=1}^{400}\\sum_{k=1}^{400} ijk",
        "\\int_0^{\\infty} e^{-x^2} dx", "\\int \\int \\int \\sin(\\sin(\\sin x))",
        "\\lim_{x\\to 0}\\frac{\\sin x}{x}", "\\sum_{k=1}^{400} \\sin(k^{k})", "\\prod_{k=1}^{500} k^{k}",
        _determinant([[f"{r * c + 1}" for c in range(7)] for r in range(7)]),
        "\\sum_{k=-10^{10}}^{5} 1", "\\sum_{k=1}^{500} k!",
        _determinant([["\\sin(x+1)"] * 6] * 6),
        "\\sin(10^{100000})", "\\sin(10^{29})", "\\tan(\\frac{\\pi}{2})", "\\gcd(2^{10000}, 3^{6000})",
        "\\ln(\\ln(\\ln(\\ln 2)))", "\\log_1 5", "\\log_0 0", "\\arcsin(10^{20})", "\\sinh(10^{9})",
        "\\lfloor \\pi^{10^{5}} \\rfloor",
    ]  # fmt: skip


def _determinant(rows: list[list[str]]) -> str:
    return "\\begin{vmatrix}" + "\\\\".join(map("&".join, rows)) + "\\end{vmatrix}"


def _broken() -> list[str]:
    return [
        "", " ", "\\", "\\boxed{", "\\boxed{}", "\\frac", "\\frac{", "\\frac{1}", "\\sqrt", "\\sqrt[",
        "\\begin{", "\\begin{pmatrix}1&2", "\\end{pmatrix}", "\\left", "\\text{", "\\\\", "^", "_", "^^^",
        "1^", "_1_1_1", "1_", "1_{", "1_{99}", "9_2", "x_{_{_{", "$", "$$", "$$$", "\\(", "\\[", "()",
        "[]", "{}", "\\{\\}", ")(", "][", "}{", "(1,2", "1,2)", "[1,2,3)", "|", "||", "%", "!", "=", "<",
        "<=", "=1=", "1==", "or", "1 or", ",", "1,,", ";;", "/", "//", "1//1", "*", "1**", "+", "-", "±",
        "<answer>", "<answer></answer>", "</answer>", "</think>", "<think>17", "<think>17</think>",
        "<|end|>17", "####", "答案是", "The answer is", "None", "nan", "inf", "NaN", "null", "undefined",
        "\\mathbb", "\\mathbb{", "\\text{17", "f(", "f()",
    ]  # fmt: skip


def _hedged() -> list[str]:
    return [
        "17 or 18", "16 or 17", "17, 18", "\\boxed{17 \\text{ or } 18}",
        "<answer>17</answer><answer>18</answer>", "17 or more", "at least 17 or not", "x=17 or x=3",
        "\\{17, 18\\}", "[17, 17.5]", "\\pm 17", "17=18", "16=17=18=19", "17 \\cup 18", "(17, 17)",
        "17 < x", "x \\ne 17", "not 17",
    ]  # fmt: skip
