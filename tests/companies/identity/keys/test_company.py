"""What identifies a company, in comparable form."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.identity.keys import company_keys, own_domain


@pytest.mark.parametrize(
    ("one", "other"), [("0150", "150"), ("0150", "150.0"), ("SE-111 22", "11122"), ("SW1A 1AA", "sw1a1aa")]
)
def test_one_postcode_is_one_however_it_is_written(one: str, other: str) -> None:
    keys = company_keys(pd.DataFrame({"postcode": [one, other]}))
    assert keys["postcode"].nunique() == 1


def test_hosts_that_many_share_identify_nobody() -> None:
    cells = pd.Series(
        ["HTTPS://www.Nordlys.no:443/om", "kari@nordlys.no", "kari@gmail.com", "facebook.com/nordlys", None, ""]
    )
    assert own_domain(cells).tolist() == ["nordlys.no", "nordlys.no", None, None, None, None]


def test_a_domain_in_punycode_is_the_one_in_letters() -> None:
    assert own_domain(pd.Series(["xn--blbr-roah.no", "www.bl\u00e5b\u00e6r.no"])).nunique() == 1


def test_keys_of_companies_with_nothing_are_nothing() -> None:
    keys = company_keys(pd.DataFrame({"other": [1, 2]}))
    assert keys.drop(columns="digits").isna().all(axis=None)


def test_what_a_table_does_not_tell_is_missing_in_the_form_of_what_it_tells() -> None:
    told = {"name": "Berg AS", "org_number": "950000007", "domain": "berg.no", "country": "NO", "city": "Oslo"}
    whole = company_keys(pd.DataFrame([told, dict.fromkeys(told)]))
    for untold in (pd.DataFrame(index=[0]), pd.DataFrame([dict.fromkeys(told)])):
        keys = company_keys(untold)
        assert keys.dtypes.equals(whole.dtypes)
        assert keys.iloc[0].fillna("").tolist() == whole.iloc[1].fillna("").tolist()
