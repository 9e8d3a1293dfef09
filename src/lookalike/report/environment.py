"""Templates that speak a language, for the report and for the app: what people wrote is escaped in them."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lookalike.languages import Language, say


def environment(templates: Path, language: Language) -> Environment:
    """The templates of a folder, in a language.

    `say(key, ...)` tells a sentence in them, `code` is the language's, and as filters `written(kind, ...)` writes a
    value as its kind asks, `label` and `criterion` call an attribute and a criterion by name. A name that is not
    given is an error.

    Parameters
    ----------
    templates : Path
    language : Language

    Examples
    --------
    >>> from lookalike.languages import language
    >>> made = environment(Path("templates"), language("no"))
    >>> made.from_string("{{ say('columns.employees') }}: {{ name }}").render(name="<b>")
    'Ansatte: &lt;b&gt;'
    """
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "say": lambda key, **values: language.tell(say(key, **values)),
        "code": language.locale.language,
    }
    made.filters |= {
        "written": lambda value, kind="", **beside: language.written(value, kind, beside),
        "label": language.label,
        "criterion": language.criterion,
    }
    return made
