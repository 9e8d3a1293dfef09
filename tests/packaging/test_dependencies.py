"""What the product leans on: within bounds that are tried, locked inside them, and under licences that fit its own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import licences
from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = [Requirement(one) for one in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["spark"]]]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-peers.lock")


@pytest.mark.parametrize("needed", NEEDED, ids=lambda one: one.name)
def test_a_library_has_an_oldest_and_a_newest_version_and_the_locked_one_between(needed: Requirement) -> None:
    assert {one.operator for one in needed.specifier} == {">=", "<"}
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    assert needed.specifier.contains(re.search(rf"^{needed.name}==(\S+)", lock, re.M)[1])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_packages_by_their_hashes_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*-(?!-hash)|file:| @ ", re.sub(r"(?m)^\s+#.*$", "", text), re.M)
    assert len(re.findall(r"(?m)^[a-z0-9]", text)) == len(re.findall(r"(?m)^[a-z0-9].*\\$", text))


@pytest.mark.parametrize("name", sorted({*licences.locked("requirements.lock"), *licences.locked(LOCKS[1])}))
def test_a_licence_is_known_to_fit(name: str) -> None:
    assert not licences.unfit(licences.licence(name)), f"{name}: {licences.licence(name)!r}"


@pytest.mark.parametrize(("said", "unknown"), [("AGPL-3.0-only", 1), ("MIT AND GPL-3.0-only", 1), ("", 1)])
def test_a_licence_that_does_not_fit_is_found(said: str, unknown: int) -> None:
    assert len(licences.unfit(said)) == unknown


def test_of_alternatives_one_that_fits_is_enough() -> None:
    assert not licences.unfit("GPL-3.0-only OR (MIT AND BSD-3-Clause)")


def test_the_page_of_licences_is_what_the_packages_say() -> None:
    assert Path(licences.PAGE).read_text(encoding="utf-8") == licences.page()
