"""What may not stand in the project's source, because it has hurt others."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.support.sources import Source, dotted, source_of, sources

HTML_DOOR = "datacycle/dashboards/parts/html.py"
LOADS_CODE = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal"}
GOES_OUTSIDE = {"requests", "urllib.request", "urllib3", "httpx", "aiohttp", "ftplib", "smtplib"}
GOES_OUTSIDE |= {"http.client", "telnetlib", "xmlrpc.client"}
SAFE_LOADERS = ("SafeLoader", "CSafeLoader")
RAW_MARKUP = {"HTML", "HTMLMath", "Javascript", "Markdown", "Latex", "SVG"}
SQL = {"execute", "executemany", "exec_driver_sql", "executescript", "sql"}
SQL_TEXT = {"text", "sa.text", "sqlalchemy.text"}
SQL_OF_OUR_OWN_NAMES = {
    "plc_data/store/backups.py": "counts rows of tables that the schema names",
    "plc_data/store/engine.py": "sets pragmas to numbers of its own",
    "plc_data/store/schema_version.py": "compares tables that the schema names",
    "plc_data/store/migrations/versions/r0001_first_tables.py": "one trigger for each table",
}
"""Where SQL is put together from names that stand in the code: none can come from a person."""
STYLER = {"format", "apply", "map", "bar", "hide", "background_gradient", "set_table_styles"}


def faults_of(source: Source) -> Iterator[str]:
    """Give each banned construct of a file, in words."""
    for name, line in source.imports():
        for banned in LOADS_CODE:
            if name == banned or name.startswith(banned + "."):
                yield f"{source.name}:{line}: {banned} runs code that a file brings along"
        for banned in GOES_OUTSIDE:
            if name == banned or name.startswith(banned + "."):
                yield f"{source.name}:{line}: {banned} speaks to other machines"
        raw = name.rpartition(".")[2] in RAW_MARKUP
        if raw and name.startswith(("ipywidgets.", "IPython.")) and source.name != HTML_DOOR:
            yield f"{source.name}:{line}: markup is shown through {HTML_DOOR} only"
        if name.endswith(".Styler"):
            yield f"{source.name}:{line}: Styler does not escape"
    for name, call in source.calls():
        yield from (f"{source.name}:{call.lineno}: {why}" for why in faults_of_call(name, call))
        if source.name not in SQL_OF_OUR_OWN_NAMES and is_built_sql(name, call):
            yield f"{source.name}:{call.lineno}: {name}() with SQL put together from pieces"


def faults_of_call(name: str, call: ast.Call) -> Iterator[str]:
    """Give what is wrong with one call."""
    parts = name.split(".")
    last = parts[-1]
    options = {word.arg: word.value for word in call.keywords if word.arg}
    if name in {"eval", "exec", "compile"} or (len(parts) > 1 and last in {"eval", "query"}):
        yield f"{name}() may run what a person typed"
    if last in {"read_pickle", "to_pickle"} or is_true(options.get("allow_pickle")):
        yield f"{name}() reads or writes pickles"
    if name in {"yaml.load", "yaml.load_all"} and not safe_loader(call, options):
        yield f"{name}() without a safe loader"
    if name in {"yaml.unsafe_load", "yaml.full_load"}:
        yield f"{name}() builds objects that a file names"
    if is_true(options.get("shell")) or name in {"os.system", "os.popen"}:
        yield f"{name}() hands text to a shell"
    if last == "extractall":
        yield f"{name}() writes wherever the archive says"
    if last == "Environment" and not any("autoescape" in str(word) for word in options):
        yield f"{name}() without autoescape"
    if len(parts) > 2 and parts[-2] == "style" and last in STYLER:
        yield f"{name}() is a Styler, which does not escape"
    if last == "now" and "datetime" in parts and not (call.args or options):
        yield f"{name}() without a time zone"
    if last in {"utcnow", "utcfromtimestamp"}:
        yield f"{name}() makes a moment without a time zone"


def is_true(node: ast.expr | None) -> bool:
    """Say whether an argument is the literal True."""
    return isinstance(node, ast.Constant) and node.value is True


def safe_loader(call: ast.Call, options: dict[str, ast.expr]) -> bool:
    """Say whether yaml.load is given a loader that is, or is named after, a safe one."""
    loader = options.get("Loader") or (call.args[1] if len(call.args) > 1 else None)
    return loader is not None and dotted(loader).rpartition(".")[2].endswith(SAFE_LOADERS)


def is_built_sql(name: str, call: ast.Call) -> bool:
    """Say whether a call hands over SQL that is no fixed text."""
    takes_sql = name in SQL_TEXT or name.rpartition(".")[2] in SQL
    return takes_sql and bool(call.args) and is_built_text(call.args[0])


def is_built_text(node: ast.expr) -> bool:
    """Say whether a text is an f-string, a sum, a % or a .format()."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return True
    return isinstance(node, ast.Call) and dotted(node.func).endswith(".format")


