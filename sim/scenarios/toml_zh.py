"""In Chinese, what Python's TOML parser complains about in English."""

import re

_CAUSES = (
    ("Invalid value", "值的写法不对"),
    ("Invalid statement", "这一行不是“键 = 值”，也不是表头"),
    ("Invalid initial character for a key part", "键名的写法不对"),
    ("Invalid date or datetime", "日期或时间的写法不对"),
    ("Invalid hex value|Escaped character is not", "文本中的字符编码不对"),
    ("Expected newline or end of document", "一条语句之后须换行"),
    ("Expected '=' after a key", "键名之后须有 ="),
    ("Expected '(]+)' at the end of", "表头末尾须有 {0}"),
    ("Expected (.+)", "此处须有 {0}"),
    ("(?:Found invalid|Illegal) character (.+)", "有不允许的字符 {0}"),
    ("Cannot declare (.+) twice", "{0} 定义了两次"),
    ("Duplicate inline table key (.+)", "{0} 设定了两次"),
    ("Cannot overwrite a value", "同一个键设定了两次"),
    ("Cannot (?:mutate immutable|redefine) namespace (.+)", "{0} 已经定义，不能再加"),
    ("Unclosed array", "列表缺少结尾的 ]"),
    ("Unclosed inline table", "行内的表缺少结尾的 }}"),
    ("Unterminated string", "文本缺少结尾的引号"),
    ("Unescaped", "文本中的 \\ 须写成 \\\\"),
    ("Exceeds the limit", "数字过长"),
)


def cause_zh(cause: str) -> str:
    """Return the cause in Chinese; one that is not known here is called a mistake in writing."""
    for pattern, chinese in _CAUSES:
        if found := re.match(pattern, cause):
            return chinese.format(*(_plain(part) for part in found.groups()))
    return "写法有误"


def _plain(part: str) -> str:
    """Return a key that the parser shows as a tuple as it is written in the file."""
    names = re.findall(r"'([^']+)'", part)
    return ".".join(names) if names and part.startswith("(") else part
