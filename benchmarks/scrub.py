"""Personal data removed and numbers kept: `python -m benchmarks.scrub [--data FOLDER] [--items 500]`.

Plants made-up personal items, drawn by seed, into maths texts of both languages and counts those that are
gone; then scrubs every text of the corpora that `ingest` reads and counts numbers that changed. The items
exist in memory only. Its last line is JSON.
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tasks.data.batches import read_problems
from tasks.data.ingest import ingest_sources
from tasks.data.scrub import scrub_text
from tasks.params.data import IngestParams

CARRIERS = {
    "en": (
        "A train covers 360 km in 4.5 hours. {} How fast is it in km/h?",
        "Compute 54671 - 14456 - 35466 = 4749. {}",
        "{} If $3x + 7 = 25$, then $x = 6$ and $x^2 = 36$.",
        "Ann pays 1,250.50 dollars for 5 chairs. {} What does one chair cost? 250.10 dollars.",
        "The ratio 12:18 is 2/3. {} Multiply 13812345678 by 2 to get 27624691356.",
    ),
    "zh": (
        "一辆火车4.5小时行驶360千米。{}它的速度是每小时多少千米？",
        "计算 54671 - 14456 - 35466 = 4749。{}",
        "{}已知$3x+7=25$，则$x=6$，$x^2=36$。",
        "小明买5把椅子花了1250.5元，{}每把多少元？",
        "比值12:18等于2/3。{}甲数是13812345678，乙数是它的2倍。",
    ),
}
_EN = ("Emily", "Carter", "James", "Whitfield", "Sofia", "Ramirez", "Daniel", "Kowalski", "Priya", "Nair")
_ZH = ("王建国", "李秀英", "张伟", "陈志强", "刘芳", "赵敏", "周丽华", "吴晓东", "欧阳娜", "黄磊")
_HOSTS = ("gmail.com", "mail.example.org", "stanford.edu", "outlook.co.uk", "qq.com", "pku.edu.cn", "163.com")
_AREAS = ("110105", "310104", "440306", "330106", "510107")


def _name(rng: random.Random) -> tuple[str, str]:
    return rng.choice(_EN[::2]), rng.choice(_EN[1::2])


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def _email(rng: random.Random) -> str:
    first, last = (part.lower() for part in _name(rng))
    user = rng.choice((f"{first}.{last}", f"{first}{_digits(rng, 2)}", f"{first[0]}_{last}", _digits(rng, 9)))
    host = rng.choice(_HOSTS)
    written = (f"{user}@{host}", f"{user}+maths@{host}", f"{user.upper()}@{host}", f"{user}＠{host}")
    return rng.choice((*written, f"{user} (at) {host.replace('.', ' (dot) ')}", f"{user}[at]{host}"))


def _phone_en(rng: random.Random) -> str:
    area, line = f"{rng.randrange(2, 10)}{_digits(rng, 2)}", _digits(rng, 4)
    forms = (f"({area}) 555-{line}", f"{area}-555-{line}", f"{area}.555.{line}", f"+1 {area} 555 {line}")
    far = (f"+44 20 7946 {line}", f"+49 151 2345{line}", f"1-{area}-555-{line}")
    return rng.choice((*forms, *far))


def _phone_zh(rng: random.Random) -> str:
    mobile = f"1{rng.choice('3456789')}{_digits(rng, 9)}"
    forms = (mobile, f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}", f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}")
    landline = (
        f"010-6{_digits(rng, 7)}",
        f"0755-8{_digits(rng, 7)}",
        f"400-{_digits(rng, 3)}-{_digits(rng, 4)}",
    )
    return rng.choice((*forms, f"+86 {mobile}", f"+86-{mobile}", *landline))


def _cn_id(rng: random.Random) -> str:
    born = f"{rng.randrange(1950, 2012)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
    body = rng.choice(_AREAS) + born + _digits(rng, 3)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
    return body + rng.choice((check, check.lower()))


def _card(rng: random.Random) -> str:
    body = rng.choice(("4", "51", "6222", "6217")) + _digits(rng, 18)
    body = body[: rng.choice((15, 18))]
    doubled = [int(d) * 2 if i % 2 == 0 else int(d) for i, d in enumerate(reversed(body))]
    number = body + str(-sum(d // 10 + d % 10 for d in doubled) % 10)
    gap = rng.choice(("", " ", "-"))
    return gap.join(number[i : i + 4] for i in range(0, len(number), 4))


def _ip(rng: random.Random) -> str:
    four = (f"192.168.{rng.randrange(256)}.{rng.randrange(1, 255)}", f"203.0.113.{rng.randrange(1, 255)}")
    return rng.choice((*four, f"2001:db8:85a3::8a2e:370:{rng.randrange(1000, 9999)}"))


def _user(rng: random.Random) -> str:
    first, last = (part.lower() for part in _name(rng))
    return rng.choice((f"{first}_{last}", f"{first}.{last}", f"{first}{_digits(rng, 3)}"))


def _url(rng: random.Random) -> str:
    user = _user(rng)
    forms = (
        f"https://www.facebook.com/{user}",
        f"linkedin.com/in/{user}",
        f"https://weibo.com/u/{_digits(rng, 10)}",
    )
    return rng.choice((*forms, f"https://{user}:secret@host.example/x?id=7", f"www.zhihu.com/people/{user}"))


Item = tuple[Callable[[random.Random], str], tuple[str, ...]]
PLANTS: dict[str, dict[str, Item]] = {
    "en": {
        "email": (_email, ("Write to {} for the sheet.", "<{}>", "Contact: {}", "mailto:{}", "({})")),
        "phone": (
            _phone_en,
            ("Call me at {}.", "Phone: {}", "You can reach us on {} after 6.", "(tel. {})", "Text {}!"),
        ),
        "bank_card": (_card, ("My card number is {}.", "Pay to account {}.", "Visa {}", "Credit card: {}")),
        "ip": (_ip, ("Sent from the IP address {}.", "The server at {} keeps the scores.", "IP: {}")),
        "handle": (lambda rng: "@" + _user(rng), ("Thanks {}!", "Ask {} on Twitter.", "cc {}", "({})")),
        "url": (_url, ("See {} for me.", "My profile: {}", "({})")),
        "person": (
            lambda rng: " ".join(_name(rng)),
            ("My name is {}.", "Best regards,\n{}\n", "Name: {}.", "Posted by {}.", "Sincerely, {}\n"),
        ),
    },
    "zh": {
        "email": (_email, ("邮箱是{}，", "请发到{}。", "（邮箱：{}）", "联系：{}，")),
        "phone": (
            _phone_zh,
            (
                "电话：{}，",
                "手机号是{}。",
                "请拨打{}咨询，",
                "联系方式：{}，",
                "有问题打我电话{}，",
                "微信同号：{}，",
            ),
        ),
        "cn_id": (_cn_id, ("身份证号：{}，", "身份证号码是{}。", "证件号码：{}，", "（{}）", "我的号码{}，")),
        "bank_card": (_card, ("卡号{}，", "请转到银行卡{}。", "账号：{}，", "信用卡号是{}，")),
        "ip": (_ip, ("登录IP地址{}，", "服务器是{}，", "IP：{}，")),
        "handle": (_user, ("微信号：{}，", "加微信：{}，", "微博：{}，", "抖音号：{}，")),
        "qq": (lambda rng: "1" + _digits(rng, 8), ("QQ：{}，", "QQ号是{}，", "加QQ{}，", "QQ群：{}，")),
        "url": (_url, ("见{} ，", "我的主页：{} ，")),
        "person": (
            lambda rng: rng.choice(_ZH),
            ("我叫{}，", "姓名：{}，", "联系人：{}。", "（作者：{}）", "班主任是{}，"),
        ),
    },
}
"""Language -> kind -> how an item is drawn, and the phrases people put it in."""


def planted(count: int, seed: int) -> Iterator[tuple[str, str, str, str]]:
    """(kind, item, text with it, text without it) of `count` items, the kinds and languages in turn."""
    rng = random.Random(seed)
    kinds = [(language, kind) for language, table in PLANTS.items() for kind in table]
    for number in range(count):
        language, kind = kinds[number % len(kinds)]
        draw, phrases = PLANTS[language][kind]
        item, phrase, carrier = draw(rng), rng.choice(phrases), rng.choice(CARRIERS[language])
        yield (
            f"{language}/{kind}",
            item,
            carrier.format(phrase.format(item)),
            carrier.format(phrase.format("\0")),
        )


def numbers(text: str) -> list[str]:
    """The numbers of a text, in order."""
    return re.findall(r"[0-9]+(?:[.,][0-9]+)*", text)


def count_removed(count: int, seed: int) -> tuple[int, list[tuple[str, str]], int]:
    """Items gone, those that stayed with their text, and texts one of whose other numbers changed."""
    removed, missed, changed = 0, [], 0
    for kind, item, text, without in planted(count, seed):
        clean, _ = scrub_text(text)
        gone = item not in clean
        removed += gone
        changed += gone and numbers(clean) != numbers(without)
        if not gone:
            missed.append((kind, text))
    return removed, missed, changed


def scrub_corpora(data: Path) -> dict[str, float]:
    """Scrub every text of the maths corpora below `data`."""
    folders = {
        "gsm8k": "gsm8k",
        "tal_scq5k": "tal_scq5k",
        "mathqa": "mathqa",
        "aqua_rat": "aqua_rat",
        "gaokao": "gaokao_bench",
        "knights": "logic_kk",
        "folio": "folio",
        "logicbench": "logicbench/LogicBench_Aug",
        "traces": "reasoning_traces",
    }
    defaults = IngestParams()
    settings = {
        name: getattr(defaults, name).model_copy(
            update={"enabled": True, "path": str((data / folder).resolve())}
        )
        for name, folder in folders.items()
    }
    texts = found = changed = 0
    seconds = 0.0
    by_source: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        ingest_sources(IngestParams(**settings, stack_exchange={"enabled": False}), out_dir=Path(folder))
        for problem in read_problems(Path(folder)):
            for text in (problem.prompt, problem.solution, *problem.more_solutions):
                started = time.perf_counter()
                clean, finds = scrub_text(text)
                seconds += time.perf_counter() - started
                texts += 1
                found += bool(finds)
                by_source[problem.source] += bool(finds)
                changed += numbers(clean) != numbers(text)
    print(f"texts with a find, by source: {dict(+by_source)}")
    return {
        "texts": texts,
        "numbers_changed": changed,
        "texts_with_finds": found,
        "finds_per_10k_texts": round(1e4 * found / max(1, texts), 2),
        "texts_per_s": round(texts / max(seconds, 1e-9)),
    }


def main() -> None:
    """Print both measurements."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    removed, missed, changed = count_removed(options.items, options.seed)
    for kind, text in missed:
        print(f"missed {kind}: {text!r}")
    result = {"planted": options.items, "removed": removed, "planted_numbers_changed": changed}
    if options.data.is_dir():
        result |= scrub_corpora(options.data)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