def raw_widgets(source: Source) -> Iterator[str]:
    """Give each use of a widget that shows markup as it is, under whatever name it was imported."""
    for name, call in source.calls():
        parts = name.split(".")
        of_widgets = len(parts) == 2 and parts[0] in {"w", "widgets", "ipywidgets", "ipw"}
        if of_widgets and parts[1] in RAW_MARKUP:
            yield f"{source.name}:{call.lineno}: markup is shown through {HTML_DOOR} only"


def test_no_banned_construct():
    assert [fault for source in sources() for fault in faults_of(source)] == []


def test_each_exception_is_still_needed():
    needed = {
        source.name
        for source in sources()
        if any(is_built_sql(name, call) for name, call in source.calls())
    }

    assert set(SQL_OF_OUR_OWN_NAMES) == needed


def test_markup_has_one_door():
    others = [source for source in sources() if source.name != HTML_DOOR]

    assert [fault for source in others for fault in raw_widgets(source)] == []


def test_printing_is_left_to_the_command_line():
    faults = [
        f"{source.name}:{call.lineno}"
        for source in sources()
        if not source.name.startswith("datacycle/cli/")
        for name, call in source.calls()
        if name == "print"
    ]

    assert faults == []


def test_no_text_holds_a_path_of_a_machine():
    faults = [
        source.name
        for source in sources()
        if any(path in source.text for path in ("/work/", "/home/", "/root/", "C:\\Users"))
    ]

    assert faults == []


class TestTheRulesThemselves:
    @pytest.mark.parametrize(
        "text",
        [
            "import pickle",
            "from joblib import load",
            "import urllib.request",
            "eval(text)",
            "frame.query(text)",
            "frame.eval(text)",
            "pd.read_pickle(path)",
            "np.load(path, allow_pickle=True)",
            "yaml.load(text)",
            "yaml.load(text, Loader=yaml.FullLoader)",
            "subprocess.run(words, shell=True)",
            "archive.extractall(folder)",
            "jinja2.Environment()",
            "connection.execute(f'select {name}')",
            "sa.text('select ' + name)",
            "text('select %s' % name)",
            "frame.style.format(precision=2)",
            "datetime.now()",
            "datetime.datetime.utcnow()",
            "from ipywidgets import HTML",
            "from IPython.display import Javascript",
        ],
    )
    def test_each_banned_construct_is_found(self, text):
        assert list(faults_of(source_of(text))) != []

    @pytest.mark.parametrize(
        "text",
        [
            "import json",
            "yaml.load(text, Loader=UniqueKeysSafeLoader)",
            "yaml.safe_load(text)",
            "subprocess.run(words)",
            "jinja2.Environment(autoescape=True)",
            "connection.execute(select(people))",
            "datetime.now(UTC)",
            "from IPython.display import display",
        ],
    )
    def test_its_safe_twin_is_not(self, text):
        assert list(faults_of(source_of(text))) == []

    def test_a_raw_widget_is_found(self):
        assert len(list(raw_widgets(source_of("w.HTML(text)")))) == 1
