"""What is given away: a wheel, made of the source archive alone, that holds all that is needed and no name but ours."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest

from conftest import ROOT

PACKAGES = {"lookalike": ROOT / "src" / "lookalike", "lookalike_training": ROOT / "training" / "lookalike_training"}
MADE = {"__pycache__"}  # by Python, on the way


def build(kind: str, source: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, text=True)
    return next(folder.glob("*.tar.gz" if kind == "sdist" else "*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, which is what installing does with it."""
    home = tmp_path_factory.mktemp("distribution")
    with tarfile.open(build("sdist", ROOT, home)) as archive:
        archive.extractall(home / "source", filter="data")
    with ZipFile(build("wheel", next((home / "source").iterdir()), home)) as archive:
        archive.extractall(home / "installed")
    return home / "installed"


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    return message_from_bytes(next(wheel.glob("*.dist-info/METADATA")).read_bytes())


def files(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file() and not MADE & {*one.parts}}


def test_nothing_but_our_names_is_installed(wheel: Path) -> None:
    assert {one.name for one in wheel.iterdir() if one.suffix != ".dist-info"} == {*PACKAGES}


@pytest.mark.parametrize("package", PACKAGES)
def test_all_of_a_package_is_installed(wheel: Path, package: str) -> None:
    assert files(wheel / package) == files(PACKAGES[package])


def test_what_is_installed_starts_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    code = (
        "import lookalike, lookalike_training.run; from pathlib import Path;"
        "from lookalike.project import load_project;"
        "from lookalike.sample import write_sample; write_sample(Path('demo')); load_project('demo');"
        "print(lookalike.__file__, lookalike_training.__file__, sep='\\n')"
    )
    alone = {**os.environ, "PYTHONPATH": str(wheel)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=alone, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [Path(one).parents[1] for one in done.stdout.splitlines()] == [wheel, wheel]


def test_it_says_what_it_is_and_under_which_licence(wheel: Path, metadata: Message) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    assert next(wheel.glob("*.dist-info/licenses/LICENSE")).read_text(encoding="utf-8").lstrip().startswith("Apache")
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")
