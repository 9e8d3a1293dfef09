"""`lookalike.toml` as one small frozen object: defaults serve, unknown keys are refused, problems come together."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from lookalike.errors import did_you_mean
from lookalike.languages import LANGUAGES, Own, meanings, say
from lookalike.schema import CRITERIA, EVIDENCE, MARKS, TABLES
from lookalike.settings.inputs import Inputs
from lookalike.settings.section import Positive, Section, Share


class Features(Section):
    """Which columns may become features; by heading or canonical name."""

    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()


class Goal(Section):
    """What makes a customer one of the best."""

    best_by: Literal["revenue", "margin", "speed", "loyalty", "orders", "mix"] = "revenue"
    weights: dict[Literal["revenue", "margin", "speed", "loyalty", "orders"], Positive] = {}
    count: Literal["auto", 10, 20, 50] = "auto"
    groups_by: Literal["revenue", "licences"] = "revenue"
    groups: tuple[Positive, ...] = ()
    focus: str = ""
    maturity: Literal["young", "mature"] = "mature"


class PanelVote(Section):
    """One person's view of a buying criterion in a segment: how much it matters to buyers, how good we are at it."""

    segment: str
    criterion: str
    importance: Annotated[float, Field(gt=0, le=10)]
    strength: Annotated[float, Field(ge=0, le=10)]
    by: str


class Segments(Section):
    """How the base is divided, and what you call the parts."""

    count: Literal["auto", 2, 3, 4, 5, 6, 7] = "auto"
    attributes: tuple[str, ...] = ()
    names: dict[str, str] = {}
    promise: dict[str, str] = {}
    offer: dict[str, str] = {}
    need_match: dict[str, Annotated[float, Field(ge=0, le=10)]] = {}
    panel: tuple[PanelVote, ...] = ()


class ManualPoints(Section):
    """Points given by a person, who signs for them."""

    segment: str
    criterion: Literal[CRITERIA]  # type: ignore[valid-type]
    points: Annotated[int, Field(ge=0, le=3)]
    author: str
    date: date
    reason: str


