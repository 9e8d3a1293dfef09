"""What stands only in the format of a spreadsheet's cells: a percent sign, a currency, leading zeros."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from locale import windows_locale
from xml.etree import ElementTree

from lookalike.companies.values import parse_number, which_currency

BUILT_IN_PERCENT = {9: "0%", 10: "0.00%"}
_SHEETS, _STYLES, _TARGETS = "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<c\s([^>]*)>")
_PLACE, _STYLE = re.compile(rb'\br="([A-Z]+)(\d+)"'), re.compile(rb'\bs="(\d+)"')
_COUNTRY_SIGN = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([€£$¥₹₺₪₩zł]+|[A-Z]{3}\b)')
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"


@dataclass(frozen=True)
class Format:
    """What a cell's format adds to its number: a percent sign, a unit of money, or digits to fill up with zeros."""

    percent: bool = False
    unit: str = ""
    digits: int = 0

    def shown(self, number: float, plain: Callable[[float], str]) -> str:
        """The number as text with what its format adds.

        Examples
        --------
        >>> Format(percent=True).shown(0.071, str), Format(unit="EUR").shown(5.5, str), Format(digits=4).shown(150, str)
        ('7.1%', '5.5 EUR', '0150')
        """
        if self.percent:
            return f"{plain(round(number * 100, 10))}%"
        if self.digits:
            return f"{number:0{self.digits}.0f}"
        return f"{plain(number)} {self.unit}"


Places = dict[tuple[int, int], Format]
"""Row and column of a cell, both from 0, -> what its format adds."""


def formats(data: bytes, sheet: str) -> Places:
    """The cells of a sheet whose format adds something; none where the kind of file keeps no formats we know.

    Parameters
    ----------
    data : bytes
        An .xlsx or .ods file.
    sheet : str
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = set(archive.namelist())
            if {_SHEETS, _STYLES, _TARGETS} <= inside:
                return _of_excel(archive, sheet)
            return _of_open_document(archive, sheet) if "content.xml" in inside else {}
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError):
        return {}  # whoever reads the values tells what is wrong with the file


def _of_excel(archive: zipfile.ZipFile, sheet: str) -> Places:
    styles = _excel_styles(archive)
    if not styles:
        return {}
    targets = {one.get("Id"): one.get("Target", "") for one in ElementTree.fromstring(archive.read(_TARGETS))}
    named = (one for one in ElementTree.fromstring(archive.read(_SHEETS)).iter() if one.tag.endswith("}sheet"))
    target = next((targets.get(one.get(_RELATION), "") for one in named if one.get("name") == sheet), "")
    places: Places = {}
    content = archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}") if target else b""
    for found in _CELL.finditer(content):
        style, place = _STYLE.search(found[1]), _PLACE.search(found[1])
        if style and place and int(style[1]) in styles:
            places[int(place[2]) - 1, column_number(place[1])] = styles[int(style[1])]
    return places


def column_number(letters: bytes) -> int:
    """The place of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _excel_styles(archive: zipfile.ZipFile) -> dict[int, Format]:
    """Number of a style -> what it adds, for those that add anything."""
    root = ElementTree.fromstring(archive.read(_STYLES))
    codes = dict(BUILT_IN_PERCENT)
    uses: list[int] = []
    for part in root:
        if part.tag.endswith("}numFmts"):
            codes |= {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in part}
        elif part.tag.endswith("}cellXfs"):
            uses = [int(one.get("numFmtId", 0)) for one in part]
    meant = {number: added(code) for number, code in codes.items()}
    return {style: found for style, number in enumerate(uses) if (found := meant.get(number)) is not None}


@lru_cache(maxsize=1000)
def added(code: str) -> Format | None:
    """What a format code adds to the number; None for nothing.

    Examples
    --------
    >>> added("0.0 %"), added("[$€-2] #,##0.00").unit, added("[$kr-414] #,##0").unit, added("0000").digits
    (Format(percent=True, unit='', digits=0), '€', 'NOK', 4)
    >>> added('#,##0 "TNOK"').unit, added('#,##0, "k€"').unit, added("General"), added("yyyy-mm-dd")
    ('TNOK', 'EUR', None, None)
    """
    first = code.split(";")[0]
    if "%" in re.sub(r'"[^"]*"|\[[^\]]*\]', "", first):
        return Format(percent=True)
    if re.fullmatch(r"0{2,}", first):
        return Format(digits=len(first))
    unit = next(_units(first), "")
    return Format(unit=unit) if unit else None


def _units(code: str) -> Iterator[str]:
    """The units of money that a format code names."""
    scaled = re.search(r"[0#?],+(?![0#?])", code) is not None  # shown in thousands: the cell holds the whole
    for sign, country in _COUNTRY_SIGN.findall(code):
        if sign.strip():
            yield from _unit(_sign_in(sign.strip(), country), scaled)
    bare = _COUNTRY_SIGN.sub("", code)
    text = "".join("".join(part) for part in _LITERAL.findall(re.sub(r"_.|\*.", "", bare)))
    yield from _unit(text.strip(), scaled)


def _unit(text: str, scaled: bool) -> Iterator[str]:
    amount = parse_number(f"1 {text}") if text else None
    if amount and amount.currency:
        yield amount.currency if scaled else text


def _sign_in(sign: str, country: str) -> str:
    """The currency of a sign in the country of a Windows locale number; the sign where the number tells none."""
    from babel.numbers import get_territory_currencies

    territory = windows_locale.get(int(country or "0", 16) & 0xFFFF, "").partition("_")[2]
    own = get_territory_currencies(territory) if territory else []
    amount = parse_number(f"1 {sign}")
    return which_currency(amount.currency, own) or sign if amount and own else sign


def _of_open_document(archive: zipfile.ZipFile, sheet: str) -> Places:
    content = archive.read("content.xml")
    if not re.search(rb'value-type="(?:percentage|currency)"', content):
        return {}
    places: Places = {}
    for table in ElementTree.fromstring(content).iter(_ODS % ("table", "table")):
        if table.get(_ODS % ("table", "name")) != sheet:
            continue
        row = 0
        for line in table.iter(_ODS % ("table", "table-row")):
            _of_row(line, row, places)
            row += int(line.get(_ODS % ("table", "number-rows-repeated"), 1))
    return places


def _of_row(line: ElementTree.Element, row: int, places: Places) -> None:
    column = 0
    for cell in line:
        repeated = int(cell.get(_ODS % ("table", "number-columns-repeated"), 1))
        kind = cell.get(_ODS % ("office", "value-type"), "")
        unit = cell.get(_ODS % ("office", "currency"), "")
        if kind == "percentage" or (kind == "currency" and unit):
            found = Format(percent=kind == "percentage", unit=unit)
            places |= {(row, column + at): found for at in range(repeated)}
        column += repeated
