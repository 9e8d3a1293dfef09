"""`python -m training.benchmarks [NAME...]`: run the named benchmarks, or all; tables and plots go to `results/`."""

from __future__ import annotations

import sys
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path
from pkgutil import iter_modules

import pandas as pd

HERE = Path(__file__).parent
RESULTS = HERE / "results"


def main(names: list[str]) -> None:
    """Run every module that has a `run()` needing no arguments; write NAME.csv, and NAME.png where it can `draw`."""
    RESULTS.mkdir(exist_ok=True)
    for name in names or sorted(module.name for module in iter_modules([str(HERE)])):
        if name == "__main__":
            continue
        module = import_module(f"training.benchmarks.{name}")
        run = getattr(module, "run", None)
        if run is None or any(one.default is Parameter.empty for one in signature(run).parameters.values()):
            print(f"{name}: has no run() without arguments")
            continue
        table = pd.DataFrame(run())
        table.to_csv(RESULTS / f"{name}.csv", index=False)
        if hasattr(module, "draw"):
            module.draw(table).savefig(RESULTS / f"{name}.png", dpi=150)
        print(f"\n{name}\n{table.T.to_string()}")


if __name__ == "__main__":
    main(sys.argv[1:])
