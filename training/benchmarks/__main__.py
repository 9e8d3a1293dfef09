"""`python -m training.benchmarks [NAME...]`: run the named benchmarks, or all; tables and plots go to `results/`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pandas as pd

HERE = Path(__file__).parent
RESULTS = HERE / "results"


def main(names: list[str]) -> None:
    """Run every module that has a `run()` needing no arguments."""
    for name in names or sorted(benchmarks()):
        run = getattr(import_module(benchmarks()[name]), "run", None)
        if run is None or any(one.default is Parameter.empty for one in signature(run).parameters.values()):
            print(f"{name}: has no run() without arguments")
            continue
        write(name)


def benchmarks() -> dict[str, str]:
    """Name of each benchmark -> its module, from all rooms."""
    rooms = [room.name for room in iter_modules([str(HERE)]) if room.ispkg]
    return {
        module.name: f"training.benchmarks.{room}.{module.name}"
        for room in rooms
        for module in iter_modules([str(HERE / room)])
    }


def write(name: str, **arguments: Any) -> None:
    """Run one benchmark and write NAME.csv, and NAME.png where it can `draw`.

    A benchmark that takes long gives its table again whenever it has grown, so that a run broken off has written what
    it did. The files hold one run each and nothing else.
    """
    RESULTS.mkdir(exist_ok=True)
    module = import_module(benchmarks()[name])
    found = module.run(**arguments)
    for grown in found if isinstance(found, Iterator) else [found]:
        table = pd.DataFrame(grown)
        table.to_csv(RESULTS / f"{name}.csv", index=False)
        if hasattr(module, "draw"):
            module.draw(table).savefig(RESULTS / f"{name}.png", dpi=150)
    print(f"\n{name}\n{table.T.to_string()}")


if __name__ == "__main__":
    main(sys.argv[1:])
