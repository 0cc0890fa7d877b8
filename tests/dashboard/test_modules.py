"""The modules and the style sheet of the page as they are written, where no formatter and no linter looks."""

import pytest

from dashboard.content.style import STATIC

WIDEST = 120


@pytest.mark.parametrize("file", sorted(STATIC.iterdir()), ids=lambda item: item.name)
def test_no_line_is_too_long_to_be_read(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [index for index, line in enumerate(lines, 1) if len(line) > WIDEST] == []
