"""The licences of everything that is installed with the product: `python tests/licences.py` writes docs/licences.md."""

from __future__ import annotations

import re
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "licences.md"

# What a work under Apache-2.0 may be given away with, whatever is done to it...
PERMISSIVE = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC",
    "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib",
}  # fmt: skip
# ...and what it may use as it stands: whoever changes such a library gives the changed library away under its licence.
AS_IT_STANDS = {"LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "MPL-2.0"}

CALLED = {  # what packages call their licences -> the name that SPDX gives them
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "3-Clause BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
READ = {"axe-playwright-python": "MIT", "huey": "MIT", "skops": "MIT"}  # they say it in the licence's text alone


def locked(lock: str) -> list[str]:
    """The packages of a lock file."""
    return re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==", (ROOT / lock).read_text(encoding="utf-8"), re.M)


def licence(name: str) -> str:
    """The licence of an installed package under its SPDX name, or what the package calls it."""
    told = metadata(name)
    classifiers = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or [] if one.startswith("License")]
    named = [
        *(told.get_all("License-Expression") or []),
        " AND ".join(set(classifiers)),
        *(told.get_all("License") or []),
    ]
    said = READ.get(name) or next(filter(None, named), "")
    return CALLED.get(said, said)


def unfit(said: str) -> set[str]:
    """The licences of an expression that are not known to fit; of alternatives one is enough."""
    choices = [set(choice.strip(" ()").split(" AND ")) for choice in said.split(" OR ")]
    return min((choice - PERMISSIVE - AS_IT_STANDS for choice in choices), key=len)


def page() -> str:
    """Docs/licences.md."""
    product = locked("requirements.lock")
    tools = [name for name in locked("requirements-dev.lock") if name not in product]
    return TEXT.format(product=_table(product), tools=_table(tools))


def _table(names: list[str]) -> str:
    return "\n".join(["| package | licence |", "|---|---|", *(f"| {name} | {licence(name)} |" for name in names)])


TEXT = """\
# Licences

For whoever passes `lookalike` on, or asks what comes with it. It stands under Apache-2.0. All that it needs may be used
with it: the licences below are permissive, but for LGPL and MPL, which ask something only of those who change these
libraries themselves; they are installed as they stand, beside the product, and nothing of them is copied into it.

`make licences` writes this page from what the packages say of themselves; a test fails when it is out of date, or when
a package comes under a licence that is not known to fit. `make sbom` writes the same with versions and who needs whom,
as CycloneDX, to `dist/sbom.json`; `make audit` asks whether a fault is known of any of the locked versions.

## What is installed with the product

{product}

## What only tests and checks need, and Spark

{tools}
"""

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
