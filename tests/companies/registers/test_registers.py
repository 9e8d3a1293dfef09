"""Every register's own headings become the same canonical columns, with who must be left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import market
from lookalike.companies.headings import look_around, propose
from lookalike.companies.registers import recognised
from lookalike.errors import InputError
from lookalike.project import Project
from lookalike.settings import Settings
from market import BRREG, TRADES, companies

Write = Callable[[pd.DataFrame, Path], list[Path]]
WRITERS: dict[str, tuple[str, Write]] = {
    "Brreg": ("NO", lambda table, folder: [market.brreg(table, folder / "enheter_alle.csv.gz")]),
    "Brreg JSON": ("NO", lambda table, folder: [market.brreg_json(table, folder / "enheter.json")]),
    "SCB and Bolagsverket": (
        "SE",
        lambda table, folder: [
            market.scb(table, folder / "scb_bulkfil.zip"),
            market.bolagsverket(table, folder / "bolagsverket_bulkfil.zip"),
        ],
    ),
    "Companies House": ("GB", lambda table, folder: [market.companies_house(table, folder / "basic.zip")]),
    "PRH": ("FI", lambda table, folder: [market.prh(table, folder / "all_companies.zip")]),
    "SIRENE": ("FR", market.sirene),
    "CVR": ("DK", market.cvr),
}


def read_list(files: list[Path], folder: Path) -> pd.DataFrame:
    from lookalike.companies.clean import read_files
    from lookalike.progress import silent

    (folder / "deals.csv").write_text("Deal ID,Company,Stage\n1,Nobody,Won\n2,Other,Lost\n", encoding="utf-8")
    inputs = {"deals": "deals.csv", "market": [str(file) for file in files]}
    settings = Settings.model_validate({"name": "small", "inputs": inputs})
    found = read_files(Project(folder, settings), None, silent).market
    assert found is not None
    return found.frame


@pytest.mark.parametrize("register", WRITERS)
def test_a_register_is_recognised_and_read(register: str, tmp_path: Path) -> None:
    country, write = WRITERS[register]
    table = companies(country, 300)
    files = write(table, tmp_path)
    assert {role.table for role in propose([*files, deals(tmp_path)]).roles} == {"market", "deals"}
    frame = read_list(files, tmp_path).iloc[: len(table)]
    assert (frame["country"] == country).all()
    expected = table["number"] if country != "SE" else frame["org_number"].str[-10:]
    assert expected.tolist() == table["number"].tolist()
    named = ~table["person"]
    assert frame["name"][named].str.casefold().tolist() == table["name"][named].str.casefold().tolist()
    digits = 5 if country != "FR" else 4
    codes, written = (codes.str.replace(".", "").str[:digits] for codes in (frame["industry_code"], table["code"]))
    assert codes.tolist() == written.tolist()
    if register not in ("SCB and Bolagsverket", "SIRENE"):
        assert frame["industry"].tolist() == table["code"].map(TRADES).tolist()
    assert frame["founded"].tolist() == table["founded"].tolist()
    assert frame["city"].str.casefold().tolist() == table["town"].str.casefold().tolist()
    assert (frame["status"].notna() == (table["state"] != "live")).all()
    if country != "GB":  # sole traders are not registered there
        assert (frame["natural_person"].eq(True).fillna(False) == table["person"]).all()
    if country in ("SE", "FR", "DK"):
        blocked = frame.index[frame["advertising_block"].eq(True).fillna(False)]
        assert blocked.tolist() == list(range(0, len(table), 25 if country != "DK" else 10**6))


def deals(folder: Path) -> Path:
    file = folder / "deals.csv"
    file.write_text("Deal ID,Company,Stage\n1,Nobody,Won\n2,Other,Lost\n", encoding="utf-8")
    return file


def test_bands_are_their_lower_bound_and_a_category(tmp_path: Path) -> None:
    frame = read_list(market.sirene(companies("FR", 100), tmp_path), tmp_path)
    assert set(frame["employees"]) == {20.0, 50.0}
    assert set(frame["Tranche d'effectifs"]) == {"20 à 49 salariés", "50 à 99 salariés"}


def test_a_register_without_what_protects_people_is_refused(tmp_path: Path) -> None:
    columns = [name for name in BRREG if name not in ("konkurs", "organisasjonsform.kode")]
    file = market.brreg(companies("NO", 50), tmp_path / "enheter.csv.gz", columns)
    with pytest.raises(InputError, match=r"without the columns 'organisasjonsform.kode', 'konkurs'"):
        read_list([file], tmp_path)


def test_a_register_cut_off_is_refused(tmp_path: Path) -> None:
    file = market.brreg(companies("NO", 500), tmp_path / "enheter.csv.gz")
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(InputError, match=r"enheter.csv.gz: .*gz"):
        read_list([file], tmp_path)


def test_a_part_alone_lists_no_companies(tmp_path: Path) -> None:
    _, places = market.sirene(companies("FR", 50), tmp_path)
    with pytest.raises(InputError, match="only tells more of companies that another file lists"):
        read_list([places], tmp_path)


def test_other_lists_are_no_registers() -> None:
    assert recognised(["Name", "Org number", "Industry", "City"], "companies.csv") is None
    assert recognised(["id", "status", "name"], "deals.json") is None


def test_a_large_register_is_recognised_by_its_beginning(tmp_path: Path) -> None:
    table = companies("NO", 20_000)
    for write, name in ((market.brreg, "enheter.csv.gz"), (market.brreg_json, "enheter.json")):
        file = write(table, tmp_path / name)
        role = propose([file, deals(tmp_path)]).roles[0]
        assert role.table == "market"
        assert 0 < len(role.raw.frame) < len(table)
        seen = {one.file: one for one in look_around(tmp_path, {}).files}[name]
        assert (seen.table, seen.used, seen.whole) == ("market", True, False)
