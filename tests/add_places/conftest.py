"""Dumps and tables of a few made-up places at real coordinates."""

import zipfile

import pytest

from incident_mapper.add_places import AddOptions, add_gazetteer

KALAT = (66.5910, 29.0225)
QUETTA = (66.9987, 30.1830)
MANGOCHAR = (66.60, 29.35)
KABUL = (69.17, 34.53)
SRINAGAR = (74.80, 34.08)
ARABIAN_SEA = (64.0, 22.0)


def row(number, name, point=KALAT, **cells):
    """Give a row of a country dump; cells by the names of their columns, with underscores."""
    values = {
        "geonameid": number, "name": name, "asciiname": name, "alternatenames": "", "latitude": point[1],
        "longitude": point[0], "feature_class": "P", "feature_code": "PPL", "country_code": "PK", "cc2": "",
        "admin1_code": "02", "admin2_code": "", "admin3_code": "", "admin4_code": "", "population": 0, "elevation": "",
        "dem": 100, "timezone": "Asia/Karachi", "modification_date": "2020-01-01",
    }  # fmt: skip
    assert set(cells) <= set(values)
    return "\t".join(str(cell) for cell in (values | cells).values())


def alternate(number, name, language="", *, preferred="", historic=""):
    """Give a row of alternateNamesV2."""
    return "\t".join(["1", str(number), language, name, preferred, "", "", historic, "", ""])


@pytest.fixture
def dump(tmp_path):
    """Write rows as PK.txt, or as PK.zip with its readme."""

    def write(*rows, zipped=False, name="PK"):
        text = "".join(f"{line}\n" for line in rows)
        if not zipped:
            path = tmp_path / f"{name}.txt"
            path.write_text(text, encoding="utf-8", newline="")
            return path
        path = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "Readme for GeoNames Gazetteer extract files\n")
            archive.writestr(f"{name}.txt", text)
        return path

    return write


@pytest.fixture
def folder(tmp_path):
    """Give a folder of added gazetteers that does not exist yet."""
    return tmp_path / "data" / "gazetteers"


@pytest.fixture
def add(dump, folder):
    """Add rows of a dump, and give what became of them."""

    def add_(*rows, name="pk", **options):
        return add_gazetteer(dump(*rows), options=AddOptions(name=name, **options), folder=folder)

    return add_


@pytest.fixture
def rows_of():
    """Give the makers of rows and the points, for tests that import nothing from here."""

    class Makers:
        geonames = staticmethod(row)
        alternate = staticmethod(alternate)
        kalat, quetta, mangochar = KALAT, QUETTA, MANGOCHAR
        kabul, srinagar, arabian_sea = KABUL, SRINAGAR, ARABIAN_SEA

    return Makers
