"""The house holds: rooms import to the left only, each heavy library has one door, files stay short."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "lookalike").rglob("*.py"))
TRAINING = sorted((ROOT / "training").rglob("*.py"))

READING_ORDER = [
    "discover",
    "ending",
    "numbers",
    "languages",
    "errors",
    "schema",
    "settings",
    "estimators",
    "project",
    "amend",
    "progress",
    "companies",
    "knowledge",
    "learning",
    "scorecard",
    "ranking",
    "runs",
    "report",
    "workflow",
    "web",
    "cli",
    "__main__",
]
# The rooms inside a room, and the files that stand beside them, in the same sense.
INSIDE = {
    "companies": [
        "values",
        "read",
        "registers",
        "headings",
        "identity",
        "clean",
        "accounts",
        "market",
        "prospects",
        "notes",
        "attributes",
        "dataset",
        "findings",
        "assemble",
    ],
    "companies.identity": ["keys", "matching", "merge", "references"],
    "knowledge": ["statistics", "rules", "value", "profile", "segments", "criteria", "sales", "understand"],
    "learning": [
        "names",
        "uncertainty",
        "metrics",
        "folds",
        "bins",
        "features",
        "calibration",
        "reliability",
        "offsets",
        "deal_weights",
        "candidates",
        "leak_signs",
        "leaks",
        "leak_findings",
    ],
    "scorecard": ["files", "versions", "tables", "store", "past", "score", "compile", "sql", "spark"],
    "ranking": ["reasons", "order", "compare", "follow", "exports"],
    "lookalike_training": [
        "experiment",
        "assemble",
        "card",
        "plots",
        "pyfunc",
        "entry",
        "tracking",
        "diary",
        "promote",
        "run",
    ],
    "training": ["recipes", "benchmarks"],
}
BESIDE = {"lookalike_training", "training"}  # packages of their own; of `training` nothing is installed
FULL = 15  # files in a folder, its door aside
# Beside the rooms: the sample writes files for demo and tests; spark is the public name of a scorecard back end.
OUTSIDE = {
    "sample": {"errors", "schema", "settings", "project", "progress"},
    "spark": {"errors", "schema", "settings", "scorecard"},
}
REACHES_TRAINING = "src/lookalike/workflow/learning.py"
CLOSED_TO_TRAINING = {"report", "web", "cli"}

DOORS = {
    "mlflow": {"training/lookalike_training/tracking.py", "training/lookalike_training/pyfunc.py"},
    "lightgbm": {"src/lookalike/learning/candidates/boosting.py"},
    "numba": {"src/lookalike/scorecard/tables/kernels.py"},
    "pyspark": {"src/lookalike/scorecard/spark.py"},
    "sqlglot": {f"src/lookalike/scorecard/sql/{name}.py" for name in ("expressions", "points", "prepared", "query")},
    "jinja2": {"src/lookalike/report/environment.py", "src/lookalike/web/pages/rendering.py"},
    "matplotlib": {"src/lookalike/report/charts.py", "training/lookalike_training/plots.py"},
    "openpyxl": {"src/lookalike/ranking/exports/workbook.py"},
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


def module_of(file: Path) -> str:
    """The dotted name of a source file."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    inside = parts[0] == "src" or parts[1] == "lookalike_training"
    return ".".join(parts[1:] if inside else parts).removesuffix(".__init__")


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
            assert here in {"workflow", "cli", "web"}, f"{named(file)} imports {module}"
            continue
        assert READING_ORDER.index(there) < READING_ORDER.index(here), f"{named(file)} imports {module} {names}"


@pytest.mark.parametrize("file", SOURCES + TRAINING, ids=named)
def test_inner_rooms_are_entered_by_their_door_and_from_the_right(file: Path) -> None:
    here = module_of(file)
    for module, names in imports(file):
        for inside, order in INSIDE.items():
            outer = inside if inside in BESIDE else f"lookalike.{inside}"
            if module != outer and not module.startswith(f"{outer}."):
                continue
            below = module.removeprefix(outer).removeprefix(".").split(".")[0]
            inner = below or next((one for one in names if one in order), "")
            if inner not in order or f"{here}.".startswith(f"{outer}.{inner}."):
                continue
            if outer not in BESIDE:
                assert module in {outer, f"{outer}.{inner}"}, (
                    f"{named(file)} passes the door of {outer}.{inner}: {module}"
                )
            if here.startswith(f"{outer}."):
                mine = here.removeprefix(f"{outer}.").split(".")[0]
                assert order.index(inner) < order.index(mine), f"{named(file)} imports {module} {names}"


def test_the_picture_of_imports_has_no_circle() -> None:
    files = {module_of(file): file for file in SOURCES + TRAINING}
    graph = {
        name: {
            one
            for module, names in imports(file)
            for one in (module, *(f"{module}.{name}" for name in names))
            if one in files and one != name and not name.startswith(f"{one}.")
        }
        for name, file in files.items()
        if file.name != "__init__.py"
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_no_room_is_a_corridor() -> None:
    for folder in sorted({file.parent for file in SOURCES + TRAINING}):
        files = [one.name for one in folder.glob("*.py") if one.name != "__init__.py"]
        assert len(files) <= FULL, f"{named(folder)} has {len(files)} files"


@pytest.mark.parametrize("door", [file for file in SOURCES + TRAINING if file.name == "__init__.py"], ids=named)
def test_every_room_says_what_it_does(door: Path) -> None:
    assert ast.get_docstring(ast.parse(door.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", SOURCES + TRAINING, ids=named)
def test_no_private_name_is_taken_from_another_module(file: Path) -> None:
    for module, names in imports(file):
        if module.split(".")[0] in {"lookalike", *BESIDE}:
            private = [name for name in (*names, *module.split(".")) if name.startswith("_") and name != "__version__"]
            assert not private, f"{named(file)} takes {private} from {module}"


def test_one_file_reaches_training() -> None:
    reach = {named(file) for file in SOURCES for module, _ in imports(file) if module.split(".")[0] in BESIDE}
    assert reach == {REACHES_TRAINING}


def test_what_is_installed_needs_nothing_that_is_not() -> None:
    installed = [file for file in SOURCES + TRAINING if not module_of(file).startswith("training.")]
    assert not {named(file) for file in installed for module, _ in imports(file) if module.split(".")[0] == "training"}


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


@pytest.mark.parametrize(
    "asked",
    [
        "from typer.testing import CliRunner; from lookalike.cli import app; "
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0",
        "from typer.testing import CliRunner; from lookalike.cli import app; "
        "assert CliRunner().invoke(app, ['models', 'list', '--models', 'nowhere']).exit_code == 0",
        "import lookalike.workflow",
        "import lookalike; lookalike.run, lookalike.explain",
    ],
    ids=["--help", "models list", "workflow", "lookalike"],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(asked: str) -> None:
    heavy = sorted({*DOORS, "pandas", "sklearn", "scipy", "duckdb", "pyarrow"} - {"pickle"})
    code = f"import sys; {asked}; print(sorted({set(heavy)} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip().splitlines()[-1] == "[]"


def test_a_list_is_made_anew_without_what_only_learning_needs() -> None:
    rooms = "companies.assemble, workflow.listing, knowledge.understand, scorecard.score, report.html, runs.write"
    asked = ", ".join(f"lookalike.{room.strip()}" for room in rooms.split(","))
    heavy = {"sklearn", "scipy.stats", "lightgbm", "mlflow", "openpyxl"}
    code = f"import sys, {asked}; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
