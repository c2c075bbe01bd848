#!/usr/bin/env python3
"""One command from a fresh checkout to the workbench, or to its tests. Standard library only.

    python start.py run  [options of datacycle serve]   set up what is missing, open the dashboards
    python start.py test [options of pytest]            set up what is missing, run every check
    python start.py lab | lint | bench | lock | clean

What is already there is not made again: ``.venv`` is stamped with the lock and the Python version.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "datacycle-stamp.json"
RUN_LOCK, TEST_LOCK = "requirements.lock", "requirements-dev.lock"
LOWEST, BEYOND = (3, 11), (3, 14)  # as in pyproject.toml
NO_TESTS_FOUND = 5  # pytest's exit code
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_FILES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
BROWSER_PACKAGES = ("chromium", "fonts-dejavu-core")


def main(argv):
    """Do the first word; return the exit code."""
    what, rest = (argv[0] if argv else "run"), argv[1:]
    jobs = {
        "run": run,
        "test": test,
        "lab": lab,
        "lint": lint,
        "bench": bench,
        "lock": lock,
        "clean": clean,
    }
    if what not in jobs:
        print(__doc__)
        return 0 if what in ("-h", "--help") else 2
    return jobs[what](rest)


# --- the jobs -----------------------------------------------------------------------------------


def run(rest):
    """Open the dashboards on the sample workspace."""
    set_up(RUN_LOCK)
    return call(PYTHON, "-m", "datacycle", "serve", "--sample", *rest)


def lab(rest):
    """Open JupyterLab on the notebooks."""
    set_up(RUN_LOCK)
    return call(PYTHON, "-m", "datacycle", "lab", *rest)


def test(rest):
    """Run every check, even after one failed; say at the end which did."""
    set_up(TEST_LOCK)
    began = time.monotonic()
    results = [(name, call(*command)) for name, command in style_checks()]
    results += [(name, call(*command)) for name, command in test_runs(rest)]
    browser, why_not = browser_for_tests()
    if browser:
        os.environ["DATACYCLE_CHROMIUM"] = browser
        results.append(("browser", call(*pytest("tests/browser", *rest))))
    elif os.environ.get("CI") == "true":
        print("Browser tests can not be left out here: " + why_not, flush=True)
        results.append(("browser", 1))
    passed = [name for name, code in results if code in (0, NO_TESTS_FOUND)]
    failed = [name for name, code in results if name not in passed]
    skipped = not browser and "browser" not in failed
    if skipped:
        print("The browser tests were left out: " + why_not)
    if failed:
        print("Failed: " + ", ".join(failed))
    print(f"Took {time.monotonic() - began:.0f} s.")
    print(f"checks: {len(passed)} passed, {len(failed)} failed, {int(skipped)} skipped")
    return 1 if failed else 0


def lint(_rest):
    """Check and lay out the code."""
    set_up(TEST_LOCK)
    return max(call(*command) for _name, command in style_checks())


def bench(rest):
    """Measure what has a stated limit."""
    set_up(TEST_LOCK)
    code = call(*pytest("-s", "-o", "python_files=bench_*.py", "benchmarks", *rest))
    return 0 if code == NO_TESTS_FOUND else code


def lock(_rest):
    """Make both locks anew from pyproject.toml: hashes, markers, no index address."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    if not uv:
        return say("Making the locks needs uv: python -m pip install uv")
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
    options += ["--no-annotate", "--no-emit-index-url", "--upgrade", "--quiet"]
    # rfc3987-syntax costs every start 1.5 s and nothing here uses it; lark comes only with it.
    options += ["--no-emit-package", "rfc3987-syntax", "--no-emit-package", "lark"]
    ours = ["pyproject.toml", "--group", "build"]
    ran = call(uv, "pip", "compile", *ours, *options, "-o", RUN_LOCK)
    theirs = [*ours, "--group", "dev", "-c", RUN_LOCK]
    return ran or call(uv, "pip", "compile", *theirs, *options, "-o", TEST_LOCK)


def clean(_rest):
    """Remove what can be made again."""
    for folder in (VENV, ROOT / "build", ROOT / "dist", ROOT / ".pytest_cache"):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


# --- the checks ---------------------------------------------------------------------------------


def style_checks():
    ruff = [PYTHON, "-m", "ruff"]
    yield "ruff check", [*ruff, "check", "."]
    yield "ruff format", [*ruff, "format", "--check", "."]


