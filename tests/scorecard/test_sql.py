"""The SQL of a bundle gives the scores of the bundle, executed in real databases on hostile values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
import sqlglot

from lookalike.errors import BundleError, InputError
from lookalike.learning.bins import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.learning.calibration import Calibration
from lookalike.schema import Kind
from lookalike.scorecard.score import noise, score_frame
from lookalike.scorecard.sql import to_sql
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables.kernels import strongest
from lookalike.scorecard.tables.scale import Scale
from lookalike.scorecard.tables.scorecard import Scorecard, Table, combine
from toys import toy_bundle

HOSTILE = 'O\'Law "quoted" `tick` \\ ; -- %'
HEADING = "Bransje (kode)"
SPACED = "\tfarm\u00a0\r\n"
SECTORS = ("Farm", "IT", HOSTILE, "Ærø")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    heads = [10.0, np.nextafter(10.0, 11), 0.1 + 0.2, -5.0, 1e300, np.nan, 25.0, 40.0]
    sector = [
        "Farm",
        " FARM ",
        "\tfarm\u00a0\r\n",
        HOSTILE,
        HOSTILE.upper(),
        "ÆRØ",
        "never seen",
        "",
        " ",
        "N/A",
        "-",
        None,
        "IT",
        "it",
    ]
    tech = ["SAP", "Azure;SAP", "azure, sap", "SAPIENT", "n/a", None, "50%_x"]
    drawn = {name: rng.choice(np.array(v, dtype=object), 400) for name, v in (("s", sector), ("t", tech))}
    columns = {"heads": rng.choice(heads, 400), HEADING: drawn["s"], "tech": drawn["t"]}
    return pd.DataFrame({"prospect_id": [f"P{n:03}" for n in range(400)], **columns})


@pytest.fixture(scope="module")
def bundle(frame: pd.DataFrame) -> Bundle:
    rng = np.random.default_rng(0)
    features = (
        Feature("heads", "heads", "size", "Heads", Kind.NUMBER, "", NumericBins((0.1 + 0.2, 10.0, 25.0))),
        Feature(
            HEADING, HEADING, "indus'try", "Sector", Kind.CATEGORY, "", CategoryBins(("Farm", "IT", HOSTILE, "Ærø"))
        ),
        Feature("tech=SAP", "tech", "technology", "Tech: SAP", Kind.SET, "", TokenBins("SAP")),
        Feature("tech=50%_x", "tech", "technology", "Tech: 50%_x", Kind.SET, "", TokenBins("50%_x")),
    )
    pair = Table((0, 1), (rng.normal(size=(5, 6)), rng.normal(size=(5, 6))))
    card = Scorecard(features, (pair, Table((2,), (rng.normal(size=3),)), Table((3,), (rng.normal(size=3),))), -0.3)
    win = Scorecard(features[:1], (Table((0,), (rng.normal(size=5),)),), 0.2)
    value = Scorecard(features[:2], (Table((0, 1), (np.ones((5, 6)), rng.normal(size=(5, 6)))),), 9.0)
    known = frame
    curve = Calibration((-2.0, 0.5, 2.0), (0.1, 0.4, 0.95))
    scales = {"score": Scale(-0.5, 1.5), "similarity": Scale(0.5, 0.4)}
    like = Scorecard(features[2:3], (Table((0,), (rng.normal(size=3),)),), 0.1)
    parts = {"win": win, "value": value, "similarity": like}
    return toy_bundle(card, known, **parts, scales=scales, smear=1.3, ceiling=4e4, rank_by="best", calibration=curve)


def compare(bundle: Bundle, frame: pd.DataFrame, answer: pd.DataFrame) -> None:
    wanted = score_frame(bundle, frame)
    answer = answer.sort_values("prospect_id", ignore_index=True)
    shap = [f"shap_{feature.name}" for feature in bundle.rank.features]
    for column in ("raw", "win_probability", *shap):
        np.testing.assert_allclose(answer[column].astype(float), wanted[column], rtol=0, atol=1e-7)
    for column in ("score", "similarity"):  # a last digit that lies halfway is rounded up or down
        np.testing.assert_allclose(answer[column].astype(float), wanted[column], rtol=0, atol=0.0101)
    for column in ("deal_value", "expected_value"):
        np.testing.assert_allclose(answer[column].astype(float), wanted[column], rtol=1e-7)
    names = list(dict.fromkeys(feature.concept for feature in bundle.rank.features))
    places = np.array([names.index(feature.concept) for feature in bundle.rank.features], dtype=np.int32)
    favour, _ = strongest(np.ascontiguousarray(wanted[shap].to_numpy().T), places, noise(bundle))
    told = answer[["reason_1", "reason_2", "reason_3"]].to_numpy(dtype=object)
    for row, reasons in zip(favour[:, :3], told, strict=True):
        assert [names[places[one]] for one in row if one >= 0] == [reason for reason in reasons if not pd.isna(reason)]
    assert len(set(told[:, 0].tolist())) == len(names) + 1


def test_duckdb_gives_the_same_scores(bundle: Bundle, frame: pd.DataFrame) -> None:
    with duckdb.connect() as database:
        database.register("companies", frame)
        compare(bundle, frame, database.sql(to_sql(bundle, "duckdb", "companies")).df())


@pytest.mark.xdist_group("postgres")
def test_postgresql_gives_the_same_scores(postgres: str, bundle: Bundle, frame: pd.DataFrame) -> None:
    import psycopg

    create = f'create table companies (prospect_id text, heads double precision, "{HEADING}" text, tech text)'
    with psycopg.connect(postgres) as connection, connection.cursor() as cursor:
        cursor.execute(create)
        cursor.executemany("insert into companies values (%s, %s, %s, %s)", frame.to_numpy(dtype=object).tolist())
        cursor.execute(to_sql(bundle, "postgres", "companies").encode())
        names = [column.name for column in cursor.description or ()]
        compare(bundle, frame, pd.DataFrame(cursor.fetchall(), columns=names))


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "bigquery", "snowflake"])
def test_every_dialect_reads_its_own_query(bundle: Bundle, dialect: str) -> None:
    query: Any = sqlglot.parse_one(to_sql(bundle, dialect, "companies"), read=dialect)
    assert query.named_selects[:4] == ["prospect_id", "heads", HEADING, "tech"]
    literals = {literal.this for literal in query.find_all(sqlglot.exp.Literal) if literal.is_string}
    assert {HOSTILE.lower(), "indus'try", ";50%_x;"} <= literals


@pytest.fixture(scope="module")
def sum_of_parts(bundle: Bundle) -> Bundle:
    """The same ranked by a weighted sum of its three scorecards."""
    parts = [(0.8, bundle.win), (0.3, bundle.value), (1.7, bundle.similarity)]
    return replace(bundle, rank=combine([(weight, card) for weight, card in parts if card]).shifted(-3.0))


def test_a_ranking_that_is_a_sum_of_scorecards_is_looked_up_in_these(sum_of_parts: Bundle, frame: pd.DataFrame) -> None:
    query = to_sql(sum_of_parts, "duckdb", "companies")
    assert '"rank: ' not in query
    with duckdb.connect() as database:
        database.register("companies", frame)
        compare(sum_of_parts, frame, database.sql(query).df())


def test_the_query_does_not_grow_with_the_accounts(bundle: Bundle) -> None:
    many = pd.concat([bundle.reference] * 50, ignore_index=True)
    assert to_sql(replace(bundle, reference=many.assign(account_id=many.index.astype(str)))) == to_sql(bundle)


OWN = {
    "prospect_id": "Org.nr",
    "revenue": "Omsetning (tusen NOK)",
    "employees": "Antall ansatte",
    "industry_code": "Næringskode",
}


@pytest.fixture(scope="module")
def canonical() -> tuple[Bundle, pd.DataFrame]:
    """A model that reads canonical columns and the levels of the industry code, and a table written like a file."""
    codes = ["62010", "62.010", "SNI 62.020", "01.110", "99999", "62", None]
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        {
            "prospect_id": [f"P{n:03}" for n in range(200)],
            "revenue": rng.choice(["5", "1500", "25000.5", "", "n/a", "1e3"], 200),
            "employees": rng.choice(["3", " 40", "", "250"], 200),
            "industry_code": rng.choice(np.array(codes, dtype=object), 200),
        }
    )
    levels = {
        "industry_code": ("62.010", "01.110"),
        "industry_code_sector": ("Information and communication", "Agriculture, forestry and fishing"),
        "industry_code_2": ("62 Computer programming and consultancy",),
        "industry_code_3": ("62.0", "01.1"),
    }
    features = [
        Feature("revenue", "revenue", "revenue", "", Kind.NUMBER, "", NumericBins((1e6, 2e6))),
        Feature("employees", "employees", "employees", "", Kind.NUMBER, "", NumericBins((10.0, 100.0))),
        *(Feature(n, n, "industry", "", Kind.CATEGORY, "", CategoryBins(values)) for n, values in levels.items()),
    ]
    tables = [Table((place,), (rng.normal(size=one.bins.size),)) for place, one in enumerate(features)]
    card = Scorecard(tuple(features), tuple(tables), 0.1)
    known = pd.DataFrame({name: [1.0] if name in ("revenue", "employees") else [None] for name in (*OWN, *levels)})
    return toy_bundle(card, known), frame


@pytest.mark.parametrize("headings", [{}, OWN])
def test_headings_units_and_codes_of_a_table_are_prepared(
    canonical: tuple[Bundle, pd.DataFrame], headings: dict
) -> None:
    bundle, frame = canonical
    with duckdb.connect() as database:
        database.register("companies", frame.rename(columns=headings))
        answer = database.sql(to_sql(bundle, "duckdb", "companies", headings)).df()
    money = pd.to_numeric(frame["revenue"], errors="coerce") * (1000 if headings else 1)
    wanted = score_frame(bundle, frame.assign(revenue=money))
    ours = answer.sort_values("prospect_id", ignore_index=True)
    for column in ("raw", *(f"shap_{one.name}" for one in bundle.rank.features)):
        np.testing.assert_allclose(ours[column], wanted[column], rtol=0, atol=1e-7)


def test_what_cannot_be_printed_is_refused(bundle: Bundle) -> None:
    segment = Feature("acid", "segment", "segment", "Segment", Kind.CATEGORY, "", CategoryBins(("A",)))
    asking = replace(bundle, win=Scorecard((segment,), (Table((0,), (np.ones(3),)),), 0.0))
    with pytest.raises(BundleError, match="this model asks for the segment"):
        to_sql(asking)


def test_the_table_is_quoted_as_the_warehouse_does(bundle: Bundle) -> None:
    assert 'FROM "crm"."companies"' in to_sql(bundle, "duckdb", "crm.companies")
    assert "FROM `my-project`.`crm`.`companies`" in to_sql(bundle, "bigquery", "`my-project`.crm.companies")
    assert 'FROM "a; drop table b"' in to_sql(bundle, "duckdb", "a; drop table b")
    with pytest.raises(InputError, match=r"--table: 'x'y' is no name of a table"):
        to_sql(bundle, "duckdb", "x'y")
