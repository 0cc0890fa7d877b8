"""What pip calls to build the wheel: setuptools, which leaves nothing in the folder of the sources.

By itself it leaves ``build/`` there, and files that the project has no longer would come from it into the next wheel.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403 (everything else is as there)

OURS = ("build", "community_governance.egg-info")


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """Build the wheel into a folder and return its name."""
    with _tidy():
        name: str = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
        return name


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: Any = None) -> str:
    """Write what the wheel will say of itself into a folder and return its name."""
    with _tidy():
        name: str = build_meta.prepare_metadata_for_build_wheel(metadata_directory, config_settings)
        return name


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    """Return what else must be installed for building."""
    with _tidy():
        needed: list[str] = build_meta.get_requires_for_build_wheel(config_settings)
        return needed


@contextlib.contextmanager
def _tidy() -> Iterator[None]:
    """Begin without an old ``build``, and leave neither it nor the notes of setuptools."""
    shutil.rmtree(OURS[0], ignore_errors=True)
    before = {name for name in OURS if Path(name).exists()}
    try:
        yield
    finally:
        for name in set(OURS) - before:
            shutil.rmtree(name, ignore_errors=True)
