"""Files packed in gz, zst or zip: what is inside, unpacked within limits."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Protocol

import pyarrow as pa

from lookalike.errors import InputError
from lookalike.languages import say

LARGEST = 8 * 1024**3  # unpacked bytes; more is a mistake or a bomb
PACKED = 100  # times its size that a file may unpack to: tables come to 5 to 50, one made to fill memory to 1,000
ALWAYS = 64 * 1024**2  # unpacked bytes that are no danger, however small the archive
_STEP, _PIECE = 1 << 16, 1 << 20  # bytes that are unpacked at once, where only the first are wanted and where all are
_ZIP, _GZIP, _ZSTD = b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# What Python's readers raise on damaged archives.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    OSError, EOFError, ValueError, KeyError, RuntimeError, NotImplementedError,
)  # fmt: skip


def unpack(name: str, data: bytes, member: str = "") -> tuple[str, bytes]:
    """The file inside a gz, zst or zip archive, with its name; files that are not packed come back as they are.

    Parameters
    ----------
    name : str
        The file's name.
    data : bytes
    member : str
        Which of the `members` of a zip.

    Raises
    ------
    InputError
        The archive is damaged, needs a password, or is too large.

    Examples
    --------
    >>> unpack("deals.csv.gz", gzip.compress(b"a,b"))
    ('deals.csv', b'a,b')
    """
    if data.startswith(_GZIP):
        return name.removesuffix(".gz"), _gunzip(name, data)
    if data.startswith(_ZSTD):
        return name.removesuffix(".zst"), _unzstd(name, data)
    if data.startswith(_ZIP) and not is_office(data):
        return PurePosixPath(member).name, _unzip(name, data, member)
    return name, data


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def beginning(file: Path, size: int) -> tuple[str, bytes]:
    """The first bytes of a file, or of the only one that is packed in it, with its name.

    Parameters
    ----------
    file : Path
    size : int
        How many bytes at most.
    """
    with file.open("rb") as opened:
        start = opened.read(size)
        opened.seek(0)
        try:
            if start.startswith(_GZIP):
                return file.name.removesuffix(".gz"), _first(gzip.GzipFile(fileobj=opened), size)
            if start.startswith(_ZSTD):
                with pa.CompressedInputStream(pa.PythonFile(opened), "zstd") as packed:
                    return file.name.removesuffix(".zst"), _first(packed, size)
            if start.startswith(_ZIP) and len(inside := members(opened.read())) == 1:
                with zipfile.ZipFile(opened) as archive, archive.open(inside[0]) as packed:
                    return PurePosixPath(inside[0]).name, _first(packed, size)
        except DAMAGED:
            return file.name, start  # whoever reads the whole file says what is wrong with it
    return file.name, start


def _first(packed: _Readable, size: int) -> bytes:
    found = b""
    while len(found) < size and (more := packed.read(min(_STEP, size - len(found)))):
        found += more
    return found


def members(data: bytes) -> list[str]:
    """Names of the files in a zip archive; none when it is no archive, is damaged, or is an office document."""
    if not data.startswith(_ZIP) or is_office(data):
        return []
    return [name for name in _names(data) if not name.endswith("/") and not _hidden(name)]


def is_office(data: bytes) -> bool:
    """Whether a zip is an Excel or OpenDocument file."""
    return not {"[Content_Types].xml", "mimetype"}.isdisjoint(_names(data))


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except DAMAGED:
        return []


def _hidden(name: str) -> bool:
    """Files that macOS adds."""
    return name.startswith("__MACOSX") or PurePosixPath(name).name.startswith(".")


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            return whole(name, packed, len(data))
    except DAMAGED as error:
        told = say("files.damaged_gz", error=str(error))
        raise InputError(told, say("files.a_gz"), name, say("files.export_again")) from error


def _unzstd(name: str, data: bytes) -> bytes:
    try:
        with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as packed:
            return whole(name, packed, len(data))
    except DAMAGED as error:
        told = say("files.damaged_zst", error=str(error))
        raise InputError(told, say("files.a_zst"), name, say("files.export_again")) from error


def _unzip(name: str, data: bytes, member: str) -> bytes:
    if not member:
        raise InputError(say("files.damaged_zip"), say("files.a_zip"), name, say("files.export_again"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(member) as packed:
            return whole(name, packed, archive.getinfo(member).compress_size)
    except DAMAGED as error:
        raise InputError(say("files.no_zip", error=str(error)), say("files.a_zip"), name) from error


def whole(name: str, packed: _Readable, size: int) -> bytes:
    """All that is packed in so many bytes, piece by piece: what goes beyond the limits never fills the memory.

    Raises
    ------
    InputError
        It is more than a table of this size unpacks to.
    """
    held = io.BytesIO()
    while piece := packed.read(_PIECE):
        held.write(piece)
        if held.tell() > LARGEST:
            raise InputError(say("files.too_large"), say("files.a_smaller"), name, say("files.use_parquet"))
        if held.tell() > max(ALWAYS, PACKED * size):
            found = say("files.bomb", times=PACKED)
            raise InputError(found, say("files.a_table_packed"), name, say("files.export_again"))
    return held.getvalue()
