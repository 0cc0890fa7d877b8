"""What the help pages say of commands, arguments and options, in both languages."""

from sim.text import Text

HELP: dict[str, Text] = {
    "about.compare": Text(
        "Compare policies with no policy, at full strength and for the same money, in communities that share "
        "their random draws. Prints tables; writes tables, monthly trajectories, a summary and a report with pictures.",
        "用同样的社区和公共随机数，把各项政策与维持现状相比，并比较花同样的钱的效果。"
        "输出表格，并写出数据表、逐月轨迹、汇总和带图的报告。",
    ),
    "about.run": Text(
        "Run scenarios and give their monthly trajectories: scenario, replicate, month (1 …; before the "
        "policies … −1, 0), one column an indicator.",
        "运行方案并给出逐月轨迹：方案、社区编号、月份（1 起；政策之前为 …、−1、0），每项指标一列。",
    ),
    "about.list": Text(
        "List what there is: scenarios, profiles, periods, levers, parameters, indicators or patterns.",
        "列出方案（scenarios）、社区类型（profiles）、时期（periods）、政策手段（levers）、参数（parameters）、"
        "指标（indicators）或规律（patterns）。",
    ),
    "about.check": Text("Check scenario and profile files.", "检查方案文件和社区类型文件。"),
    "about.new": Text(
        "Write a commented scenario file into this folder, to be edited.",
        "在当前文件夹写一个带注释的方案文件，供修改。",
    ),
    "about.benchmark": Text(
        "Measure the speed of the engine on this machine, beside the same rules in plain Mesa.",
        "测量本机上的运行速度，并与用 Mesa 逐个对象实现的同一套规则相比。",
    ),
    "about.dashboard": Text(
        "Open the live page: two worlds side by side, levers that move while they run, comparisons, lessons, sources. "
        "Serves this machine until Ctrl-C.",
        "打开实时页面：两个世界并排运行、手段随时可调，另有比较、课堂与依据。在本机提供服务，按 Ctrl-C 结束。",
    ),
    "example.dashboard": Text(
        "For example: python run.py dashboard --host 0.0.0.0 --rooms 30",
        "例如：python run.py dashboard --host 0.0.0.0 --rooms 30",
    ),
    "help.host": Text(
        "The address to listen at; for other than this machine's own a password is made where none is given.",
        "监听的地址；非本机地址如不给密码，会自动生成一个。",
    ),
    "help.port": Text("The port to listen at; 0 takes a free one.", "监听的端口；0 表示任取一个空闲端口。"),
    "help.password": Text(
        "What visitors must type, any user name; seen in the list of processes.",
        "访问者须输入的密码，用户名任意；在进程列表中看得到。",
    ),
    "help.password_file": Text(
        "A file with the password; or set the variable COMMUNITY_PASSWORD.",
        "存有密码的文件；也可设环境变量 COMMUNITY_PASSWORD。",
    ),
    "help.root_path": Text(
        "The path under which a proxy shows the page, such as /class.", "反向代理下页面所在的路径，如 /class。"
    ),
    "help.rooms": Text("How many visitors at once.", "同时访问的人数上限。"),
    "about.sweep": Text(
        "Run a plan: thousands of runs into one folder. Only what is missing there is computed, so after a stop "
        "(Ctrl-C, a crash) the same command goes on, and more replicates add to those that are there.",
        "执行计划：把成千上万次运行的结果写入一个文件夹。只计算其中缺少的部分，因此停下之后（Ctrl-C、断电）"
        "再用同一命令即可继续，增加社区个数也只补算新的。",
    ),
    "about.district": Text(
        "Simulate every community of a CSV file under the policies: one by one, and the district in total. Columns: "
        "name, residents, share_old, renters, party_members, posts, grant, and perhaps profile.",
        "按 CSV 文件模拟全区的每个社区：逐个报告，并给出全区合计。列：name（名称）、residents（居民数）、"
        "share_old（老年比例）、renters（租户数）、party_members（党员数）、posts（岗位数）、grant（每月拨款），"
        "可另有 profile（社区类型）。",
    ),
    "example.district": Text(
        "For example: python run.py district experiments/district/example.csv publicity package --out results/district",
        "例如：python run.py district experiments/district/example.csv publicity package --out results/district",
    ),
    "help.file": Text("A CSV file of communities.", "社区的 CSV 文件。"),
    "help.district.replicates": Text(
        "How often each community is simulated, under other random draws.", "每个社区模拟几次，每次随机数不同。"
    ),
    "about.explain": Text(
        "Find through which link a policy reaches its end: every quantity of the month in turn is held at its path "
        "without the policy, and what is lost of the effect is what this link carries.",
        "看一项政策经由哪个环节起作用：把一个月中的各个量逐一固定在维持现状的路径上，作用少了多少，就是该环节承担了多少。",
    ),
    "example.explain": Text(
        "For example: python run.py explain publicity --doubt hype --out results/explain",
        "例如：python run.py explain publicity --doubt hype --out results/explain",
    ),
    "help.scenario": Text("Name or path of a policy.", "政策的方案名或文件路径。"),
    "about.agents": Text(
        "Find what agents are for: the same policies under the same rules without ties, with residents all alike, and "
        "with community means in the place of neighbours; how their effects differ and whether they rank alike.",
        "看个体模拟有什么用：同样的规则、同样的政策，去掉居民之间的联系，让居民全都一样，或让居民只看社区平均而不看邻居；"
        "比较作用差多少、排名是否一样。",
    ),
    "example.agents": Text(
        "For example: python run.py agents --out results/agents",
        "例如：python run.py agents --out results/agents",
    ),
    "help.explain.settings": Text("Set a lever in the policy.", "在该政策中设定一项手段。"),
    "help.explain.parameters": Text(
        "Set a parameter with and without the policy, from the first month.",
        "有无政策两种情形都设定一个参数，从第一个月起。",
    ),
    "help.indicators": Text(
        "Another end to explain, beside participation, quality, satisfaction and the policy's own problem.",
        "另外要解释的结果；参与、质量、满意度和政策所针对的问题总在其中。",
    ),
    "help.doubts": Text(
        "Look at the policy again with this parameter at the low and at the high end of its range.",
        "把这个参数取其范围的下端和上端，再看政策的作用。",
    ),
    "about.patterns": Text(
        "Check what the model shows and what it does not: every pattern, band and closed form in one table, with what "
        "is expected, what was found, and whether it was built in. Ends with code 1 where one fails that is not known "
        "to fail, or one that is known to fail holds.",
        "检验模型显示了什么、没有显示什么：把全部规律、范围和解析结果列成一张表，写明预期、所得以及是否由设定得来。"
        "有一项不符且不在已知清单中，或清单中有一项其实相符，则以代码 1 结束。",
    ),
    "example.patterns": Text(
        "For example: python run.py patterns --out results/patterns",
        "例如：python run.py patterns --out results/patterns",
    ),
    "help.patterns.replicates": Text(
        "How many communities, at least 2; patterns that vary much take four times as many. With fewer than 20 some "
        "may fail by chance.",
        "社区个数，至少 2 个；各社区差别大的规律用四倍。少于 20 个时可能因偶然而不符。",
    ),
    "help.patterns.out": Text(
        "Folder for the page, its pictures and tables; without it the table is only printed.",
        "存放网页、图和数据表的文件夹；不写则只在终端输出表格。",
    ),
    "about.merge": Text(
        "Join the folders of sweeps made on several machines; what is in more than one must be the same.",
        "合并在几台机器上得到的结果文件夹；重复的部分必须完全相同。",
    ),
    "example.sweep": Text(
        "For example: python run.py sweep experiments/plans/pay_and_load.toml --out results/pay",
        "例如：python run.py sweep experiments/plans/pay_and_load.toml --out results/pay",
    ),
    "example.merge": Text(
        "For example: python run.py merge results/a results/b --out results/both",
        "例如：python run.py merge results/a results/b --out results/both",
    ),
    "example.compare": Text(
        "For example: python run.py compare publicity package --profile old_compound --set publicity_boards=8000",
        "例如：python run.py compare publicity package --profile old_compound --set publicity_boards=8000",
    ),
    "example.run": Text(
        "For example: python run.py run baseline publicity --replicates 5 --out publicity.csv",
        "例如：python run.py run baseline publicity --replicates 5 --out publicity.csv",
    ),
    "example.list": Text("For example: python run.py list levers", "例如：python run.py list levers"),
    "example.check": Text("For example: python run.py check mine.toml", "例如：python run.py check mine.toml"),
    "example.new": Text(
        "For example: python run.py new mine --from publicity",
        "例如：python run.py new mine --from publicity",
    ),
    "help.help": Text("Show this page.", "显示本页。"),
    "help.lang": Text(
        "Language: English or Chinese (default: that of the locale).", "语言：英文或中文（默认随系统）。"
    ),
    "help.version": Text("Show the version.", "显示版本。"),
    "help.scenarios": Text(
        "Names or paths of scenarios; all of them if none is given. The baseline is always added.",
        "方案名或文件路径；不写则为全部方案。维持现状（baseline）总在其中。",
    ),
    "help.run.scenarios": Text("Names or paths of scenarios.", "方案名或文件路径。"),
    "help.profile": Text("Kind of community: a name or a path.", "社区类型：名称或文件路径。"),
    "help.period": Text(
        "Dated setting: its law, posts, pay and prices (default: 2014); a name of list periods.",
        "时期，即当时的法律、岗位、工资和物价（默认 2014）；写 list periods 中的名称。",
    ),
    "help.replicates": Text("How many communities.", "社区个数。"),
    "help.months": Text("Policy months (default: 120).", "政策期月数（默认 120）。"),
    "help.seed": Text(
        "A whole number from 0; the same seed gives the same results.", "从 0 起的整数；同一种子结果相同。"
    ),
    "help.processes": Text(
        "Worker processes (default: one a core); results do not depend on it.",
        "进程数（默认每核一个）；不影响结果。",
    ),
    "help.settings": Text(
        "Set a lever in every scenario but the baseline.", "在维持现状以外的每个方案中设定一项手段。"
    ),
    "help.parameters": Text(
        "Set a parameter in all scenarios, from the first month.", "在全部方案中设定一个参数，从第一个月起。"
    ),
    "help.precision": Text(
        "Add communities until the half-widths of the differences in participation and quality are below so "
        "many points (8 to 200 communities).",
        "增加社区，直到参与和质量之差的区间半宽都小于这么多点（8 至 200 个社区）。",
    ),
    "help.per_head": Text(
        "Let the amounts of the policies (yuan, visits, messages, posts) grow with a community's residents.",
        "政策的金额、走访户数、消息条数和岗位数随社区居民数折算。",
    ),
    "help.census": Text(
        "The file holds every community of the district: intervals are over random draws alone (2 replicates or more).",
        "文件包含全区所有社区：区间只反映随机波动（须有 2 次以上重复）。",
    ),
    "help.no_worlds": Text(
        "Leave out how the policies fare in other plausible worlds.", "不看政策在其他合乎已知情况的世界里的表现。"
    ),
    "help.smallest": Text(
        "The smallest difference that matters: points for shares and indices, or INDICATOR=VALUE in its own unit; may "
        "be given several times. Money has none.",
        "有意义的最小差异：占比和指数的点数，或写“指标=值”（按该指标的单位），可写多次。金额没有。",
    ),
    "help.equal_budget": Text(
        "Yuan a month for the comparison for the same money; 0 leaves it out.",
        "花同样的钱比较时每月的金额（元）；0 表示不比较。",
    ),
    "help.out": Text("Folder for the files.", "存放文件的文件夹。"),
    "help.run.out": Text(
        "File that ends with .csv or .parquet (default: csv on the standard output).",
        "以 .csv 或 .parquet 结尾的文件（默认以 csv 写到标准输出）。",
    ),
    "help.as_json": Text(
        "One JSON document on the standard output instead of tables.", "在标准输出给出一个 JSON 文档，代替表格。"
    ),
    "help.plan": Text("A plan file.", "计划文件。"),
    "help.sweep.out": Text(
        "Folder for the results; the same folder goes on.", "存放结果的文件夹；再用同一文件夹即可继续。"
    ),
    "help.engine": Text("local, or dask:ADDRESS of a running scheduler.", "local，或 dask:地址（正在运行的调度器）。"),
    "help.sweep.replicates": Text("How many communities, in place of the plan's number.", "社区个数，代替计划中的数。"),
    "help.dry_run": Text(
        "Say how many runs, how long and how large; start nothing.", "只说明有多少次运行、多久、多大；不开始运行。"
    ),
    "help.fail_fast": Text("Stop at the first run that fails.", "有一次运行失败就停止。"),
    "help.yes": Text("Begin even more than ten million runs.", "超过一千万次运行也开始。"),
    "help.publish": Text(
        "Write the tables of what is done so far, compute nothing.", "只写出已完成部分的表格，不计算。"
    ),
    "help.run": Text("Run one failed run alone, by its key.", "按键值单独重算一次失败的运行。"),
    "help.status": Text(
        "Say how far the sweep in this folder is; it may be running.", "说明该文件夹中的运行进展；可以正在进行。"
    ),
    "help.folders": Text("Folders of sweeps.", "运行结果文件夹。"),
    "help.merge.out": Text("A new folder for all of them.", "存放合并结果的新文件夹。"),
    "help.sweeps": Text(
        "Measure sweeps instead: the cost of store and engine, the gain of a second process.",
        "改为测量 sweep：存储与调度的开销、第二个进程的收益。",
    ),
    "help.kind": Text(
        "scenarios, profiles, periods, levers, parameters, indicators or patterns.",
        "scenarios、profiles、periods、levers、parameters、indicators 或 patterns。",
    ),
    "help.files": Text("Scenario or profile files.", "方案文件或社区类型文件。"),
    "help.name": Text("Name of the new scenario.", "新方案的名称。"),
    "about.sensitivity": Text(
        "Find which uncertain numbers of the model its results hang on: all of them are screened along random paths, "
        "then the variance is divided among those that lead. The same command goes on after a stop.",
        "找出结果取决于模型中哪些不确定的数字：先沿随机路径筛选全部参数，再把方差分给领先的参数。"
        "停下之后再用同一命令即可继续。",
    ),
    "example.sensitivity": Text(
        "For example: python run.py sensitivity experiments/plans/sensitivity.toml --out results/sensitivity",
        "例如：python run.py sensitivity experiments/plans/sensitivity.toml --out results/sensitivity",
    ),
    "help.sensitivity.plan": Text(
        "A plan file whose design is morris; without [design.params] every uncertain rule parameter is moved.",
        "设计为 morris 的计划文件；不写 [design.params] 则变动全部不确定的规则参数。",
    ),
    "help.sensitivity.out": Text(
        "Folder for the results; the same folder goes on.", "存放结果的文件夹；再用同一文件夹即可继续。"
    ),
    "help.sobol_samples": Text(
        "Groups of the second stage, a power of two; each is (parameters + 2) worlds.",
        "第二阶段的样本组数，须是 2 的幂；每组含（参数个数 + 2）个世界。",
    ),
    "help.sensitivity.parameters": Text(
        "How many leading parameters go into the second stage.", "进入第二阶段的参数个数。"
    ),
    "about.worlds": Text(
        "Judge policies in every plausible world: worlds whose baseline meets the bands are found in waves, then "
        "every policy is run in each of them. The same command goes on after a stop.",
        "在每一个合乎已知情况的世界里评判政策：先分轮找出维持现状时符合已知范围的世界，再在每个世界里运行各项政策。"
        "停下之后再用同一命令即可继续。",
    ),
    "example.worlds": Text(
        "For example: python run.py worlds experiments/plans/worlds.toml --out results/worlds",
        "例如：python run.py worlds experiments/plans/worlds.toml --out results/worlds",
    ),
    "help.worlds.plan": Text(
        "A plan file: policies, communities of a plausible world; without a latin design every uncertain rule "
        "parameter is moved.",
        "计划文件：写明政策和每个世界的社区个数；没有 latin 设计则变动全部不确定的规则参数。",
    ),
    "help.worlds.out": Text(
        "Folder for the results; the same folder goes on.", "存放结果的文件夹；再用同一文件夹即可继续。"
    ),
    "help.bands": Text(
        "CSV file with the columns indicator, low, high, source, and policy for what is known of an effect, in place "
        "of experiments/plausible/bands.csv.",
        "含 indicator、low、high、source 各列的 CSV 文件，已知的政策效应另写 policy 列；代替 "
        "experiments/plausible/bands.csv 中的范围。",
    ),
    "help.worlds.profile": Text(
        "The kind of community, in place of the plan's: a name of list profiles, or a file.",
        "社区类型，代替计划中所写的：list profiles 中的名称，或一个文件。",
    ),
    "help.worlds.period": Text(
        "The dated setting, in place of the plan's: a name of list periods.",
        "时期，代替计划中所写的：list periods 中的名称。",
    ),
    "help.worlds.months": Text("Months of policy, in place of the plan's.", "政策月数，代替计划中所写的。"),
    "help.worlds.param": Text(
        "Hold a parameter in every world. May be repeated.", "在每个世界里固定一个参数；可重复使用。"
    ),
    "help.keep": Text("How many worlds to keep.", "保留多少个世界。"),
    "help.store": Text(
        "Also make these worlds the set that compare uses for this kind of community.",
        "并把这些世界存为 compare 对这类社区所用的一套。",
    ),
    "worlds_interrupted": Text(
        "interrupted: all runs that are done are kept in {place}; the same command goes on.",
        "已中断：完成的运行都保存在 {place}；再用同一命令即可继续。",
    ),
    "about.report": Text(
        "Draw the report of a folder with results again, in either language; nothing is run.",
        "根据结果文件夹重新生成报告，中英文均可；不重新运行。",
    ),
    "example.report": Text(
        "For example: python run.py report results --lang zh",
        "例如：python run.py report results --lang en",
    ),
    "help.folder": Text(
        "A folder that was given to --out; report.html goes into it.",
        "运行时 --out 所给的文件夹；report.html 写在其中。",
    ),
    "help.source": Text("The scenario to begin with.", "以哪个方案为底本。"),
}
