"""Everything the command line says, in both languages."""

from cli.help_words import HELP
from experiments.output.command_line import USUAL, program
from sim.text import Text

WORDS: dict[str, Text] = {
    "page_open": Text("The page is open at {address} (Ctrl-C ends it).", "页面已打开：{address}（按 Ctrl-C 结束）。"),
    "page_password": Text(
        "The password, made for this time: {password} (any user name).", "本次的密码：{password}（用户名任意）。"
    ),
    "page_closed": Text("The page is closed.", "页面已关闭。"),
    "error": Text("error: {text}", "错误：{text}"),
    "no_command": Text(
        "There is no command '{name}'; python run.py --help lists them.",
        "没有命令“{name}”；全部命令见 python run.py --help。",
    ),
    "no_option": Text("There is no option {name} here.", "这里没有选项 {name}。"),
    "is_scenario": Text(
        "'{name}' is a scenario and no command; write {line}",
        "“{name}”是方案，不是命令；请写 {line}",
    ),
    "unseen": Text(
        "{argument} holds the control character {sign}, which no screen shows; leave it out.",
        "{argument} 含有控制字符 {sign}，屏幕上显示不出来；请删去。",
    ),
    "missing": Text("{name} is missing.", "缺少 {name}。"),
    "too_much": Text("Unexpected argument: {extra}.", "多出了参数：{extra}。"),
    "no_whole_number": Text("{option} = {value} is not a whole number.", "{option} = {value} 不是整数。"),
    "no_number": Text("{option} = {value} is not a number.", "{option} = {value} 不是数。"),
    "not_finite": Text("{option} = {value} is not a finite number.", "{option} = {value} 不是有限的数。"),
    "no_assignment": Text(
        "{option} '{given}' should be NAME=VALUE, such as {example}=1.",
        "{option} '{given}' 应写成“名称=值”，例如 {example}=1。",
    ),
    "no_place": Text("{option} needs a path.", "{option} 需要一个路径。"),
    "smallest_twice": Text(
        "--smallest gives points for shares and indices twice ({given}); for one indicator write NAME=VALUE.",
        "--smallest 两次给出占比和指数的点数（{given}）；只改一项指标请写 --smallest 名称=值。",
    ),
    "twice": Text("{option} sets {name} twice.", "{option} 两次设定了 {name}。"),
    "given_twice": Text("{option} is given twice; it takes one value.", "{option} 写了两次；它只能有一个值。"),
    "no_value": Text("{option} needs a value.", "{option} 后面须有一个值。"),
    "no_flag_value": Text("{option} takes no value.", "{option} 不带值。"),
    "no_kind": Text(
        "There is no list of '{name}'; there are scenarios, profiles, periods, levers, parameters, indicators and "
        "patterns.",
        "没有“{name}”这一类；可列的有 scenarios、profiles、periods、levers、parameters、indicators、patterns。",
    ),
    "no_language": Text("--lang = '{value}' is neither en nor zh.", "--lang = '{value}' 既不是 en 也不是 zh。"),
    "rule_file": Text(
        "{file}, line {line}: Python cannot read this rule file: {reason}.",
        "{file} 第 {line} 行：Python 读不了这个规则文件：{reason}。",
    ),
    "no_output": Text(
        "error: the standard output cannot be written: {reason}; what goes into files is written.",
        "错误：无法写入标准输出：{reason}；应写入文件的内容都已写好。",
    ),
    "interrupted": Text("interrupted.", "已中断。"),
    "interrupted_runs": Text(
        "interrupted: {n:,} runs are kept in {place}; the same command goes on.",
        "已中断：{place} 中保存着 {n:,} 次运行；再用同一命令即可继续。",
    ),
    "interrupted_nothing": Text("interrupted: nothing was written.", "已中断：没有写入任何文件。"),
    "interrupted_none_done": Text(
        "interrupted: no community was finished, nothing was written.",
        "已中断：没有一个社区算完，没有写入任何文件。",
    ),
    "interrupted_kept": Text(
        "interrupted: {done} of {of} communities were finished; what they gave is kept in {place}",
        "已中断：{of} 个社区中算完了 {done} 个，其结果保存在 {place}",
    ),
    "interrupted_printed": Text(
        "interrupted: {done} of {of} communities were finished; their rows are printed.",
        "已中断：{of} 个社区中算完了 {done} 个，其数据已输出。",
    ),
    "interrupted_drawing": Text(
        "interrupted: all communities were finished, and tables and trajectories are in {place}; the report was not "
        "drawn.",
        "已中断：社区已全部算完，表格和轨迹在 {place}；报告没有画完。",
    ),
    "compiling": Text("compiling the rules, once (a minute or two)", "正在编译规则，只需一次（一两分钟）"),
    "compiling_changed": Text(
        "trying the changed rules and compiling what calls them (some ten seconds)",
        "正在试运行改过的规则，并编译用到它们的部分（约十秒）",
    ),
    "communities": Text("communities", "社区"),
    "left": Text("left", "剩余"),
    "communities_done": Text("{done} of {of} communities", "已算 {done}/{of} 个社区"),
    "communities_left": Text(
        "{done} of {of} communities, about {seconds} s left", "已算 {done}/{of} 个社区，约剩 {seconds} 秒"
    ),
    "checking_begun": Text(
        "seeing which of the stored worlds are plausible in this setting (--no-worlds leaves this out)",
        "正在核对存好的世界在这一设定下是否合乎已知情况（--no-worlds 可略去）",
    ),
    "checking": Text("stored worlds", "核对世界"),
    "checking_done": Text("{done} of {of} parts of the stored worlds", "核对世界：已算 {done}/{of} 部分"),
    "checking_left": Text(
        "{done} of {of} parts of the stored worlds, about {seconds} s left",
        "核对世界：已算 {done}/{of} 部分，约剩 {seconds} 秒",
    ),
    "running_begun": Text(
        "running in plausible worlds what is not stored of them (--no-worlds leaves this out)",
        "正在合乎已知情况的世界里运行未存有结果的政策（--no-worlds 可略去）",
    ),
    "running": Text("plausible worlds", "其他世界"),
    "running_done": Text("{done} of {of} parts run in plausible worlds", "其他世界：已算 {done}/{of} 部分"),
    "running_left": Text(
        "{done} of {of} parts run in plausible worlds, about {seconds} s left",
        "其他世界：已算 {done}/{of} 部分，约剩 {seconds} 秒",
    ),
    "algebra_begun": Text("holding the code against algebra", "正在用代数核对代码"),
    "algebra": Text("closed forms", "解析结果"),
    "algebra_done": Text("{done} of {of} closed forms", "解析结果：已算 {done}/{of} 项"),
    "algebra_left": Text(
        "{done} of {of} closed forms, about {seconds} s left", "解析结果：已算 {done}/{of} 项，约剩 {seconds} 秒"
    ),
    "other_rules": Text(
        "{place} was made by other rules ({fingerprint}) than those installed; the report shows what they gave.",
        "{place} 出自另一套规则（{fingerprint}），不是现在安装的；报告显示的是当时的结果。",
    ),
    "drawing": Text("drawing the report", "正在绘制报告"),
    "written": Text("written to {place}: {names}", "已写入 {place}：{names}"),
    "written_file": Text("written to {place}: {rows} rows", "已写入 {place}：{rows} 行"),
    "new_file": Text(
        "{path} is written. Change its numbers, then: {line}",
        "已写好 {path}。改动其中的数字，然后运行：{line}",
    ),
    "picture": Text("{n} picture (report-*.png)", "{n} 张图（report-*.png）"),
    "pictures": Text("{n} pictures (report-*.png)", "{n} 张图（report-*.png）"),
    "comma": Text(", ", "、"),
    # sweeps
    "runs": Text("runs", "运行"),
    "rate": Text("{rate:.0f} a second", "每秒 {rate:.0f} 次"),
    "time_left": Text("about {time} left", "约剩 {time}"),
    "seconds": Text("{n} s", "{n} 秒"),
    "minutes": Text("{n} minutes", "{n} 分钟"),
    "hours": Text("{n} hours", "{n} 小时"),
    "failed_so_far": Text("{n} failed", "失败 {n} 次"),
    "colon": Text(": ", "："),
    "sweep_line": Text("{done:,} of {of:,} runs{about}", "已完成 {done:,}/{of:,} 次运行{about}"),
    "sweep_done": Text(
        "{done:,} of {of:,} runs are in {place}, {computed:,} of them computed now.",
        "{place} 中有 {done:,}/{of:,} 次运行的结果，其中 {computed:,} 次是这次算的。",
    ),
    "sweep_report": Text("For a report: {line}", "要看报告：{line}"),
    "sweep_failed": Text(
        "{failed:,} runs failed; the first: {text} To run it alone: {line}",
        "有 {failed:,} 次运行失败；第一次的原因：{text} 单独重算它：{line}",
    ),
    "sweep_interrupted": Text(
        "interrupted: {done:,} of {of:,} runs are done and kept in {place}; the same command goes on.",
        "已中断：{of:,} 次运行中已完成 {done:,} 次，保存在 {place}；再用同一命令即可继续。",
    ),
    "sweep_published": Text(
        "{done:,} of {of:,} runs are published in {place}", "{place} 中已发布 {done:,}/{of:,} 次运行的结果"
    ),
    "dry_run": Text(
        "{runs:,} runs, about {time} on {processes} processes, about {megabytes:,.0f} MB. Nothing was started.",
        "共 {runs:,} 次运行，用 {processes} 个进程约需 {time}，约占 {megabytes:,.0f} MB。没有开始运行。",
    ),
    "run_good": Text("Run {run} came to its end; it is kept in {place}", "运行 {run} 已算完，保存在 {place}"),
    "run_failed": Text("Run {run} failed again: {text}", "运行 {run} 再次失败：{text}"),
    "merged": Text(
        "{n} stores are joined in {place}: {done:,} runs, {failed:,} of them failed.",
        "已把 {n} 个结果库并入 {place}：共 {done:,} 次运行，其中失败 {failed:,} 次。",
    ),
    # benchmark
    "measuring_sweeps": Text(
        "measuring sweeps with one and two processes, interleaved (about two minutes)",
        "正在轮流测量一个和两个进程的 sweep（约两分钟）",
    ),
    "sweep_rate": Text(
        "{processes} process(es): {rate:,.0f} runs a second; store and engine add {overhead:.1%} to the computing.",
        "{processes} 个进程：每秒 {rate:,.0f} 次运行；存储与调度占计算时间的 {overhead:.1%}。",
    ),
    "sweep_gain": Text(
        "Jobs of {job_ms:.0f} ms, best of five. Two processes do {speedup:.2f} times what one does; the first result "
        "is there after {first_result_s:.1f} s. Load of the machine before each measurement: {load}.",
        "每个任务 {job_ms:.0f} 毫秒，取五次中最好的。两个进程是一个的 {speedup:.2f} 倍；"
        "{first_result_s:.1f} 秒后有第一个结果。各次测量前机器的负载：{load}。",
    ),
    "measuring_engine": Text(
        "measuring the engine beside plain Mesa (about 20 s)", "正在与逐个对象的 Mesa 实现对比（约 20 秒）"
    ),
    "measuring_growth": Text(
        "measuring communities of 1,000 to 100,000 residents (about 20 s)",
        "正在测量 1,000 至 100,000 名居民的社区（约 20 秒）",
    ),
    "measuring_start": Text(
        "compiling the rules from nothing in a new process (about a minute)",
        "正在新进程中从头编译规则（约一分钟）",
    ),
    "machine": Text(
        "{system}, {cores} cores, Python {python}, Numba {numba}; sum(range(10**7)) takes {sum_range_s:.3f} s",
        "{system}，{cores} 核，Python {python}，Numba {numba}；sum(range(10**7)) 用时 {sum_range_s:.3f} 秒",
    ),
    "how_measured": Text(
        "One core; nanoseconds for one resident, one month, one scenario: the least of {repeats} measurements "
        "of {months} months interleaved, and their median. Nothing is recorded; the random numbers of plain Mesa "
        "are drawn beforehand.",
        "单核；每名居民每月每个方案所用纳秒数：轮流测量 {repeats} 次、每次 {months} 个月，取最小值和中位数。"
        "均不记录数据；Mesa 实现所用的随机数事先抽好。",
    ),
    "measured": Text("The same rules", "同一套规则"),
    "twin": Text("plain Mesa, one object a resident", "Mesa，每名居民一个对象"),
    "single": Text("compiled, a single scenario", "编译，单个方案"),
    "lanes_16": Text("compiled, 16 scenarios together", "编译，16 个方案同步"),
    "lanes_32": Text("compiled, 32 scenarios together", "编译，32 个方案同步"),
    "ns": Text("ns, least", "纳秒，最小"),
    "ns_median": Text("ns, median", "纳秒，中位"),
    "times_faster": Text("times faster", "快多少倍"),
    "residents": Text("Residents (16 scenarios)", "居民数（16 个方案）"),
    "relative": Text("against 3,000", "与 3,000 人之比"),
    "start_times": Text(
        "Compiling everything takes {first_compile_s:.1f} s, once; afterwards a small run takes {warm_s:.1f} s, "
        "loading the libraries included.",
        "全部编译一次需 {first_compile_s:.1f} 秒；之后一次小规模运行（含载入程序库）为 {warm_s:.1f} 秒。",
    ),
    # help pages
    "usage": Text("Usage: {line}", "用法：{line}"),
    "commands": Text("Commands", "命令"),
    "arguments": Text("Arguments", "参数"),
    "options": Text("Options", "选项"),
    "default": Text("[{value}]", "［{value}］"),
    "about": Text(
        "What ten policies do to participation and service quality in an urban community. Without a command, "
        "compare: all policies against no policy.",
        "看十项政策怎样影响城市社区的居民参与和服务质量。不写命令即为 compare：全部政策与维持现状相比。",
    ),
    "exit_codes": Text(
        "Results go to the standard output, everything else to the error stream. Exit code 0: good, "
        "1: some runs failed or a pattern is not as expected, 2: bad input, 130: Ctrl-C, 143: kill, 129: closed "
        "terminal.",
        "结果写到标准输出，其余写到标准错误。退出码 0 表示正常，1 表示有运行失败或有规律与预期不同，2 表示输入有误，"
        "130 表示按了 Ctrl-C，143 表示被 kill，129 表示终端关闭。",
    ),
    **HELP,
}


def bilingual(key: str, **values: object) -> Text:
    """Return a sentence with its values; commands in it are called as this one was."""
    called = program()
    texts = (text.format(**values) if values else text for text in WORDS[key])
    return Text(*(text if called == USUAL else text.replace(USUAL, called) for text in texts))


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence with its values in one language."""
    return bilingual(key, **values).get(language)
