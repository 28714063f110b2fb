"""The words of `counting`: template -> (English, Chinese)."""

from tasks.problems.proof import Wording, chinese, english

_PRODUCT_EN = {"product": "The product rule gives {0} times {1}, so {output}."}
_PRODUCT_ZH = {"product": "由乘法原理，{0}×{1}={output}。"}

_MULTIPLES_EN = {
    "lcm": "The common multiples are the multiples of {output}: {claim}.",
    "multiples": "{1} divided by {0}, rounded down, gives {output} as the number of multiples of {0}.",
    "either": "By inclusion and exclusion: {claim}.",
    "none": "The others are {0} minus {1}, so {output}.",
    "without": "{0} minus {1} leaves {output}.",
}
_MULTIPLES_ZH = {
    "lcm": "公倍数就是最小公倍数的倍数：{claim}。",
    "multiples": "{1}除以{0}，商取整得{output}，即{0}的倍数有{output}个。",
    "either": "由容斥原理，{claim}。",
    "none": "其余的有{0}-{1}，即{output}个。",
    "without": "{0}减{1}，还剩{output}个。",
}

WORDS: dict[str, tuple[Wording, Wording]] = {
    "routes": (
        english(
            (
                "The streets of a town form a square grid, and a messenger goes only east or north.",
                "Leg # of the way is {east#} blocks east and {north#} blocks north.",
                "How many different routes are there from start to end?",
            ),
            (
                "An ant on grid paper moves one square right or one square up at a time.",
                "Stage # ends {east#} squares right and {north#} squares up from its start.",
                "In how many ways can the ant get from start to end?",
            ),
            leg="Part {0}: its two kinds of moves can follow each other in {claim} ways.",
            **_PRODUCT_EN,
        ),
        chinese(
            (
                "某城的街道呈方格网状，邮递员只向东或向北走。",
                "第#段路要向东走{east#}个街区、向北走{north#}个街区。",
                "走完全程共有多少条不同的路线？",
            ),
            (
                "一只蚂蚁在方格纸上爬行，每次只向右或向上爬一格。",
                "第#段的终点在该段起点右边{east#}格、上方{north#}格处。",
                "走完所有路段共有多少种不同的走法？",
            ),
            leg="第{0}段：两个方向的步子先后排列，有{claim}种走法。",
            **_PRODUCT_ZH,
        ),
    ),
    "detour": (
        english(
            (
                "A robot on a grid moves one unit right or one unit up at a time.",
                "It goes from (0,0) to ({east},{north}).",
                "It must not pass the point ({x},{y}).",
                "How many paths are there?",
            ),
            (
                "The streets of a town form a grid, and its crossings are the points with whole coordinates.",
                "The crossing ({x},{y}) is closed.",
                "How many shortest routes lead from (0,0) to ({east},{north}) without passing it?",
            ),
            total="Without the obstacle there are {output} paths: {claim}.",
            before="The number of paths to the forbidden point is {claim}.",
            after="From there to the end it is {claim}.",
            subtract="{0} minus {1} leaves {output}.",
            **_PRODUCT_EN,
        ),
        chinese(
            (
                "机器人在网格上移动，每次向右或向上移动一个单位。",
                "它要从(0,0)走到({east},{north})。",
                "途中不能经过点({x},{y})。",
                "共有多少条不同的路径？",
            ),
            (
                "某城的街道呈方格网状，路口用整数坐标表示。",
                "路口({x},{y})正在施工，不能通行。",
                "从(0,0)到({east},{north})且不经过该路口的最短路线有多少条？",
            ),
            total="不考虑障碍，共有{claim}条路径。",
            before="到达禁行点的路径有{claim}条。",
            after="从禁行点到终点的路径有{claim}条。",
            product="由乘法原理，经过禁行点的路径有{0}×{1}={output}条。",
            subtract="减去这些路径，{0}-{1}={output}。",
        ),
    ),
    "stairs": (
        english(
            (
                "A staircase has {top} stairs, and one stride takes 1 to {longest} of them.",
                "Stair {broken#} is broken and must be skipped.",
                "In how many ways can one climb from the floor to the top stair?",
            ),
            (
                "A frog hops upwards along {top} numbered stones, by 1 to {longest} stones at a time.",
                "Stone {broken#} is slippery, and the frog never lands on it.",
                "In how many ways does it get from the bank, just before stone 1, to the last stone?",
            ),
            stair="Add up the ways to the places from which number {0} is reached: {1}={output}.",
        ),
        chinese(
            (
                "一段楼梯共{top}级，每步至少上1级，至多上{longest}级。",
                "第{broken#}级坏了，不能踩。",
                "从地面走到最高一级，共有多少种不同的走法？",
            ),
            (
                "河上有一排石头，依次编号为1到{top}，青蛙每次向前跳1到{longest}块石头的距离。",
                "第{broken#}块石头太滑，青蛙不能落在上面。",
                "青蛙从岸边（第1块石头之前）跳到最后一块石头，共有多少种跳法？",
            ),
            stair="把能一步到达第{0}个位置的各处的方法数相加：{1}={output}种。",
        ),
    ),
    "team": (
        english(
            (
                "A team is put together.",
                "It takes {chosen#} of the {people#} {role#}.",
                "How many different teams are possible?",
            ),
            (
                "The members of a committee are to be chosen.",
                "There are {people#} {role#}, of whom it needs {chosen#}.",
                "How many different committees can be formed?",
            ),
            choose="A choice of {1} from {0} can be made in {output} ways.",
            **_PRODUCT_EN,
        ),
        chinese(
            ("要组建一支队伍。", "从{people#}名{role#}中选{chosen#}名。", "一共有多少种不同的选法？"),
            (
                "某单位要成立一个委员会。",
                "现有{people#}名{role#}，其中{chosen#}名进入委员会。",
                "委员会的组成有多少种可能？",
            ),
            choose="从{0}人中选{1}人，有{output}种选法。",
            **_PRODUCT_ZH,
        ),
    ),
    "captain": (
        english(
            (
                "A team is put together and then names one of its members captain.",
                "It takes {chosen#} of the {people#} {role#}.",
                "How many different teams with a captain are possible?",
            ),
            (
                "The members of a committee are to be chosen, and one of these as the chair.",
                "There are {people#} {role#}, of whom it needs {chosen#}.",
                "In how many ways can this be done?",
            ),
            choose="A choice of {1} from {0} can be made in {output} ways.",
            captain="Each of the {0} teams can name any of its {1}: {output} ways.",
            **_PRODUCT_EN,
        ),
        chinese(
            (
                "要组建一支队伍，再从队员中指定一名队长。",
                "从{people#}名{role#}中选{chosen#}名。",
                "一共有多少种不同的结果？",
            ),
            (
                "某单位要成立一个委员会，并在委员中推选一名主任。",
                "现有{people#}名{role#}，其中{chosen#}名进入委员会。",
                "一共有多少种可能的结果？",
            ),
            choose="从{0}人中选{1}人，有{output}种选法。",
            captain="对{0}种选法中的每一种，{1}人中任一人都可以担任负责人，共{output}种。",
            **_PRODUCT_ZH,
        ),
    ),
    "multiples_either": (
        english(
            (
                "Consider the whole numbers from 1 to {top}.",
                "Mark all multiples of {d#}.",
                "How many numbers are marked?",
            ),
            (
                "Tickets are numbered from 1 to {top}.",
                "All multiples of {d#} win a prize.",
                "How many tickets win?",
            ),
            **_MULTIPLES_EN,
        ),
        chinese(
            (
                "考虑从1到{top}的整数。",
                "凡是{d#}的倍数都画上圈。",
                "被画圈的数共有多少个？",
            ),
            ("奖券从1到{top}编号。", "编号为{d#}的倍数的奖券都中奖。", "中奖的奖券共有多少张？"),
            **_MULTIPLES_ZH,
        ),
    ),
    "multiples_none": (
        english(
            (
                "Consider the list of the whole numbers from 1 to {top}.",
                "All multiples of {d#} are crossed out.",
                "How many numbers are left?",
            ),
            (
                "Lockers are numbered from 1 to {top}.",
                "The multiples of {d#} are locked.",
                "How many lockers stay open?",
            ),
            **_MULTIPLES_EN,
        ),
        chinese(
            ("把从1到{top}的整数写成一列。", "划去所有{d#}的倍数。", "还剩多少个数？"),
            ("柜子从1到{top}编号。", "编号为{d#}的倍数的柜子上了锁。", "没有上锁的柜子有多少个？"),
            **_MULTIPLES_ZH,
        ),
    ),
    "multiples_first": (
        english(
            "How many whole numbers from 1 to {top} are divisible by {d1} but not by {d2}?",
            (
                "Pages are numbered from 1 to {top}.",
                "How many page numbers are multiples of {d1} but not of {d2}?",
            ),
            **_MULTIPLES_EN,
        ),
        chinese(
            "从1到{top}的整数中，能被{d1}整除但不能被{d2}整除的有多少个？",
            ("一本书的页码从1到{top}。", "页码是{d1}的倍数而不是{d2}的倍数的有多少页？"),
            **_MULTIPLES_ZH,
        ),
    ),
    "families": (
        english(
            (
                "People sit down in one row, and each family stays together.",
                "Family # has {size#} members.",
                "Another {singles} people have come alone.",
                "How many seating orders are there?",
            ),
            (
                "Different books are put on a shelf in one row, those of a series side by side in any order.",
                "Series # has {size#} volumes.",
                "There are {singles} single books as well.",
                "How many arrangements are possible?",
            ),
            blocks="The groups and the single ones make {0}+{1}={output} blocks.",
            outer="{0} blocks can be ordered in {output} ways.",
            inner="Within a group of {0} there are {output} orders.",
            **_PRODUCT_EN,
        ),
        chinese(
            (
                "一些人坐成一排，每个家庭的成员都坐在一起。",
                "第#个家庭有{size#}人。",
                "另有{singles}人是单独来的。",
                "一共有多少种坐法？",
            ),
            (
                "把互不相同的书摆成一排，同一套书放在一起，套内顺序不限。",
                "第#套有{size#}册。",
                "另有{singles}本单册书。",
                "一共有多少种摆法？",
            ),
            blocks="每组看成一个整体，连同单独的共{0}+{1}={output}个。",
            outer="这{0}个的全排列有{output}种。",
            inner="一组内部{0}个元素的全排列有{output}种。",
            **_PRODUCT_ZH,
        ),
    ),
    "apart": (
        english(
            (
                "{others} adults and {special} children line up.",
                "No two children stand next to each other.",
                "How many orders are possible?",
            ),
            (
                "A concert has {others} songs and {special} dances, all different.",
                "No dance directly follows another.",
                "How many programmes can be made?",
            ),
            first="Those without a restriction can be ordered in {output} ways: {claim}.",
            gaps="Between and around them there are {output} gaps.",
            placed="The others take different gaps in {output} ways: {claim}.",
            **_PRODUCT_EN,
        ),
        chinese(
            (
                "{others}名成人和{special}名儿童排成一排。",
                "任意两名儿童都不相邻。",
                "共有多少种不同的排法？",
            ),
            (
                "一场晚会有{others}个歌唱节目和{special}个舞蹈节目，各不相同。",
                "任意两个舞蹈节目都不相邻。",
                "节目单共有多少种排法？",
            ),
            first="先排没有限制的一类，有{claim}种排法。",
            gaps="它们之间和两端共有{output}个空位。",
            placed="再把另一类插入不同的空位，有{claim}种方法。",
            **_PRODUCT_ZH,
        ),
    ),
}
