"""Systems told as purchases."""

from tasks.problems.linear_systems.check import check_system
from tasks.problems.linear_systems.elimination import RULES_EN, RULES_ZH, shopping, system_box
from tasks.problems.proof import Template, chinese, english

_TWO = {
    "one": (("notebooks", "笔记本"), ("novels", "小说"), ("dictionaries", "词典"), ("atlases", "地图册")),
    "two": (("comics", "漫画书"), ("diaries", "日记本"), ("textbooks", "课本"), ("photo albums", "相册")),
}


TWO_PRICES = Template(
    name="two_prices",
    heldout=True,
    boxes=(system_box(2, "1", range(2, 30), positive=True),),
    holes=True,
    build=shopping,
    check=check_system,
    cast=_TWO,
    en=english(
        (
            "In a shop {one} cost x yuan each, and {two} cost y yuan each.",
            "{a#} {one} and {b#} {two} cost {t#} yuan.",
            "Find x and y.",
        ),
        (
            "A shop sells {one} and {two}.",
            "A customer pays {t#} yuan for {a#} {one} and {b#} {two}.",
            "The first kind costs x yuan each and the second y yuan each.",
            "What are x and y?",
        ),
        **RULES_EN,
    ),
    zh=chinese(
        (
            "{one}每本x元，{two}每本y元。",
            "{a#}本{one}和{b#}本{two}共{t#}元。",
            "求x和y。",
        ),
        (
            "商店出售{one}和{two}，单价分别为x元和y元。",
            "买{a#}本{one}、{b#}本{two}要付{t#}元。",
            "x和y各是多少？",
        ),
        **RULES_ZH,
    ),
)


THREE_PRICES = Template(
    name="three_prices",
    heldout=True,
    boxes=(system_box(3, "111", range(2, 20), positive=True),),
    holes=True,
    build=shopping,
    check=check_system,
    cast=_TWO,
    en=english(
        (
            "In a shop {one} cost x yuan each, {two} y yuan each, and magazines z yuan each.",
            "{a#} {one}, {b#} {two} and {c#} magazines cost {t#} yuan.",
            "Find x, y and z.",
        ),
        (
            "A shop sells {one}, {two} and magazines.",
            "A customer pays {t#} yuan for {a#} {one}, {b#} {two} and {c#} magazines.",
            "Their prices in yuan are x, y and z, in this order. Find them.",
        ),
        **RULES_EN,
    ),
    zh=chinese(
        (
            "{one}每本x元，{two}每本y元，杂志每本z元。",
            "{a#}本{one}、{b#}本{two}和{c#}本杂志共{t#}元。",
            "求x、y、z。",
        ),
        (
            "商店出售{one}、{two}和杂志，单价分别为x元、y元和z元。",
            "买{a#}本{one}、{b#}本{two}、{c#}本杂志要付{t#}元。",
            "x、y、z各是多少？",
        ),
        **RULES_ZH,
    ),
)
