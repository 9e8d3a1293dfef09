"""Who is a customer, whose ids are ids, whom a list leaves out: right, or said first."""

from __future__ import annotations

from pathlib import Path

import pytest

from lookalike.companies import Companies, read_companies
from lookalike.errors import InputError
from lookalike.project import load_project

ACCOUNTS = "Account ID,Name\n" + "".join(
    f"A{n},Company {word} AS\n" for n, word in enumerate(["Ask", "Birk", "Cederi", "Dal"])
)
DEALS = "Deal ID,Account ID,Stage,Amount,Close Date\n"


def read(folder: Path, settings: str = "", **files: str) -> Companies:
    """The companies of a project whose files hold these texts."""
    named = {table: [] for table in files}
    for table, text in files.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
        named[table] = f'["{table}.csv"]' if table == "exclude" else f'"{table}.csv"'
    inputs = "".join(f"{table} = {file}\n" for table, file in named.items())
    (folder / "lookalike.toml").write_text(f'name = "s"\n[inputs]\n{inputs}{settings}', encoding="utf-8")
    return read_companies(load_project(folder))


def codes(companies: Companies) -> dict[str, str]:
    return {one.code: f"{one.message} {' '.join(map(str, one.examples))}" for one in companies.findings}


def won(*ids: str, day: str = "2025-03-01") -> str:
    return DEALS + "".join(f"D{place},{one},Closed Won,100,{day}\n" for place, one in enumerate(ids))


@pytest.mark.parametrize(
    ("accounts", "deals"),
    [
        ("17\n18\n19\n20", ["17.0", "18.0", "19.0"]),
        ("0017\n0018\n0019\n0020", ["17", "18", "19"]),
        ("0013X00002yFLOLQA4\n0013X00002x1kCFQAY\nB\nC", ["0013X00002yFLOL", "0013X00002x1kCF", "B"]),
        ("0013X00002yFLOL\n0013X00002x1kCF\nB\nC", ["0013X00002yFLOLQA4", "0013X00002x1kCFQAY", "B"]),
    ],
)
def test_an_id_is_the_same_however_an_export_writes_it(tmp_path, accounts, deals):
    rows = "".join(f"{one},Company {letter}\n" for one, letter in zip(accounts.split("\n"), "KLMN", strict=True))
    companies = read(tmp_path, accounts="Account ID,Name\n" + rows, deals=won(*deals))
    assert len(companies.accounts) == 4
    assert companies.accounts["won"].tolist().count(1) == 3


def test_zeros_are_kept_where_they_tell_companies_apart(tmp_path):
    accounts = "Account ID,Name\n017,Company K\n17,Company L\n"
    companies = read(tmp_path, accounts=accounts, deals=won("17", "017"))
    assert companies.accounts["won"].tolist() == [1, 1]


def test_ids_that_a_spreadsheet_rounded_make_no_companies_one(tmp_path):
    accounts = "Account ID,Name\n3.0E+17,Company Ask AS\n3.0E+17,Company Birk AS\n3.0E+17,Company Dal AS\n"
    deals = "Deal ID,Account ID,Account Name,Stage\n1,3.0E+17,Company Birk AS,Closed Won\n"
    companies = read(tmp_path, accounts=accounts, deals=deals)
    assert sorted(companies.accounts["name"]) == ["Company Ask AS", "Company Birk AS", "Company Dal AS"]
    assert companies.accounts.set_index("name")["won"]["Company Birk AS"] == 1
    assert "3.0E+17" in codes(companies)["spoilt-ids"]


def test_differently_named_companies_under_one_id_stay_apart(tmp_path):
    accounts = "Account ID,Name\n1,Company Ask AS\n1,Company Birk AS\n2,Company Dal AS\n2,COMPANY DAL\n"
    companies = read(tmp_path, accounts=accounts, deals=won("2"))
    assert len(companies.accounts) == 3
    assert "Company Birk AS" in codes(companies)["one-id-several-names"]


