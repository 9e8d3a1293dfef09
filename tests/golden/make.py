"""Keep what this release writes, a project with its run and its model: `make golden` writes tests/golden/VERSION.

Once per release, as its last change: what stands there is read by every later release, and not made again.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import lookalike
from lookalike.sample import write_sample

HERE = Path(__file__).parent
FIRMS, LISTED = 240, 60
KEPT = ("kunder.csv", "salg.csv", "prospekter.csv", "lookalike.toml")
SETTINGS = """\
name = "golden"

[inputs]
accounts = "kunder.csv"
deals = "salg.csv"
prospects = "prospekter.csv"

[money]
currency = "NOK"
"""
TOLD = ("report.html", "report.md", "prospects.csv")  # to people, and never read again


def main() -> None:
    """Run the product on a small part of the sample company."""
    home = HERE / lookalike.__version__
    shutil.rmtree(home, ignore_errors=True)
    write_sample(home / "project")
    for file in (home / "project").iterdir():
        if file.name not in KEPT:
            file.unlink()
    (home / "project" / "lookalike.toml").write_text(SETTINGS, encoding="utf-8")
    known = shorten(home / "project" / "kunder.csv", FIRMS)
    shorten(home / "project" / "salg.csv", of={line.split(";")[0] for line in known}, place=2)
    shorten(home / "project" / "prospekter.csv", LISTED)
    with tempfile.TemporaryDirectory() as diary:
        lookalike.run(home / "project", home / "models", diary)
    for name in TOLD:
        (home / "project" / "out" / name).unlink()
    for one in [*home.rglob(".*lock"), *home.rglob("*.diary.json")]:  # the diary's own names where the files lay
        one.unlink()


def shorten(file: Path, most: int | None = None, of: set[str] | None = None, place: int = 0) -> list[str]:
    """Leave the heading and the first lines, or those that name one of some companies; these lines."""
    heading, *lines = file.read_text(encoding="utf-8-sig").splitlines()
    lines = [line for line in lines if of is None or line.split(";")[place] in of][:most]
    file.write_text("\n".join([heading, *lines, ""]), encoding="utf-8")
    return lines


if __name__ == "__main__":
    main()
