"""Job titles read as function and level: "IT-sjef" and "Head of IT" are the same kind of person."""

from __future__ import annotations

from lookalike.languages import phrases, spoken

WHOLE = "general management"
DISTANCE = {"chair or owner": 0, "CEO": 0, "executive": 1, "manager": 2, "specialist": 3, "assistant": 3}
"""Level -> levels below the chief executive (N-1 = 1), as titles usually stand."""


def level_of(title: str | None) -> str | None:
    """Level of a job title; a specialist where the title names none.

    Examples
    --------
    >>> [level_of(title) for title in ("CTO", "Daglig leder", "IT-sjef", "Myyntipäällikkö", "Consultant", None)]
    ['executive', 'CEO', 'manager', 'manager', 'specialist', None]
    >>> [level_of(title) for title in ("Vice President", "Product Owner", "Adm. direktør", "HR Business Partner")]
    ['executive', 'specialist', 'CEO', 'specialist']
    """
    if not title or not any(map(str.isalnum, title)):
        return None
    return next(iter(phrases("level").said(title)), "specialist")


def function_of(title: str | None) -> str | None:
    """Function of a job title; None when the title does not tell.

    The last one named counts, as the words before it narrow it, and the first of several parts: a digital marketing
    manager is in marketing. Whoever leads the whole company is in general management, unless the title says more.

    Examples
    --------
    >>> [function_of(title) for title in ("CTO", "Daglig leder", "Innkjøpssjef", "Ekonomichef", "Wizard")]
    ['IT', 'general management', 'purchasing', 'finance', None]
    >>> [function_of(title) for title in ("Digital Marketing Manager", "IT Sales Manager", "Vice President", "Owner")]
    ['marketing', 'sales', None, 'general management']
    """
    known, said = phrases("function"), spoken(title or "")
    parts = ([one for one in known.heard(part) if one != WHOLE] for part in said.split("|"))
    return next((part[-1] for part in parts if part), WHOLE if WHOLE in known.heard(said) else None)
