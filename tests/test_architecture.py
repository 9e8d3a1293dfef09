"""The house holds: rooms import to the left only, each heavy library has one door, files stay short."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "lookalike").rglob("*.py"))
TRAINING = sorted((ROOT / "training").rglob("*.py"))

READING_ORDER = [
    "errors",
    "numbers",
    "schema",
    "settings",
    "estimators",
    "project",
    "progress",
    "companies",
    "knowledge",
    "learning",
    "scorecard",
    "ranking",
    "report",
    "workflow",
    "workflow_models",
    "terminal",
    "shell",
    "cli_models",
    "cli",
    "web",
]
# Beside the rooms: the sample writes files for demo and tests; spark is the public name of a scorecard back end.
OUTSIDE = {
    "sample": {"errors", "schema", "settings", "project", "progress"},
    "spark": {"errors", "schema", "settings", "scorecard"},
}
ONLY_THESE_REACH_TRAINING = {"__init__", "terminal", "cli", "cli_models", "web"}
CLOSED_TO_TRAINING = {"report", "web", "cli", "cli_models", "shell", "terminal"}

DOORS = {
    "mlflow": {"training/tracking.py", "training/pyfunc.py"},
    "lightgbm": {"src/lookalike/learning/candidates.py"},
    "numba": {"src/lookalike/scorecard/kernels.py"},
    "pyspark": {"src/lookalike/scorecard/spark.py"},
    "sqlglot": {"src/lookalike/scorecard/sql.py"},
    "jinja2": {"src/lookalike/report/html.py"},
    "matplotlib": {"src/lookalike/report/charts.py", "training/plots.py"},
    "openpyxl": {"src/lookalike/ranking/workbook.py"},
    "shap": set(),
    "pickle": set(),
    "joblib": set(),
}


def imports(file: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every imported module of a file with the names taken from it, wherever it stands in the code."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, tuple(alias.name for alias in node.names)


def room(file: Path) -> str:
    """The room a source file stands in: the first part of its path inside the package."""
    return file.relative_to(ROOT / "src" / "lookalike").parts[0].removesuffix(".py")


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", SOURCES, ids=named)
def test_a_room_imports_only_rooms_to_its_left(file: Path) -> None:
    here = room(file)
    for module, names in imports(file):
        if module == "lookalike" or not module.startswith("lookalike."):
            continue
        there = module.split(".")[1]
        if here == there or here == "__init__":
            continue
        if here in OUTSIDE:
            assert there in OUTSIDE[here], f"{named(file)} imports {module}"
            continue
        if there in OUTSIDE:
            assert here in {"workflow", "workflow_models", "cli", "web"}, f"{named(file)} imports {module}"
            continue
        assert READING_ORDER.index(there) < READING_ORDER.index(here), f"{named(file)} imports {module} {names}"


@pytest.mark.parametrize("file", SOURCES + TRAINING, ids=named)
def test_no_private_name_is_taken_from_another_module(file: Path) -> None:
    for module, names in imports(file):
        if module.split(".")[0] in {"lookalike", "training"}:
            private = [name for name in (*names, *module.split(".")) if name.startswith("_") and name != "__version__"]
            assert not private, f"{named(file)} takes {private} from {module}"


@pytest.mark.parametrize("file", SOURCES, ids=named)
def test_only_the_shell_and_the_web_reach_training(file: Path) -> None:
    if room(file) not in ONLY_THESE_REACH_TRAINING:
        assert not [module for module, _ in imports(file) if module.split(".")[0] == "training"]


@pytest.mark.parametrize("file", TRAINING, ids=named)
def test_training_stays_out_of_report_and_shell(file: Path) -> None:
    for module, _ in imports(file):
        if module.startswith("lookalike."):
            assert module.split(".")[1] not in CLOSED_TO_TRAINING, f"{named(file)} imports {module}"


@pytest.mark.parametrize("library", DOORS)
def test_a_heavy_library_has_one_door(library: str) -> None:
    used = {
        named(file)
        for file in SOURCES + TRAINING
        if "benchmarks" not in file.parts and any(module.split(".")[0] == library for module, _ in imports(file))
    }
    assert used <= DOORS[library], f"{library} is imported outside its door: {sorted(used - DOORS[library])}"


@pytest.mark.parametrize("file", SOURCES + TRAINING, ids=named)
def test_a_file_holds_at_most_300_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


def test_help_answers_without_a_heavy_library() -> None:
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from lookalike.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        f"print(sorted(set({sorted([*DOORS, 'pandas', 'sklearn', 'duckdb'])}) - {{'pickle'}} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip().splitlines()[-1] == "[]"
