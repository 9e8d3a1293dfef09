"""What the app works on: a project, its models, and what lies of its last run, opened once and anew after each run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lookalike import workflow
from lookalike.companies.notes import Notes
from lookalike.errors import LookalikeError
from lookalike.project import Project, load_project
from lookalike.runs import Run, opened
from lookalike.web.listing import Listing
from lookalike.web.work import Work, standing

if TYPE_CHECKING:
    from lookalike.scorecard.store import Bundle


@dataclass
class Place:
    """One project on this machine.

    Parameters
    ----------
    folder : Path
        The project's folder; it need not hold a project yet.
    models, mlruns : Path
        Where models and MLflow's diary are.
    """

    folder: Path
    models: Path
    mlruns: Path
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _trying: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _listing: tuple[dict[str, Any], Listing] | None = field(default=None, repr=False)
    _sections: tuple[Any, dict[str, Any]] | None = field(default=None, repr=False)
    _tried: tuple[Any, dict[str, Any]] | None = field(default=None, repr=False)
    _bundle: tuple[Path, Bundle] | None = field(default=None, repr=False)

    @property
    def project(self) -> Project:
        """The project as its settings stand now."""
        return load_project(self.folder)

    @cached_property
    def notes(self) -> Notes:
        """What people noted about companies."""
        return Notes(self.folder)

    @property
    def work(self) -> Work:
        """How the work in the background stands."""
        return standing(self.folder)

    @property
    def has_run(self) -> bool:
        """Whether there is anything to show yet."""
        try:
            return opened(self.project.out).current
        except LookalikeError:
            return False

    @property
    def run(self) -> Run:
        """The last run.

        Raises
        ------
        InputError
            There is none.
        """
        return opened(self.project.out)

    @property
    def listing(self) -> Listing:
        """The last run's list, opened anew when another run takes its place."""
        run = self.run
        with self._lock:
            if self._listing is None or self._listing[0] != run.about:
                self._listing = (run.about, Listing(run.file("prospects.parquet")))
            return self._listing[1]

    def left_out(self, prospect_id: str) -> dict[str, Any]:
        """What is known of a company that is not on the last run's list."""
        excluded = self.run.table("excluded")
        named = excluded.loc[excluded["id"].astype(str) == prospect_id, "name"].dropna()
        return {"prospect_id": prospect_id, "name": next(iter(named), None)}

    @property
    def sections(self) -> dict[str, Any]:
        """What the last run's report shows, as data told in the project's language; read once per run.

        What was changed since the run stands under `changed` and is looked at anew.
        """
        run, project = self.run, self.project
        made = (run.about, project.settings.score.language)
        with self._lock:
            if self._sections is None or self._sections[0] != made:
                self._sections = (made, workflow.sections(project))
            return self._sections[1] | {"changed": run.changed(project)}

    @property
    def tried(self) -> dict[str, Any]:
        """What the criteria of today's settings would do, as `workflow.try_rules` tells; worked out once per change."""
        run, project = self.run, self.project
        made = (run.about, project.settings)
        with self._trying:  # it takes a second on a list of a million, and other pages need not wait
            if self._tried is None or self._tried[0] != made:
                self._tried = (made, workflow.try_rules(project, self.models))
            return self._tried[1]

    @property
    def bundle(self) -> Bundle:
        """The champion, read again when another one takes its place."""
        from lookalike.scorecard.store import load
        from lookalike.scorecard.versions import find

        folder = find(self.models, self.project.settings.name)
        with self._lock:
            if self._bundle is None or self._bundle[0] != folder:
                self._bundle = (folder, load(folder))
            return self._bundle[1]
