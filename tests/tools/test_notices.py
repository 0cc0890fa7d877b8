"""The notice of an offline folder names the licence of every wheel and of the scripts that wheels carry."""

import json
from email.parser import Parser

import pytest

from sim.errors import InputError
from tests.tools.test_offline import a_wheel
from tools.notices import UNKNOWN, licence_of, notice


@pytest.mark.parametrize("lines,licence", [
    ("License-Expression: BSD-3-Clause AND MIT\nLicense: other\n", "BSD-3-Clause AND MIT"),
    ("License: MPL-2.0\nClassifier: License :: OSI Approved :: Mozilla\n", "MPL-2.0"),
    ("License: The MIT License\n        \n        Copyright N\nClassifier: License :: OSI Approved :: MIT License\n",
     "MIT License"),
    ("License: Copyright (c) 2015, some project\nClassifier: License :: OSI Approved :: BSD License\n", "BSD License"),
    ("License: UNKNOWN\nClassifier: Topic :: Software\n", UNKNOWN), ("", UNKNOWN),
])  # fmt: skip
def test_the_licence_is_found_wherever_a_package_names_it(lines, licence):
    assert licence_of(Parser().parsestr(f"Name: x\nVersion: 1\n{lines}")) == licence


def test_every_wheel_and_every_script_that_one_carries_is_named(tmp_path):
    place = "assets-0.1.data/data/share/solara/cdn"
    scripts = {
        f"{place}/@makers/app@10.1.1/package.json": json.dumps({"license": "Apache-2.0"}),
        f"{place}/vega@5.21.0/package.json": json.dumps({"name": "vega"}),
        f"{place}/vega@5.21.0/inner/package.json": json.dumps({"license": "none of ours"}),
    }
    a_wheel(tmp_path / "assets-0.1-py3-none-any.whl", "Name: assets\nVersion: 0.1\nLicense: MIT\n", **scripts)
    a_wheel(tmp_path / "Beta-0.1-py3-none-any.whl", "Name: Beta\nVersion: 0.1\nLicense: LGPL\n")
    lines = notice(tmp_path).splitlines()
    assert [line for line in lines if ": " in line and "." in line.split(":")[0]] == [
        "assets 0.1: MIT", "Beta 0.1: LGPL", "@makers/app 10.1.1: Apache-2.0", f"vega 5.21.0: {UNKNOWN}",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_a_file_that_is_no_wheel_is_refused(tmp_path, content):
    (tmp_path / "x-1-py3-none-any.whl").write_bytes(content)
    with pytest.raises(InputError, match=r"^x-1-py3-none-any\.whl is not a wheel\.$"):
        notice(tmp_path)
