"""The project's own files, read once for the tests that look at the house itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("plc_data", "datacycle", "sample_data")


@dataclass(frozen=True)
class Source:
    """A Python file of the project."""

    path: Path
    module: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path as a person writes it."""
        return self.path.relative_to(CHECKOUT).as_posix()

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Give each call with its dotted name: ``yaml.load``, ``?.query`` on something nameless."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield dotted(node.func), node

    def imports(self) -> Iterator[tuple[str, int]]:
        """Give each imported module and name with its line, relative imports made whole."""
        package = self.module if self.path.name == "__init__.py" else self.module.rpartition(".")[0]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                    base = ".".join([*parents, base] if base else parents)
                yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def dotted(node: ast.expr) -> str:
    """Write a name or attribute chain as text; what is not a name is ``?``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


@cache
def sources() -> tuple[Source, ...]:
    """Read every Python file of the project's packages."""
    found = []
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            parts = path.relative_to(CHECKOUT).with_suffix("").parts
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            text = path.read_text(encoding="utf-8")
            found.append(Source(path, module, text, ast.parse(text, filename=str(path))))
    return tuple(found)


def source_of(text: str, module: str = "datacycle.analysis.drawn") -> Source:
    """Make a source of a text, for tests of the rules themselves."""
    path = CHECKOUT.joinpath(*module.split(".")).with_suffix(".py")
    return Source(path, module, text, ast.parse(text))