def test_deal_numbers_that_start_again_are_different_deals(tmp_path):
    deals = DEALS + "1,A0,Closed Won,10,2025-01-01\n1,A1,Closed Lost,20,2025-01-02\n2,A1,Closed Won,30,2025-01-03\n"
    companies = read(tmp_path, accounts=ACCOUNTS, deals=deals)
    assert sorted(companies.deals["amount"]) == [10, 20, 30]


def test_a_deals_own_number_is_no_company(tmp_path):
    accounts = "Account ID,Name\n0,Company Ask AS\n1,Company Birk AS\n2,Company Dal AS\n"
    deals = "Deal ID,counterpart,Stage\n" + "".join(
        f"{n},Company {one},Closed Won\n" for n, one in enumerate(["Dal", "Ask"])
    )
    companies = read(tmp_path, accounts=accounts, deals=deals)
    told = companies.accounts.set_index("name")["won"]
    assert "counterpart" in codes(companies)["company-column"]
    assert told.sum() == 2


def test_where_most_deals_find_nobody_it_is_said_first(tmp_path):
    companies = read(tmp_path, accounts=ACCOUNTS, deals=won("X1", "X2", "X3", "A0"))
    assert companies.findings[0].code == "deals-find-nobody"
    assert "X1" in str(companies.findings[0].message)
    assert "A0" in str(companies.findings[0].message)


@pytest.mark.parametrize("word", ["Kunde", "Customer", "Asiakas", "Klant", "Active customer"])
@pytest.mark.parametrize("heading", ["Kundetype", "Relationship", "Status", "Customer Status"])
def test_what_the_crm_says_of_a_customer_holds(tmp_path, word, heading):
    accounts = f"Account ID,Name,{heading}\nA0,Company Ask AS,{word}\nA1,Company Birk AS,Prospect\nA2,Company Dal AS,\n"
    companies = read(tmp_path, accounts=accounts, deals=DEALS + "1,A1,Closed Lost,5,2025-01-01\n")
    assert companies.accounts["relation"].tolist() == ["customer", "lost", "known"]


@pytest.mark.parametrize("word", ["Former customer", "Customer (lost)", "Tidligere kunde", "Entinen asiakas"])
def test_what_the_crm_calls_a_former_customer_is_one(tmp_path, word):
    accounts = f"Account ID,Name,Relationship\nA0,Company Ask AS,{word}\nA1,Company Birk AS,Kunde\n"
    assert read(tmp_path, accounts=accounts, deals=won("A0", "A1")).accounts["relation"].tolist() == [
        "ex-customer",
        "customer",
    ]


def test_years_without_a_purchase_are_a_question(tmp_path):
    deals = DEALS + "1,A0,Closed Won,10,2018-01-01\n2,A1,Closed Won,20,2025-01-02\n"
    companies = read(tmp_path, accounts=ACCOUNTS, deals=deals)
    assert companies.accounts["relation"].tolist()[:2] == ["customer", "customer"]
    assert "Company Ask AS" in codes(companies)["quiet-customers"]
    set_ = "[exclude]\nex_customer_after_days = 730\n"
    companies = read(tmp_path, set_, accounts=ACCOUNTS, deals=deals)
    assert companies.accounts["relation"].tolist()[:2] == ["ex-customer", "customer"]
    assert "quiet-customers" not in codes(companies)


@pytest.mark.parametrize("typo", ["2052-02-01", "2925-02-01", "9999-12-31"])
def test_a_mistyped_year_moves_nobody(tmp_path, typo):
    rows = "".join(f"{n},A{n % 4},Closed Won,10,2025-{1 + n % 9:02}-11\n" for n in range(30))
    companies = read(tmp_path, accounts=ACCOUNTS, deals=DEALS + rows + f"99,A0,Closed Won,10,{typo}\n")
    assert str(companies.as_of.date()) == "2025-09-11"


