"""Tags: which language a row is in, and which of our domains it is about."""

import re
from collections.abc import Mapping

_CJK = re.compile(r"[\u3400-\u9fff]")
_OTHER = re.compile(r"[\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")

# fmt: off
TOPICS: Mapping[str, tuple[str, ...]] = {
    "calculus": (
        "derivative", "integra[lt]", r"\\int\b", r"\blimit of", r"\\lim\b", "differentia",
        "tangent line", "导数", "积分", "极限", "微分",
    ),
    "linear_algebra": (
        r"\bmatri(?:x|ces)\b", "determinant", "eigen", "linearly independent", "矩阵", "行列式",
        "特征值", "线性相关",
    ),
    "probability": (
        "probabilit", "expected value", r"\bdice\b", r"\bdie\b.{0,20}rolled", "standard deviation",
        "variance", "概率", "方差", "期望", "抽样", "骰子", "平均数", "中位数",
    ),
    "combinatorics": (
        "how many (?:different )?ways", "permutation", "combination", "arrange(?:d|ment)", "多少种",
        "排列", "组合数", "不同的(?:走|排|选|取|分)法",
    ),
    "number_theory": (
        "remainder", "divisib", r"\bgcd\b", r"\blcm\b", "prime (?:number|factor)", "greatest common",
        "least common", "余数", "整除", "质数", "素数", "公因数", "公倍数", "因数",
    ),
    "trigonometry": (
        r"\\(?:sin|cos|tan)\b", r"\b(?:sine|cosine|parabola|ellipse|hyperbola)\b", "三角函数",
        "抛物线", "椭圆", "双曲线", "斜率",
    ),
    "geometry": (
        "triangle", "rectangle", r"\bcircle", r"\bsquare (?:has|with|of side)", "perimeter",
        r"\barea\b", "radius", "polygon", r"\bcube\b", "三角形", "长方形", "正方形", "圆的", "周长",
        "面积", "体积", "半径", "梯形", "平行四边形", "∠",
    ),
    "physics": (
        r"\bvelocity", "acceleration", r"\bforce\b", r"\bvoltage", "resistor", r"\bjoule", r"\bnewton",
        "加速度", "电压", "电阻", "动能", "牛顿", "磁场", "匀速直线运动",
    ),
    "economics": (
        r"\binterest\b", "profit", r"\bloss of\b", "discount", r"\btax\b", "invest", "利润", "利息",
        "打折", "成本价", "利率", "税",
    ),
    "logic": (
        r"\bknave", "knight", r"\bliar", "truth[- ]teller", r"\bpremise", "conclusion",
        "if and only if", "说真话", "说假话", "真命题", "推理", "集合",
    ),
    "algebra": (
        r"\bequation", r"\bsolve for", "polynomial", "quadratic", "inequalit", r"\bfunction\b", "方程",
        "不等式", "函数", "多项式", "解集",
    ),
    "arithmetic": (
        r"\bcalculate\b", r"\bevaluate\b", r"\bcompute\b", "计算", "算式", "竖式", "小数", "分数",
    ),
}
# fmt: on
"""Domain -> words that tell it, the more special domains first."""

_PATTERNS = {topic: re.compile("|".join(words), re.IGNORECASE) for topic, words in TOPICS.items()}


def topic_of(prompt: str) -> str:
    """The domain with the most telling words, the first of equals; empty where none is found."""
    counts = {topic: len(pattern.findall(prompt)) for topic, pattern in _PATTERNS.items()}
    topic = max(counts, key=lambda name: counts[name])
    return topic if counts[topic] else ""


def language_of(text: str) -> str:
    """`zh` where Chinese characters stand, `other` for another script than these and Latin, else `en`."""
    letters = len(_LETTER.findall(text))
    if len(_OTHER.findall(text)) * 10 > letters:
        return "other"
    return "zh" if _CJK.search(text) else "en"
