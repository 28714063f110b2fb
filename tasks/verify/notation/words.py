"""The words and commands of the notation: functions, operators, symbols, in LaTeX, English and Chinese."""

import re

FUNCTIONS = {
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "asin", "acos", "atan", "sinh",
    "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "asinh", "acosh", "atanh", "ln", "log", "lg", "exp",
    "sqrt", "cbrt", "abs", "floor", "ceil", "ceiling", "gcd", "lcm", "max", "min", "binom", "binomial",
    "comb", "factorial", "cis", "gamma", "sign", "sgn", "det", "Re", "Im", "mod",
}  # fmt: skip
NAMES = sorted(
    (FUNCTIONS | {"pi", "infty", "infinity"}) - {"cis", "max", "min", "det", "Re", "Im", "abs"},
    key=len,
    reverse=True,
)
SPLIT = re.compile("|".join(NAMES) + "|.")
WORD_OPS = {
    "and": ("sep", "and"), "or": ("sep", "or"), "pi": ("sym", "pi"), "infty": ("sym", "oo"),
    "inf": ("sym", "oo"), "infinity": ("sym", "oo"), "oo": ("sym", "oo"), "in": ("op", "in"),
    "union": ("op", "cup"), "U": ("sym", "U"), "percent": ("op", "%"), "pct": ("op", "%"),
    "percentage": ("op", "%"), "to": ("text", "to"), "choose": ("op", "choose"), "theta": ("sym", "theta"),
    "alpha": ("sym", "alpha"), "beta": ("sym", "beta"), "lambda": ("sym", "lambda"),
    "hundred": ("scale", "100"), "hundreds": ("scale", "100"), "thousand": ("scale", "1000"),
    "thousands": ("scale", "1000"), "million": ("scale", "1000000"), "millions": ("scale", "1000000"),
    "billion": ("scale", "1000000000"), "billions": ("scale", "1000000000"),
    "trillion": ("scale", "1000000000000"), "dozen": ("scale", "12"), "tens": ("scale", "10"),
    "ones": ("scale", "1"), "degrees": ("op", "deg"), "degree": ("op", "deg"), "deg": ("op", "deg"),
    "mod": ("op", "mod"), "div": ("op", "/"),
}  # fmt: skip
STOP_WORDS = {
    "the", "is", "it", "its", "we", "so", "of", "no", "as", "at", "by", "to", "if", "be", "on", "for",
    "has", "was", "sum", "are", "not", "yes", "he", "she", "they", "that", "this", "there", "which",
    "with", "a", "an", "total", "cost", "must", "can", "will", "get", "let", "since", "thus", "hence",
    "then", "when", "where", "from", "have", "one", "two", "all", "any", "each", "only", "us", "my", "you",
    "your", "our", "his", "her", "do", "does", "did", "how", "who", "why", "what", "due", "per", "via",
    "such", "note", "find", "value", "answer", "area", "length",
}  # fmt: skip
CHINESE = {
    "或": ("sep", "or"), "或者": ("sep", "or"), "和": ("sep", "and"), "与": ("sep", "and"),
    "及": ("sep", "and"),
    "且": ("sep", "and"), "以及": ("sep", "and"), "并且": ("sep", "and"), "又": ("op", "mixed"),
    "比": ("op", ":"), "度": ("op", "deg"), "分之": ("op", "fenzhi"), "百分之": ("op", "baifen"),
    "百分数": ("text", "百分数"), "等于": ("op", "="), "乘": ("op", "*"), "大于": ("op", ">"),
    "小于": ("op", "<"),
    "加": ("op", "+"), "减": ("op", "-"), "除以": ("op", "/"), "负": ("op", "-"),
}  # fmt: skip
CMD_OPS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "pm": "pm", "mp": "mp", "le": "<=", "leq": "<=",
    "leqslant": "<=", "leqq": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "geqq": ">=", "lt": "<",
    "gt": ">", "ne": "!=", "neq": "!=", "approx": "~", "simeq": "~", "sim": "~", "thickapprox": "~",
    "equiv": "=", "cup": "cup", "bigcup": "cup", "cap": "cap", "in": "in", "notin": "notin",
    "setminus": "setminus", "backslash": "setminus", "colon": ":", "mid": "|", "vert": "|", "lvert": "|",
    "rvert": "|", "Vert": "|", "lbrace": "\\{", "rbrace": "\\}", "lbrack": "[", "rbrack": "]",
    "prime": "'", "degree": "deg", "land": "land", "wedge": "land", "lor": "lor", "vee": "lor",
    "neg": "lnot", "lnot": "lnot", "to": "->", "rightarrow": "->", "implies": "=>", "Rightarrow": "=>",
    "iff": "<=>", "Leftrightarrow": "<=>", "parallel": "||", "perp": "perp", "subset": "subset",
    "subseteq": "subseteq", "bmod": "mod", "choose": "choose", "langle": "langle", "rangle": "rangle",
    "lceil": "lceil", "rceil": "rceil", "lfloor": "lfloor", "rfloor": "rfloor", "therefore": " ",
    "because": " ", "quad": " ",
}  # fmt: skip
CMD_SYMS = {
    "pi": "pi", "infty": "oo", "infin": "oo", "emptyset": "emptyset", "varnothing": "emptyset",
    "ldots": "...", "cdots": "...", "dots": "...", "vdots": "...", "varepsilon": "epsilon",
    "vartheta": "theta", "varphi": "phi", "ell": "ell", "hbar": "hbar", "partial": "partial",
    "nabla": "nabla", "imath": "i", "angle": "angle", "triangle": "triangle",
}  # fmt: skip
TEXT_CMDS = {
    "text", "textbf", "textit", "textrm", "mathrm", "mbox", "textnormal", "operatorname", "rm", "bf",
    "texttt", "mathit", "mathsf", "hbox", "textsf", "emph",
}  # fmt: skip
SKIP_CMDS = {
    "mathbf", "boldsymbol", "bm", "mathcal", "mathfrak", "overrightarrow", "vec", "hat", "bar",
    "displaystyle", "underline", "uline", "widehat", "tilde", "left", "right", "limits", "boxed", "fbox",
    "big", "Big", "mathop", "ensuremath", "bigg", "Bigg", "color", "nonumber", "noindent", "bigl", "bigr",
    "Bigl", "Bigr",
}  # fmt: skip
CONSTRUCTS = {
    "frac", "dfrac", "tfrac", "cfrac", "sqrt", "binom", "dbinom", "tbinom", "pmod", "overline", "dot",
    "sum", "prod", "int", "lim", "iint", "oint", "circ", "stackrel", "overset", "underset",
}  # fmt: skip
SAME_CONSTRUCT = {"dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "dbinom": "binom", "tbinom": "binom"}
OP_NAMES = {"**": "^", "=<": "<=", "<>": "!=", ":=": "=", "==": "="}


def split_names(word: str) -> list[str] | None:
    """`sinx` as sin, x; None if the run holds no function name and is too long for a product of letters."""
    if len(word) > 12:
        return None
    names: list[str] = SPLIT.findall(word)
    if (
        len(names) < len(word)
        and all(len(n) > 1 or names.count(n) <= 2 for n in names)
        and sum(len(n) == 1 for n in names) <= 3
    ):
        return names
    return None