def test_a_date_far_behind_all_others_is_a_slip_too(tmp_path):
    rows = "".join(f"{n},A{n % 4},Closed Won,10,2019-{1 + n % 9:02}-11\n" for n in range(30))
    companies = read(tmp_path, accounts=ACCOUNTS, deals=DEALS + rows + "99,A0,Closed Won,10,2025-02-01\n")
    assert str(companies.as_of.date()) == "2019-09-11"
    assert "99: 2025-02-01" in codes(companies)["future"]


def test_a_clock_that_is_years_behind_the_data_is_told_and_not_believed(tmp_path):
    rows = "".join(f"{n},A{n % 4},Closed Won,10,2125-{1 + n % 9:02}-11\n" for n in range(30))
    companies = read(tmp_path, accounts=ACCOUNTS, deals=DEALS + rows)
    assert str(companies.as_of.date()) == "2125-09-11"
    assert "the data speak for days up to 11 Sept 2125" in codes(companies)["clock"]
    assert "future" not in codes(companies)


PROSPECTS = (
    "Prospect ID,Name,Website,E-mail,Org number\n"
    "P1,Ny Ask AS,www.nyask.no,post@nyask.no,\n"
    "P2,Ny Birk AS,nybirk.no,kari@gmail.com,\n"
    "P3,Ny Dal AS,,,923609016\n"
)


@pytest.mark.parametrize(
    ("listed", "out"),
    [
        ("Email,Unsubscribed\npost@nyask.no,Yes\n", {"P1"}),
        ("E-post\nOLA@NYBIRK.NO\n", {"P2"}),
        ("Email\nkari@gmail.com\n", {"P2"}),
        ("Domain\nhttps://www.nyask.no/om\n", {"P1"}),
        ("Orgnr\n923 609 016\n", {"P3"}),
        ("Prospect ID\nP2\nP3\n", {"P2", "P3"}),
        ("Kundenummer\np3\nP1\n", {"P1", "P3"}),
        ("Whom\nNY ASK AS\nNy Birk AS\n", {"P1", "P2"}),
        ("Kontakt;Dato\nola@nyask.no;1\nkari@gmail.com;2\n", {"P1", "P2"}),
        ("Where\nhttp://nybirk.no/kontakt\nwww.andre.no\n", {"P2"}),
        ("Tall\n923609016.0\n", {"P3"}),
    ],
)
def test_a_list_leaves_out_whom_it_names_in_any_way(tmp_path, listed, out):
    companies = read(tmp_path, accounts=ACCOUNTS, deals=won("A0"), prospects=PROSPECTS, exclude=listed)
    assert set(companies.excluded["id"]) == out


def test_a_list_that_nobody_understands_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"exclude\.csv: no column tells.*Xyz, Dato"):
        read(tmp_path, accounts=ACCOUNTS, deals=won("A0"), prospects=PROSPECTS, exclude="Xyz,Dato\n0,2025-01-01\n")


def test_a_list_that_meets_nobody_shows_its_rows(tmp_path):
    companies = read(tmp_path, accounts=ACCOUNTS, deals=won("A0"), prospects=PROSPECTS, exclude="Name\nHelt Andre AS\n")
    assert "Helt Andre AS" in codes(companies)["list-meets-nobody"]


@pytest.mark.parametrize(
    ("name", "city", "out"),
    [
        ("HOLMEN A/S", "Oslo", True),
        ("Holmen", "Oslo", True),
        ("Holmen Spa AS", "Oslo", False),
        ("Holmen AB", "Oslo", False),
        ("Holmen AS", "Bergen", False),
        ("Holmenkollen AS", "Oslo", False),
    ],
)
def test_a_customer_is_left_out_by_its_very_name_and_place_and_no_other_is(tmp_path, name, city, out):
    accounts = "Account ID,Name,City\nA0,Holmen AS,Oslo\nA1,Company Birk AS,Oslo\n"
    others = "".join(f"P{n},Holmen {word} AS,Oslo\n" for n, word in enumerate(("Mat", "Bygg", "Data")))
    prospects = f"Prospect ID,Name,City\n{others}P9,{name},{city}\n"
    companies = read(tmp_path, accounts=accounts, deals=won("A0"), prospects=prospects)
    assert ("P9" in set(companies.excluded["id"])) == out


