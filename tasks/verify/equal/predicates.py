"""What is said of one thing, in one word: valid, convergent, increasing, parallel; in English and Chinese.

"Not valid" is invalid, "the series converges" is convergent, 直线与圆相离 is 相离.
Only words of this table are decided; the negation of a word without a counterpart here is none of them.
"""

import re

_OPPOSITES = [
    ("valid", "invalid"), ("consistent", "inconsistent"), ("satisfiable", "unsatisfiable"),
    ("possible", "impossible"), ("convergent", "divergent"), ("bounded", "unbounded"),
    ("continuous", "discontinuous"), ("dependent", "independent"), ("rational", "irrational"),
    ("equal", "unequal"), ("solvable", "unsolvable"), ("sufficient", "insufficient"),
    ("linear", "nonlinear"), ("reversible", "irreversible"), ("entailed", "not entailed"),
    ("parallel", "not parallel"), ("perpendicular", "not perpendicular"), ("prime", "not prime"),
    ("increasing", "not increasing"), ("decreasing", "not decreasing"), ("even", "not even"),
    ("odd", "not odd"),
    ("congruent", "not congruent"), ("similar", "not similar"), ("invertible", "not invertible"),
    ("singular", "nonsingular"), ("differentiable", "not differentiable"), ("symmetric", "asymmetric"),
    ("unknown", "known"), ("lucky", "unlucky"), ("stable", "unstable"), ("fair", "unfair"),
    ("injective", "not injective"), ("surjective", "not surjective"), ("unique", "not unique"),
]  # fmt: skip
_NEGATED = dict(_OPPOSITES) | {b: a for a, b in _OPPOSITES}
_SPELLINGS = {
    "convergent": "converges converge converging",
    "divergent": "diverges diverge diverging nonconvergent",
    "increasing": "increases increase 递增 单调递增 单调增 增函数 单调增函数",
    "decreasing": "decreases decrease 递减 单调递减 单调减 减函数 单调减函数",
    "entailed": "entails follows entailment",
    "unknown": "uncertain undetermined indeterminable undecidable unclear 不确定 无法确定 不能确定 无法判断 "
    "不能判断 未知",
    "perpendicular": "orthogonal 垂直",
    "parallel": "平行",
    "nonlinear": "non-linear",
    "nonsingular": "non-singular",
    "convergent ": "收敛 收敛的",
    "divergent ": "发散 发散的",
    "unsatisfiable": "contradictory",
    "valid ": "有效 有效的",
    "invalid ": "无效 无效的 非有效",
}
_CANONICAL = {word: word for word in _NEGATED} | {
    spelling: word.strip() for word, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
_UNKNOWN = re.compile(
    r"(?:it\s+|this\s+|the\s+\w+\s+)?(?:can\s?not|can't|could\s+not)\s+be\s+(?:determined|decided|known|inferred)(?:\s+from\s+.{1,40})?"
    r"|not\s+(?:enough|sufficient)\s+(?:information|data)|insufficient\s+(?:information|data)|(?:it\s+is\s+)?impossible\s+to\s+(?:tell|determine|say)"
)
_SUBJECT = re.compile(
    r"(?:(?:so|thus|hence|therefore)\s+)?(?:(?:the|this|that|these|its|an?|given)\s+)?(?:given\s+)?"
    r"(?:(?:series|function|sequence|argument|inference|reasoning|syllogism|system|set|statements?|formula|integral|lines?|planes?|vectors?|events?"
    r"|matrix|conclusion|number|equation|premises?|claim|it|they|two\s+lines|triangles?|graph|limit|[a-z]\([a-z]\))\s+)?"
    r"(?:(?:is|are|was|be)\s+|(?P<does>does|do)\s+(?=not))?(?P<adverb>(?:always|indeed|also|monotonically|monotone|logically|linearly|statistically)\s+)*(?P<not>not\s+)?"
    r"(?:logically\s+|linearly\s+|monotonically\s+)?(?P<word>[a-z-]+)"
)
_SO = re.compile(r",\s*(?:and\s+)?(?:so|thus|hence|therefore)\s+(?:(?:it|the\s+\w+)\s+is\s+)?", re.IGNORECASE)
_HAN_RELATION = "相离|相切|相交|平行|垂直|重合|异面|内切|外切|内含|外离|相等|全等|相似|共面|共线|互补|互余"
_HAN_SUBJECT = re.compile(
    r"(?:(?:它们|两者|二者|这?两?[条个]?(?:直线|圆锥曲线|圆|平面|线段|向量|三角形|球|角|函数)|\\?[a-zA-Zαβγ_0-9⊙△∥$\\]+)[\s与和,、]*)*"
    rf"(?:(?:之间)?的?(?:位置)?关系(?:是|为)|是|为)?(?:互相|相互)?(?P<word>{_HAN_RELATION})(?:的|关系)?"
)


def same_predicates(answer: str, reference: str) -> bool | None:
    """Whether both say the same word of a thing; None unless both are words of the table."""
    if len(reference) > 60 or len(answer) > 120 or any(map(str.isdigit, reference)):
        return None
    expected = predicate(reference)
    if expected is None:
        return None
    given = predicate(answer)
    return given == expected if given is not None else None


def predicate(text: str) -> str | None:
    """The word of the table that a text comes to, or None."""
    bare = text.strip(" .!。，,").replace("\\text", "").strip("{}")
    if not bare.isascii():
        found = _HAN_SUBJECT.fullmatch(bare)
        word = found["word"] if found else bare.removeprefix("是").removeprefix("为")
        return _CANONICAL.get(word, word if found else None)
    bare = _SO.split(bare.lower())[-1]
    if _UNKNOWN.fullmatch(bare):
        return "unknown"
    match = _SUBJECT.fullmatch(bare)
    word = _CANONICAL.get(match["word"]) if match else None
    if match is None or word is None:
        return None
    return _NEGATED.get(word) if match["not"] else word
