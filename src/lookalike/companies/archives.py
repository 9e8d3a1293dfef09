"""Files packed in gz or zip: what is inside, unpacked within limits."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import PurePosixPath

from lookalike.errors import InputError, did_you_mean

LARGEST = 8 * 1024**3  # unpacked bytes; more is a mistake or a bomb


def unpack(name: str, data: bytes, member: str = "") -> tuple[str, bytes]:
    """The file inside a gz or zip archive, with its name; files that are not packed come back as they are.

    Examples
    --------
    >>> unpack("deals.csv.gz", gzip.compress(b"a,b"))
    ('deals.csv', b'a,b')
    """
    if data[:2] == b"\x1f\x8b":
        return name.removesuffix(".gz"), _gunzip(name, data)
    if data[:4] == b"PK\x03\x04" and not _is_office(data):
        return _unzip(name, data, member)
    return name, data


def members(data: bytes) -> list[str]:
    """Names of the files in a zip archive; none when it is not one."""
    if data[:4] != b"PK\x03\x04" or _is_office(data):
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            info.filename
            for info in archive.infolist()
            if not info.is_dir()
            and not PurePosixPath(info.filename).name.startswith((".", "__MACOSX"))
            and not info.filename.startswith("__MACOSX")
        ]


def _is_office(data: bytes) -> bool:
    """Whether a zip is an Excel or OpenDocument file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return "[Content_Types].xml" in names or "mimetype" in names


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            content = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"the gz file is damaged: {error}", "a complete gz file", name, "export it again") from error
    return _within(name, content)


def _unzip(name: str, data: bytes, member: str) -> tuple[str, bytes]:
    try:
        inside = members(data)
        if member and member not in inside:
            raise InputError(f"no file {member!r} in the archive", did_you_mean(member, inside), name)
        if len(inside) != 1 and not member:
            raise InputError(
                f"the archive holds {len(inside)} files: {', '.join(inside[:5])}",
                "one file, or its name",
                name,
                "name the file as `sheet` in [inputs]",
            )
        chosen = member or inside[0]
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(chosen) as packed:
            return PurePosixPath(chosen).name, _within(name, packed.read(LARGEST + 1))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise InputError(f"the zip file cannot be unpacked: {error}", "a zip without password", name) from error


def _within(name: str, content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise InputError("unpacked it is larger than 8 GB", "a smaller file", name, "use Parquet or a database")
    return content
