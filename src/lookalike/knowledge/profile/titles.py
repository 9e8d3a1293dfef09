"""Job titles in five languages read as function and level: "IT-sjef" and "Head of IT" are the same kind of person."""

from __future__ import annotations

import re

# The first pattern that matches decides; narrow words stand before wide ones.
_LEVELS = (
    (
        "chair or owner",
        r"\b(styreleder|styreformann|ordförande|puheenjohtaja|chairman|chairwoman|chair|founder|owner|"
        r"grunnlegger|grundare|perustaja|omistaja|eier|ägare|oprichter|eigenaar|partner)\b",
    ),
    ("assistant", r"assist|sekret|sihteeri|intern\b|trainee|praktikant|harjoittelija|stagiair"),
    (
        "CEO",
        r"\b(ceo|chief executive|administrerende direktør|adm\.? ?dir|daglig leder|konsernsjef|vd|"
        r"verkställande direktör|toimitusjohtaja|tj|algemeen directeur|managing director|general manager|president)\b",
    ),
    (
        "executive",
        r"\bc[iftmohprds]o\b|\bchief\b|\bvp\b|vice president|\bevp\b|\bsvp\b|direkt|direct(or|eur)|johtaja\b|"
        r"finanschef|økonomisjef|talouspäällik",
    ),
    (
        "manager",
        r"manager|\bhead\b|leder\b|sjef\b|chef\b|päällikkö|hoofd|leidinggevende|lead\b|ansvarlig|ansvarig|"
        r"verantwoordelijke|koordinator|supervisor|vastaava",
    ),
    ("specialist", r"\w"),
)
_FUNCTIONS = (
    (
        "IT",
        r"\bit\b|\bit[- ]|\bict\b|\bcio\b|\bcto\b|\bciso\b|tekno|teknisk|technolog|tietohallin|tietotek|system|"
        r"develop|utvikl|utveckl|software|data\b|digital|security|arkitekt|architect",
    ),
    ("finance", r"financ|finans|økonomi|ekonomi|talous|\bcfo\b|controller|regnskap|redovis|account(ant|ing)|boekhoud"),
    ("purchasing", r"innkjøp|inköp|osto|hankinta|purchas|procure|inkoop|buyer|sourcing"),
    (
        "sales",
        r"\bsales|salg|sälj|försälj|myynti|verkoop|\bcso\b|business develop|account (manager|exec)|kundeansvarlig",
    ),
    ("marketing", r"market|marked|marknad|markkinointi|\bcmo\b|kommunik|communic|viestint|brand"),
    ("HR", r"\bhr\b|human|personal|personell|henkilöst|personeel|people|rekrutter|talent"),
    (
        "operations",
        r"\bcoo\b|operat|operasjon|drift|production|produksjon|produktion|tuotanto|productie|logisti|"
        r"supply|anlegg|facility|vedlikehold|kvalitet|quality|prosjekt|project|projekt",
    ),
    ("legal", r"legal|juri|lawyer|advokat|lakimies|jurist|compliance"),
    (
        "general management",
        r"\bceo\b|chief executive|administrerende|adm\.? ?dir|daglig leder|konsernsjef|\bvd\b|"
        r"verkställande|toimitusjohtaja|algemeen directeur|managing director|general manager|president|owner|founder|"
        r"eier|ägare|omistaja|styre|ordförande|puheenjohtaja|chair|partner",
    ),
)
DISTANCE = {"chair or owner": 0, "CEO": 0, "executive": 1, "manager": 2, "specialist": 3, "assistant": 3}
"""Level -> levels below the chief executive (N-1 = 1), as titles usually stand."""

_COMPILED = {
    name: tuple((label, re.compile(pattern, re.IGNORECASE)) for label, pattern in patterns)
    for name, patterns in (("level", _LEVELS), ("function", _FUNCTIONS))
}


def level_of(title: str | None) -> str | None:
    """Level of a job title.

    Examples
    --------
    >>> [level_of(title) for title in ("CTO", "Daglig leder", "IT-sjef", "Myyntipäällikkö", "Consultant", None)]
    ['executive', 'CEO', 'manager', 'manager', 'specialist', None]
    """
    return _first("level", title)


def function_of(title: str | None) -> str | None:
    """Function of a job title; None when the title does not tell.

    Examples
    --------
    >>> [function_of(title) for title in ("CTO", "Daglig leder", "Innkjøpssjef", "Ekonomichef", "Wizard")]
    ['IT', 'general management', 'purchasing', 'finance', None]
    """
    return _first("function", title)


def _first(kind: str, title: str | None) -> str | None:
    text = title or ""
    return next((label for label, pattern in _COMPILED[kind] if pattern.search(text)), None)