@pytest.mark.parametrize(
    ("accounts", "prospects"),
    [
        (["Solhjem Alta", "Solhjem Bodø", "Solhjem Moss", "Solhjem Skien", "Solhjem Voss"], ["Solhjem Hamar"]),
        (["Kiwi Storgata", "Kiwi Torget"], ["Kiwi Brygga", "Kiwi Parken", "Kiwi Sentrum"]),
        (["Bakeriet"], ["Frisør Line", "Kiosken", "Rørlegger Berg", "Tannlege Dahl"]),
    ],
    ids=["franchise", "chain", "portal"],
)
def test_a_domain_that_differently_named_companies_share_is_none_of_them(tmp_path, accounts, prospects):
    listed = "".join(f"A{n},{name},felles.example\n" for n, name in enumerate(accounts))
    asked = "".join(f"P{n},{name},www.felles.example\n" for n, name in enumerate(prospects))
    companies = read(
        tmp_path,
        accounts=f"Account ID,Name,Website\n{listed}",
        deals=won("A0"),
        prospects=f"Prospect ID,Name,Website\n{asked}",
    )
    assert len(companies.accounts) == len(accounts)
    assert companies.excluded.empty


@pytest.mark.parametrize("branches", [3, 25, 60])
def test_every_branch_of_a_customer_is_that_customer(tmp_path, branches):
    records = "".join(f"A{n},Kjeden avdeling {n},923609016\nB{n},Firma {n},{91000000 + n}\n" for n in range(branches))
    prospects = "Prospect ID,Name,Org number\nP1,Helt annet navn,NO 923 609 016 MVA\nP2,Kjeden ny,923609016.0\n"
    companies = read(tmp_path, accounts="Account ID,Name,Org number\n" + records, deals=won("A1"), prospects=prospects)
    assert companies.excluded["reason"].tolist() == ["customer", "customer"]


def test_orders_of_strangers_make_nobody_a_customer(tmp_path):
    orders = "Order ID,Account ID,Amount,Date\n" + "".join(f"O{n},X{n},5,2025-01-0{n + 1}\n" for n in range(4))
    companies = read(tmp_path, accounts=ACCOUNTS, orders=orders)
    assert set(companies.accounts["relation"]) == {"known"}
    assert "all-customers" not in codes(companies)


@pytest.mark.parametrize(
    "flags",
    [
        "konkurs,underAvvikling,underTvangsavviklingEllerTvangsopplosning\nN,N,N\nJ,N,N\nN,J,N\nN,N,J",
        "Bankrupt,Company status,Dissolved on\nno,Not bankrupt,\nyes,Active,\nno,In liquidation,\nno,,2024-05-05",
        "Konkurs,Slettet,Status\nNei,Nei,Aktiv\nJa,Nei,Aktiv\nNei,Ja,Aktiv\nNei,Nei,Oppløst",
    ],
    ids=["register", "words, flags and days", "two flags and a status"],
)
def test_every_column_that_tells_of_an_end_counts(tmp_path, flags):
    head, *rows = flags.split("\n")
    prospects = f"Prospect ID,Name,{head}\n" + "".join(
        f"P{n},Ny {'ABCD'[n]}sk AS,{row}\n" for n, row in enumerate(rows)
    )
    companies = read(tmp_path, accounts=ACCOUNTS, deals=won("A0"), prospects=prospects)
    assert companies.prospects["prospect_id"].tolist() == ["P0"]
    assert set(companies.excluded["reason"]) <= {"dissolved", "deleted"}


def test_prospects_under_an_accounts_id_are_that_account(tmp_path):
    deals = DEALS + "1,A0,Closed Won,1,2025-01-01\n2,A1,Open,1,\n3,A2,Closed Lost,1,2025-01-01\n"
    prospects = "account_id,company_name\nA0,Quite Another Name\nA1,Second\nA2,Third\nN1,New\n"
    companies = read(tmp_path, accounts=ACCOUNTS, deals=deals, prospects=prospects)
    assert dict(zip(companies.excluded["id"], companies.excluded["reason"], strict=True)) == {
        "A0": "customer",
        "A1": "open_deal",
    }
    assert dict(zip(companies.prospects["prospect_id"], companies.prospects["relation"], strict=True)) == {
        "A2": "lost-before",
        "N1": "cold",
    }


