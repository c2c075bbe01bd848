"""Each notebook has the shape that a reader can rely on."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.sources import CHECKOUT

FOLDER = CHECKOUT / "notebooks"
DASHBOARDS = FOLDER / "dashboards"
MOST_CELLS, MOST_LINES = 30, 15
KEPT = "nbval-check-output"
HIDES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try)
FORBIDDEN = {
    "an install or a shell": re.compile(r"^\s*[!%]|pip install|conda install", re.M),
    "an address outside": re.compile(r"https?://"),
    "an absolute path": re.compile(r"[\"'](/(?!/)\w|[A-Z]:\\)"),
}


def notebooks(folder: Path, pattern: str = "**/*.ipynb") -> list[Path]:
    """List the notebooks of a folder without Jupyter's own copies."""
    found = sorted(folder.glob(pattern))
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


ALL = notebooks(FOLDER)
PAGES = notebooks(DASHBOARDS)
STEPS = notebooks(FOLDER, "[0-9][0-9]_*.ipynb")


def name_of(path: Path) -> str:
    """Write a notebook's path as a test id."""
    return path.relative_to(FOLDER).as_posix()


def read(path: Path) -> dict[str, Any]:
    """Read a notebook."""
    return json.loads(path.read_text(encoding="utf-8"))


def text_of(cell: dict[str, Any]) -> str:
    """Return a cell's text."""
    return "".join(cell["source"])


def code_of(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the code cells."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def tags_of(cell: dict[str, Any]) -> list[str]:
    """Return a cell's tags."""
    return cell["metadata"].get("tags", [])


@pytest.mark.parametrize("path", ALL, ids=name_of)
class TestEveryNotebook:
    def test_it_has_a_title_and_runs_on_plain_python(self, path):
        metadata = read(path)["metadata"]

        assert metadata.get("title", "").strip()
        assert metadata["kernelspec"]["name"] == "python3"

    def test_it_is_short(self, path):
        notebook = read(path)
        long = [
            cell["id"] for cell in code_of(notebook) if len(text_of(cell).splitlines()) > MOST_LINES
        ]

        assert len(notebook["cells"]) <= MOST_CELLS
        assert long == []

    def test_its_code_hides_nothing_and_fetches_nothing(self, path):
        faults = []
        for cell in code_of(read(path)):
            text = text_of(cell)
            faults += [(cell["id"], why) for why, what in FORBIDDEN.items() if what.search(text)]
            if any(isinstance(node, HIDES) for node in ast.walk(ast.parse(text))):
                faults.append((cell["id"], "def, class or try"))

        assert faults == []

    def test_only_checked_cells_keep_their_output(self, path):
        faults = [
            cell["id"]
            for cell in code_of(read(path))
            if KEPT not in tags_of(cell) and (cell["outputs"] or cell["execution_count"])
        ]

        assert faults == []

    def test_a_checked_cell_has_the_output_it_is_checked_against(self, path):
        faults = [
            cell["id"]
            for cell in code_of(read(path))
            if KEPT in tags_of(cell) and not (cell["outputs"] and cell["execution_count"])
        ]

        assert faults == []

    def test_its_cells_have_names(self, path):
        ids = [cell["id"] for cell in read(path)["cells"]]

        assert [one for one in ids if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?|\d+", one)] == []
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", [path for path in ALL if path not in PAGES], ids=name_of)
def test_it_opens_with_a_heading(path):
    first = read(path)["cells"][0]

    assert first["cell_type"] == "markdown"
    assert text_of(first).startswith("# ")


@pytest.mark.parametrize("path", STEPS, ids=name_of)
class TestNotebooksOfTheCycle:
    def test_its_parameters_are_tagged_and_each_has_a_comment(self, path):
        cells = [cell for cell in code_of(read(path)) if "parameters" in tags_of(cell)]

        assert len(cells) == 1
        lines = [line for line in text_of(cells[0]).splitlines() if re.match(r"\w+ *(:|=)", line)]
        assert lines
        assert [line for line in lines if "#" not in line] == []

    def test_prose_stands_before_code(self, path):
        notebook = read(path)
        kinds = [cell["cell_type"] for cell in notebook["cells"]]
        runs = re.findall("c+", "".join(kind[0] for kind in kinds))

        assert max(map(len, runs), default=0) <= 2
        assert kinds.count("markdown") >= len(runs)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_dashboard_is_two_cells(path):
    first, second = map(text_of, read(path)["cells"])

    assert first.strip() == "import datacycle.dashboards as pages"
    assert second.strip() == f'pages.show("{path.stem}")'


def test_names_say_what_one_does():
    faults = [
        name_of(path)
        for path in notebooks(FOLDER, "*.ipynb")
        if not re.fullmatch(r"\d\d_[a-z0-9]+(_[a-z0-9]+)+", path.stem)
    ]

    assert faults == []