class Criteria(Section):
    """Weights, cuts and manual points of the 0-3 criteria."""

    weights: dict[str, Annotated[float, Field(ge=0)]] = {}
    cuts: dict[str, tuple[float, float, float]] = {}
    manual: tuple[ManualPoints, ...] = ()

    def fingerprint(self) -> str:
        """SHA-256 of what they say, to tell whether they changed."""
        return sha256(self.model_dump_json().encode()).hexdigest()

    @field_validator("weights", "cuts")
    @classmethod
    def _known(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        for name in sorted(set(value) - set(CRITERIA)):
            # Company-level criteria (`fit_<attribute>`) come from the data: they have weights, but no cuts.
            if not (info.field_name == "weights" and name.startswith("fit_")):
                raise ValueError(say("settings.no_criterion", name=name, hint=did_you_mean(name, CRITERIA)))
        return value


class Qualify(Section):
    """A non-standard criterion: a rule on attributes that keeps or drops single companies."""

    rule: str
    effect: Literal["qualify", "disqualify"] = "qualify"
    name: str = ""


class Strength(Section):
    """What we are good at, and the motive, trend or trigger that it answers: a rule on attributes."""

    name: str
    when: str
    meets: Literal["motive", "trend", "trigger"] = "motive"
    weight: Positive = 1.0


class Score(Section):
    """How the list is ranked and cut."""

    rank_by: Literal["best", "similarity", "value", "win", "rules"] = "best"
    capacity: Annotated[int, Field(ge=1)] | None = None
    grades: tuple[Share, Share, Share] = (0.1, 0.3, 0.6)
    exploration: Share = 0.0
    control: Annotated[float, Field(ge=0.0, le=0.5)] = 0.0
    language: Literal[LANGUAGES] = "en"  # type: ignore[valid-type]

    @field_validator("grades")
    @classmethod
    def _rising(cls, value: tuple[float, float, float]) -> tuple[float, float, float]:
        if list(value) != sorted(value):
            raise ValueError(say("settings.grades"))
        return value


class Exclude(Section):
    """Who never appears among the prospects."""

    customers: bool = True
    open_deals: bool = True
    group_of_customers: bool = True
    competitors: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    dissolved: bool = True
    advertising_blocks: bool = True
    natural_persons: bool = True
    lost_within_days: Annotated[int, Field(ge=0)] = 0
    ex_customer_after_days: Annotated[int, Field(ge=1)] | None = None


class Learning(Section):
    """How the model is made and judged."""

    test_from: date | None = None
    embargo_days: Annotated[int, Field(ge=0)] = 0
    monotone: dict[str, Literal["rising", "falling"]] = {}
    folds: Annotated[int, Field(ge=2, le=10)] = 5
    seed: int = 7


class Portfolio(Section):
    """Weights of the account matrix and the leaders' own lists of key accounts."""

    weights: dict[str, Positive] = {}
    lists: dict[str, tuple[str, ...]] = {}


class Plan(Section):
    """The revenue goal and hit rates that the data do not tell; rates are per stage, 0-1."""

    revenue_goal: Positive | None = None
    rates: dict[Literal["contact", "deal", "meeting", "quote", "order"], Share] = {}
    order_value: Positive | None = None


class Money(Section):
    """The project's currency and the rate of one unit of each other currency in it."""

    currency: str = ""
    rates: dict[str, Positive] = {}


class Privacy(Section):
    """Personal data are aggregated only, and only when asked for."""

    persona: bool = True
    personal_attributes: bool = False
    smallest_group: Annotated[int, Field(ge=5)] = 5


class Settings(Section):
    """All of `lookalike.toml`.

    Examples
    --------
    >>> Settings.model_validate({"name": "nordlys", "inputs": {"deals": "deals.csv"}}).score.rank_by
    'best'
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
    inputs: Inputs
    as_of: date | None = None
    columns: dict[Literal[tuple(TABLES)], dict[str, str]] = {}  # type: ignore[valid-type]
    features: Features = Features()
    goal: Goal = Goal()
    segments: Segments = Segments()
    criteria: Criteria = Criteria()
    qualify: tuple[Qualify, ...] = ()
    strengths: tuple[Strength, ...] = ()
    score: Score = Score()
    exclude: Exclude = Exclude()
    learning: Learning = Learning()
    portfolio: Portfolio = Portfolio()
    plan: Plan = Plan()
    money: Money = Money()
    privacy: Privacy = Privacy()
    words: dict[str, dict[str, tuple[str, ...]]] = {}

    @property
    def phrases(self) -> Own:
        """What words in the files mean, as `[words]` says: (topic, meaning, phrase)."""
        return tuple(
            (topic, meaning, phrase.casefold())
            for topic, said in self.words.items()
            for meaning, phrases in said.items()
            for phrase in phrases
        )

    @field_validator("words")
    @classmethod
    def _meant(cls, value: dict[str, dict[str, tuple[str, ...]]]) -> dict[str, dict[str, tuple[str, ...]]]:
        known = meanings()
        for topic, said in value.items():
            if topic not in known:
                hint = did_you_mean(topic, list(known))
                raise ValueError(say("settings.no_topic", topic=topic, hint=hint))
            for meaning in sorted(set(said) - set(known[topic])):
                hint = did_you_mean(meaning, known[topic])
                raise ValueError(say("settings.no_meaning", topic=topic, meaning=meaning, hint=hint))
            folded = [phrase.casefold() for phrases in said.values() for phrase in set(phrases)]
            for phrase in sorted({one for one in folded if folded.count(one) > 1}):
                raise ValueError(say("settings.two_meanings", topic=topic, phrase=phrase))
        return value

    @field_validator("columns")
    @classmethod
    def _canonical(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for table, mapping in value.items():
            # A flat deals file carries the company's attributes too.
            known = [*TABLES[table], *((*TABLES["accounts"], *EVIDENCE) if table == "deals" else ()), *MARKS]
            for name in set(mapping) - set(known):
                hint = did_you_mean(name, known)
                raise ValueError(say("settings.no_column", table=table, column=name, hint=hint))
        return value