@pytest.mark.parametrize(
    ("ours", "theirs"), [("10,{}", "10{}"), ('="10{}"', "10{}"), ("'10{}", "10{}"), ("10 {}", "#10{}")]
)
def test_an_id_is_the_same_whatever_a_spreadsheet_put_around_it(tmp_path, ours, theirs):
    rows = "".join(f"{ours.format(200 + n)};Company {letter} AS\n" for n, letter in enumerate("KLMN"))
    companies = read(
        tmp_path, accounts="Account ID;Name\n" + rows, deals=won(*(theirs.format(200 + n) for n in range(4)))
    )
    assert companies.accounts["won"].tolist() == [1, 1, 1, 1]


def test_one_spoilt_id_in_every_row_is_named(tmp_path):
    rows = "".join(f"3.0E+17,Company {n} of many,IT\n" for n in range(60))
    deals = "Deal ID,Account Name,Stage\n1,Company 3 of many,Closed Won\n"
    assert "3.0E+17" in codes(read(tmp_path, accounts="Account ID,Name,Industry\n" + rows, deals=deals))["spoilt-ids"]


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [
        ("Customer?", "Yes", "No"), ("Aktiv kund", "Ja", "Nej"), ("Bestandskunde", "1", "0"),
        ("Stage", "Current customer", "Never bought"), ("Customer status", "Existing", "None"),
    ],
)  # fmt: skip
def test_who_is_a_customer_is_found_by_what_a_column_says(tmp_path, heading, yes, no):
    words = ["Ask", "Birk", "Cederi", "Dal"]
    rows = "".join(f"A{n},Company {word} AS,{no if n else yes}\n" for n, word in enumerate(words))
    deals = DEALS + "".join(f"{n},A{n},Closed Lost,1,2025-01-0{n + 1}\n" for n in range(4))
    companies = read(tmp_path, accounts=f"Account ID,Name,{heading}\n" + rows, deals=deals)
    assert companies.accounts["relation"].tolist() == ["customer", "lost", "lost", "lost"]


@pytest.mark.parametrize(
    "listed", ["nybirk.no\nnyask.no\n", "Ny Birk AS\nNy Ask AS\n", "Mottaker\nPer <p@nybirk.no>\nA <a@nyask.no>\n"]
)
def test_a_list_without_headings_leaves_out_its_first_company_too(tmp_path, listed):
    prospects = "Prospect ID,Name,Website\nP1,Ny Ask AS,nyask.no\nP2,Ny Birk AS,nybirk.no\nP3,Ny Dal AS,nydal.no\n"
    companies = read(tmp_path, accounts=ACCOUNTS, deals=won("A0"), prospects=prospects, exclude=listed)
    assert companies.prospects["prospect_id"].tolist() == ["P3"]


def test_a_list_that_is_all_headings_is_refused(tmp_path):
    with pytest.raises(InputError, match="no column tells which companies must not be approached"):
        read(tmp_path, accounts=ACCOUNTS, deals=won("A0"), exclude="Mine\na@nyask.no;b@nybirk.no\n")


@pytest.mark.parametrize("flags", ["Registration status\nRegistered\nStruck off", "Slettedato\n\n2024-01-01"])
def test_states_and_days_of_an_end_are_found(tmp_path, flags):
    head, *cells = flags.split("\n")
    prospects = f"Prospect ID,Name,{head}\nP1,Ny Ask AS,{cells[0]}\nP2,Ny Birk AS,{cells[1]}\n"
    companies = read(tmp_path, accounts=ACCOUNTS, deals=won("A0"), prospects=prospects)
    assert companies.prospects["prospect_id"].tolist() == ["P1"]
