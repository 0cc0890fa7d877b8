"""The wheel: built, installed into a folder of its own, and used from another one."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from experiments.output.command_line import command_line

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "tools/wheel_backend.py")
PACKAGES = ("sim", "experiments", "report", "dashboard", "cli")


def files() -> list[Path]:
    """Return the files of all packages, seen from the root, without what one machine keeps beside them."""
    every = (file.relative_to(ROOT) for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file())
    return [item for item in every if not any(part.startswith((".", "__pycache__")) for part in item.parts)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project, built from a copy of its files."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for file in [*files(), *(Path(name) for name in BESIDE)]:
        (source / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, source / file)
    (source / "build/lib/sim").mkdir(parents=True)
    (source / "build/lib/sim/gone.py").touch()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps",
           "--no-build-isolation", "--wheel-dir", str(built), str(source)]  # fmt: skip
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    left = {file.relative_to(source).as_posix() for file in source.rglob("*") if file.is_file()}
    assert left == {file.as_posix() for file in files()} | set(BESIDE)  # also what an earlier build had left is gone
    (found,) = built.glob("community_governance-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and its command."""
    place = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps",
           "--no-index", "--no-compile", "--target", str(place), str(wheel)]  # fmt: skip
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def elsewhere(installed: Path, tmp_path: Path):
    """Run a command in a folder that holds nothing of the project; the installed packages are those that are found."""
    home = tmp_path / "home"
    home.mkdir()
    paths = [
        str(installed),
        *(path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path != str(ROOT)),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "LC_ALL": "C.UTF-8"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=home, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return run


def command(installed: Path) -> str:
    name = "community-governance.exe" if sys.platform == "win32" else "community-governance"
    return str(installed / "bin" / name)


def test_everything_that_is_no_code_and_that_commands_read_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    ours = {file.as_posix() for file in files()}
    assert len(ours) > 200 and ours - packed == set()
    assert {name.split("/")[0] for name in packed if ".dist-info/" not in name} == set(PACKAGES)


def test_the_notice_is_in_the_wheel_and_names_every_part_that_others_made(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (notice,) = [archive.read(name).decode() for name in names if name.endswith(".dist-info/licenses/NOTICE")]
    others = [name for name in names if name.endswith((".otf", ".ttf", ".woff", ".woff2", ".min.js"))]
    assert others == ["report/look/report-sans.otf"] and notice.count(others[0]) == 2
    assert "SIL Open Font License" in notice and "开放字体许可证" in notice


def test_the_command_works_from_another_folder(installed: Path, elsewhere) -> None:
    listed = elsewhere(command(installed), "list", "scenarios", "--lang", "en")
    assert listed.returncode == 0 and "self_governance" in listed.stdout and listed.stderr == ""
    made = elsewhere(command(installed), "new", "mine", "--lang", "en")
    assert made.returncode == 0 and "community-governance compare mine.toml" in made.stdout
    checked = elsewhere(command(installed), "check", "mine.toml", "experiments/plans/pay_and_load.toml", "--lang", "zh")
    assert checked.returncode == 0 and checked.stdout.count("没有错误") == 2
    assert str(installed) in checked.stdout  # the plan is the one that came with the wheel


def test_bad_input_is_told_as_everywhere(installed: Path, elsewhere) -> None:
    refused = elsewhere(command(installed), "compare", "basline", "--lang", "en")
    assert refused.returncode == 2
    assert refused.stderr == "error: There is no scenario 'basline'. Did you mean 'baseline'?\n"


def test_the_module_says_the_same_words(installed: Path, elsewhere) -> None:
    by_module = elsewhere(sys.executable, "-m", "sim", "--help", "--lang", "en")
    by_name = elsewhere(command(installed), "--help", "--lang", "en")
    assert by_module.returncode == by_name.returncode == 0
    assert by_module.stdout.replace("python -m sim", "community-governance") == by_name.stdout
    assert by_name.stdout.startswith("Usage: community-governance [COMMAND] [OPTIONS]")


@pytest.mark.parametrize(
    ("called", "line"),
    [
        ("/usr/bin/community-governance", "community-governance merge"),
        ("C:/x/community-governance.exe", "community-governance merge"),
        ("/somewhere/sim/__main__.py", "python -m sim merge"),
        ("run.py", "python run.py merge"),
        ("/usr/bin/pytest", "python run.py merge"),
    ],
)
def test_the_line_that_does_it_again_calls_the_program_as_it_was_called(
    called: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    assert command_line("merge") == line
