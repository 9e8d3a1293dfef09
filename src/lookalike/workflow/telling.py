"""What a run says as pages to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lookalike.languages import Language
    from lookalike.project import Project
    from lookalike.runs import Documents


def report(project: Project, code: str = "") -> dict[str, str]:
    """The report of the last run again, from what the run left and in any language.

    Parameters
    ----------
    project : Project
    code : str, default ""
        A language; default: the project's.

    Returns
    -------
    dict of file name to text

    Raises
    ------
    InputError
        There is no finished run.
    """
    from lookalike.languages import language
    from lookalike.runs import opened

    return pages(opened(project.out).documents(), language(code or project.settings.score.language))


def sections(project: Project) -> dict[str, Any]:
    """What the sections of the last run's report show, as data told in the project's language.

    Raises
    ------
    InputError
        There is no finished run.
    """
    from lookalike.languages import language
    from lookalike.report.page import TOP, page
    from lookalike.runs import opened

    run = opened(project.out)
    shown = page(run.opening(TOP)) | {"ranked": run.rows}
    told: dict[str, Any] = language(project.settings.score.language).told(shown)
    return told


def section(project: Project, name: str) -> str:
    """One section of the last run's report as HTML, in the project's language.

    Parameters
    ----------
    project : Project
    name : str
        As the report's own links call it: "comparison", "trust" ...

    Raises
    ------
    InputError
        There is no finished run.
    """
    from lookalike.languages import language
    from lookalike.report.html import render_section
    from lookalike.report.page import TOP, page
    from lookalike.runs import opened

    return render_section(page(opened(project.out).opening(TOP)), language(project.settings.score.language), name)


def pages(documents: Documents, spoken: Language) -> dict[str, str]:
    """The report as HTML and as Markdown, by the names of their files."""
    from lookalike.report.html import render
    from lookalike.report.markdown import markdown
    from lookalike.report.page import page

    shown = page(documents)
    return {"report.html": render(shown, spoken), "report.md": markdown(shown, spoken)}