def test_runs(rest):
    yield "pytest", pytest(*rest)
    if any((ROOT / "notebooks").glob("**/*.ipynb")):
        lax = ["--nbval-lax", "--nbval-cell-timeout=120", "-W", "default"]
        yield "notebooks", pytest(*lax, "notebooks", *rest)


def pytest(*arguments):
    return [PYTHON, "-m", "pytest", "-q", *arguments]


def find_browser():
    """Name the Chromium or Chrome of this machine, or None."""
    named = os.environ.get("DATACYCLE_CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or next((path for path in BROWSER_FILES if Path(path).exists()), None)


def browser_for_tests():
    """Find a browser, or install it where that needs no one's password; else say why not."""
    found = find_browser()
    if found:
        return found, ""
    if not shutil.which("apt-get"):
        return None, "install Chromium or Google Chrome with this system's package manager."
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and (not shutil.which("sudo") or quietly(*root, "true")):
        return None, "install it with: sudo apt-get install " + " ".join(BROWSER_PACKAGES)
    print("Installing a browser for the tests (once, about two minutes) ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *BROWSER_PACKAGES]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.call([*root, *command], env=environment, stdout=subprocess.DEVNULL)
    found = find_browser()
    return found, "" if found else "apt-get could not install " + " ".join(BROWSER_PACKAGES)


# --- setting up ---------------------------------------------------------------------------------


def set_up(lock_name):
    """Make ``.venv`` hold what the lock says and the project itself, if it does not yet."""
    fitting_python()
    want = {lock_name: fingerprint(lock_name)}
    if lock_name == TEST_LOCK:
        want[RUN_LOCK] = fingerprint(RUN_LOCK)  # the test lock holds all of the other one
    have = read_stamp()
    if PYTHON.exists() and want.items() <= have.items():
        return
    print(f"Setting up {VENV.name} (once, about a minute) ...", flush=True)
    uv = shutil.which("uv")
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    if not same_python():
        make_venv(with_pip=not uv)
    elif not uv and quietly(PYTHON, "-m", "pip", "--version"):
        make_venv(with_pip=True)  # it was made by uv, which puts no pip into it
    installer = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if uv:
        installer = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON]
    STAMP.unlink() if STAMP.exists() else None
    steps = [
        [*installer, "--no-deps", "--require-hashes", "-r", lock_name],
        [*installer, "--no-deps", "--no-build-isolation", "-e", "."],
    ]
    for step in steps:
        if call(*step):
            sys.exit("Setting up failed; the lines above say why. It can be started again.")
    STAMP.write_text(json.dumps(want))


def fitting_python():
    """Go on only with a Python that the project supports; look for one before giving up."""
    if LOWEST <= sys.version_info[:2] < BEYOND:
        return
    for minor in range(BEYOND[1] - 1, LOWEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            sys.exit(subprocess.call([other, *sys.argv]))
    sys.exit(
        f"This needs Python 3.{LOWEST[1]} to 3.{BEYOND[1] - 1}; this is Python "
        f"{sys.version.split()[0]}. Nothing was changed.\n"
        "Install one of them, then start again with it, for example: python3.12 start.py run"
    )


def make_venv(with_pip):
    import importlib.util
    import venv

    if with_pip and importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "This Python comes without ensurepip, so it can not make a place for packages.\n"
            "On Debian or Ubuntu: sudo apt-get install python3-venv. Nothing was changed."
        )
    venv.EnvBuilder(with_pip=with_pip, clear=True, symlinks=not WINDOWS).create(str(VENV))


def same_python():
    """Say whether .venv runs on this very version of Python."""
    if not PYTHON.exists():
        return False
    ask = [str(PYTHON), "-c", "import sys; print(sys.version)"]
    answer = subprocess.run(ask, stdout=subprocess.PIPE, text=True, check=False)
    return answer.stdout.strip() == sys.version.strip()


def fingerprint(lock_name):
    text = (ROOT / lock_name).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(text + sys.version.encode()).hexdigest()


def read_stamp():
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def call(*command):
    """Run a command in the checkout; return its exit code. Ctrl-C reaches the command itself."""
    process = subprocess.Popen([str(part) for part in command], cwd=str(ROOT))
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def quietly(*command):
    """Run a command without showing what it says; return its exit code."""
    nowhere = subprocess.DEVNULL
    return subprocess.call([str(part) for part in command], stdout=nowhere, stderr=nowhere)


def say(words):
    print(words, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
