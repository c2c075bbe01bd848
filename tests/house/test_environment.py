"""The three lists of packages say the same: pyproject.toml, environment.yml and the locks."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.sources import CHECKOUT

PYPROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA = yaml.safe_load((CHECKOUT / "environment.yml").read_text(encoding="utf-8"))
CONDA_NAMES = {
    "python-duckdb": "duckdb",
    "playwright-python": "playwright",
    "matplotlib-base": "matplotlib",
}
NOT_ON_CONDA_FORGE = {"typst"}  # in this range; pip brings it with the project itself
ON_THE_CARD = {"jupyterlab", "pandas", "ipywidgets", "plotly", "voila", "nbval"}
LOCKS = ("requirements.lock", "requirements-dev.lock")
LEFT_OUT = {"rfc3987-syntax"}  # costs every start 1.5 s; nothing here uses it


def declared(*groups: str) -> dict[str, str]:
    """Return name -> range of the project's requirements and of the named groups."""
    lines = list(PYPROJECT["project"]["dependencies"])
    for group in groups:
        lines += PYPROJECT["dependency-groups"][group]
    found = map(Requirement, lines)
    return {canonicalize_name(one.name): str(one.specifier) for one in found}


def of_conda() -> dict[str, str]:
    """Return name -> range of environment.yml, under the names of PyPI."""
    lines = [line for line in CONDA["dependencies"] if isinstance(line, str)]
    pairs = [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]
    return {
        CONDA_NAMES.get(name, name): str(Requirement(f"x{bounds}").specifier)
        for name, bounds in pairs
        if name not in {"python", "pip"}
    }


def locked(lock: str) -> dict[str, list[tuple[str, str]]]:
    """Return name -> its (version, marker) pairs in a lock."""
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, str]]] = {}
    for name, version, marker in re.findall(r"^([\w.-]+)==(\S+)(?: ; (.*?))? \\$", text, re.M):
        found.setdefault(canonicalize_name(name), []).append((version, marker))
    return found


class TestCondasDoor:
    def test_names_and_ranges_are_those_of_the_project(self):
        wanted = {
            name: bounds
            for name, bounds in declared("build", "dev").items()
            if name not in NOT_ON_CONDA_FORGE
        }

        assert of_conda() == wanted

    def test_python_has_the_same_range(self):
        (line,) = [line for line in CONDA["dependencies"] if str(line).startswith("python ")]

        assert line == "python " + PYPROJECT["project"]["requires-python"]

    def test_the_six_packages_of_the_card_are_there(self):
        assert of_conda().keys() >= ON_THE_CARD

    def test_only_conda_forge_is_asked_and_the_project_comes_last(self):
        assert CONDA["channels"] == ["conda-forge", "nodefaults"]
        assert CONDA["dependencies"][-1] == {"pip": ["-e ."]}


@pytest.mark.parametrize("lock", LOCKS)
class TestLocks:
    def test_each_package_has_hashes(self, lock):
        text = (CHECKOUT / lock).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=\S)", text.strip())

        assert [block for block in blocks if "--hash=sha256:" not in block] == []

    def test_no_host_is_named(self, lock):
        text = (CHECKOUT / lock).read_text(encoding="utf-8")

        assert not re.search(r"://|--index|--find-links|--extra-index|file:", text)

    def test_what_is_declared_is_locked_within_its_range(self, lock):
        groups = ("build",) if lock == "requirements.lock" else ("build", "dev")
        have = locked(lock)
        faults = [
            f"{name} {bounds}: {have.get(name)}"
            for name, bounds in declared(*groups).items()
            if name not in have
            or any(Version(v) not in Requirement(f"x{bounds}").specifier for v, _ in have[name])
        ]

        assert faults == []

    def test_what_slows_every_start_is_left_out(self, lock):
        assert not LEFT_OUT & locked(lock).keys()


def test_the_test_lock_holds_the_other_one_exactly():
    fewer, more = (
        {name: [version for version, _marker in pairs] for name, pairs in locked(lock).items()}
        for lock in LOCKS
    )

    assert {name: more.get(name) for name in fewer} == fewer


def test_versions_installed_here_fit_what_is_declared():
    from importlib.metadata import version

    wanted = declared("dev")
    faults = [
        f"{name} {version(name)}"
        for name, bounds in wanted.items()
        if Version(version(name)) not in Requirement(f"x{bounds}").specifier
    ]

    assert faults == []


def test_start_py_accepts_the_same_pythons():
    import start

    bounds = f">={'.'.join(map(str, start.LOWEST))},<{'.'.join(map(str, start.BEYOND))}"

    assert bounds == PYPROJECT["project"]["requires-python"]
