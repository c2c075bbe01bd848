"""Imports only look down: each floor may use the floors named here and nothing else of ours."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.support.sources import Source, dotted, source_of, sources

RECORDS = frozenset({"plc_data.model", "plc_data.errors"})
BELOW_ANALYSIS = RECORDS | {"plc_data.schema", "plc_data.privacy"}
BELOW_PROTOCOL = BELOW_ANALYSIS | {"datacycle.analysis"}
BELOW_EVIDENCE = BELOW_PROTOCOL | {"datacycle.protocol", "datacycle.reports"}
BELOW_WORKBENCH = BELOW_EVIDENCE | {"datacycle.evidence", "plc_data.importers", "plc_data.store"}
BELOW_DASHBOARDS = BELOW_WORKBENCH | {"datacycle.workbench"}
BELOW_SERVER = BELOW_DASHBOARDS | {"datacycle.dashboards", "sample_data"}

FLOORS: dict[str, frozenset[str]] = {
    "plc_data.errors": RECORDS,
    "plc_data.model": RECORDS,
    "plc_data.schema": RECORDS,
    "plc_data.privacy": RECORDS,
    "plc_data.importers": BELOW_ANALYSIS,
    "plc_data.store": BELOW_ANALYSIS,
    "datacycle.analysis": BELOW_ANALYSIS,
    "datacycle.protocol": BELOW_PROTOCOL,
    "datacycle.reports": BELOW_PROTOCOL,
    "datacycle.evidence": BELOW_EVIDENCE,
    "datacycle.workbench": BELOW_WORKBENCH,
    "datacycle.dashboards": BELOW_DASHBOARDS,
    "sample_data": BELOW_DASHBOARDS,
    "datacycle.server": BELOW_SERVER,
    "datacycle.cli": BELOW_SERVER | {"datacycle.server"},
    "datacycle.__main__": frozenset({"datacycle.cli"}),
    "plc_data": frozenset(),
    "datacycle": frozenset(),
}
"""What each floor may import; a floor may always import from itself."""

THIRD_PARTY_OF_MODEL = {"pydantic", "pydantic_core"}
CORE = ("plc_data.model", "plc_data.schema", "plc_data.privacy", "datacycle.analysis")
CORE += ("datacycle.protocol",)
NOT_IN_CORE = {
    *("os", "pathlib", "shutil", "tempfile", "subprocess", "socket", "sqlite3", "logging"),
    *("click", "sqlalchemy", "alembic", "tornado", "voila", "jupyter_server"),
    *("ipywidgets", "anywidget", "traitlets", "IPython"),
}
NOT_BELOW_THE_PAGES = {"ipywidgets", "anywidget", "IPython", "tornado", "voila", "click"}
MAY_MEET_PEOPLE = ("datacycle.dashboards", "datacycle.server", "datacycle.cli", "sample_data")
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
CLOCKS |= {"time.monotonic", "time.perf_counter", "pd.Timestamp.now", "pd.Timestamp.today"}
HIDDEN_CHANCE = {"random", "rand", "randn", "randint", "choice", "shuffle", "seed", "normal"}


def floor_of(module: str) -> str | None:
    """Name the floor a module stands on; None for what is not ours."""
    parts = module.split(".")
    for length in (2, 1):
        name = ".".join(parts[:length])
        if name in FLOORS:
            return name
    return None


def looks_up(source: Source) -> Iterator[str]:
    """Give each import of a file that does not look down."""
    here = floor_of(source.module)
    for name, line in source.imports():
        there = floor_of(name)
        if there and there != here and there not in FLOORS.get(here or "", frozenset()):
            yield f"{source.name}:{line}: {here} may not import {name}"


def not_core(source: Source) -> Iterator[str]:
    """Give what a file of the core does that only the shell may do."""
    for name, line in source.imports():
        if name.split(".")[0] in NOT_IN_CORE:
            yield f"{source.name}:{line}: the core may not import {name}"
    for name, call in source.calls():
        last_two = ".".join(name.split(".")[-2:])
        if name in {"open", "print", "input"}:
            yield f"{source.name}:{call.lineno}: the core may not call {name}()"
        if name in CLOCKS or last_two in CLOCKS:
            yield f"{source.name}:{call.lineno}: the core may not ask the clock ({name})"
        if hidden_chance(name):
            yield f"{source.name}:{call.lineno}: the core needs a generator as argument ({name})"


def hidden_chance(name: str) -> bool:
    """Say whether a call draws from a generator that nobody handed over."""
    parts = name.split(".")
    return parts[-1] in HIDDEN_CHANCE and parts[:-1] in (["random"], ["np", "random"])


def test_every_module_stands_on_a_floor():
    lost = [source.name for source in sources() if floor_of(source.module) is None]

    assert lost == []


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_look_down(floor):
    here = [source for source in sources() if floor_of(source.module) == floor]

    assert [fault for source in here for fault in looks_up(source)] == []


def test_no_floor_may_import_one_that_may_import_it():
    circles = [(a, b) for a in FLOORS for b in FLOORS[a] if a in FLOORS.get(b, ()) and a != b]

    assert {name for pair in circles for name in pair} <= RECORDS


def test_records_need_pydantic_and_nothing_else():
    faults = [
        f"{source.name}:{line}: {name}"
        for source in sources()
        if floor_of(source.module) == "plc_data.model"
        for name, line in source.imports()
        if (top := name.split(".")[0]) not in THIRD_PARTY_OF_MODEL | {"plc_data"}
        and top not in sys.stdlib_module_names
    ]

    assert faults == []


@pytest.mark.parametrize("floor", CORE)
def test_the_core_reads_no_clock_file_or_chance(floor):
    here = [source for source in sources() if floor_of(source.module) == floor]

    assert [fault for source in here for fault in not_core(source)] == []


def test_only_pages_server_and_commands_meet_people():
    faults = [
        f"{source.name}:{line}: {name}"
        for source in sources()
        if floor_of(source.module) not in MAY_MEET_PEOPLE
        for name, line in source.imports()
        if name.split(".")[0] in NOT_BELOW_THE_PAGES
    ]

    assert faults == []


def test_doors_do_no_work():
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr, ast.If, ast.Try)
    allowed += (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
    faults = [
        f"{source.name}:{node.lineno}"
        for source in sources()
        if source.path.name == "__init__.py"
        for node in source.tree.body
        if not isinstance(node, allowed)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
    ]

    assert faults == []


def test_nothing_is_imported_by_star():
    faults = [
        f"{source.name}:{line}"
        for source in sources()
        for name, line in source.imports()
        if name.endswith(".*")
    ]

    assert faults == []


class TestTheRulesThemselves:
    @pytest.mark.parametrize(
        "text",
        [
            "from plc_data.store import Store",
            "import datacycle.protocol.goal",
            "from .. import reports",
            "def late():\n    from datacycle.workbench import Workbench",
        ],
    )
    def test_a_look_upward_or_sideways_is_found(self, text):
        assert len(list(looks_up(source_of(text)))) == 1

    @pytest.mark.parametrize(
        "text", ["from plc_data.model import Item", "from . import items", "import numpy as np"]
    )
    def test_a_look_down_is_not(self, text):
        assert list(looks_up(source_of(text))) == []

    @pytest.mark.parametrize(
        "text",
        [
            "import os",
            "open('x')",
            "print(1)",
            "datetime.now(UTC)",
            "datetime.datetime.now()",
            "np.random.normal(3)",
            "random.shuffle(x)",
        ],
    )
    def test_the_shells_work_in_the_core_is_found(self, text):
        assert len(list(not_core(source_of(text)))) == 1

    def test_a_generator_that_was_handed_over_is_fine(self):
        assert list(not_core(source_of("rng.normal(3)\nnp.random.default_rng(seed)"))) == []

    def test_a_call_has_its_dotted_name(self):
        (call,) = [
            node
            for node in ast.walk(ast.parse("a.b(1).c(2)"))
            if isinstance(node, ast.Call) and node.args[0].value == 2
        ]

        assert dotted(call.func) == "?.c"
