"""A country of four square districts in two provinces, drawn by hand, and incident tables to put on it.

::

    60        61        62
    32 +--------+--------+
       | Alpha  | Beta   |   North (division Upland holds Alpha and Beta)
    31 +--------+--------+
       | Gamma  | Delta  |   South
    30 +--------+--------+
"""

from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from incident_mapper import schema as s
from incident_mapper.areas.measure import measured
from incident_mapper.crs import WGS84
from incident_mapper.gazetteer import Gazetteer, Place
from incident_mapper.join import AreaSet

SQUARES = {
    "A": ("Alpha", "N", shapely.box(60, 31, 61, 32)),
    "B": ("Beta", "N", shapely.box(61, 31, 62, 32)),
    "C": ("Gamma", "S", shapely.box(60, 30, 61, 31)),
    "D": ("Delta", "S", shapely.box(61, 30, 62, 31)),
}
PROVINCES = {"N": "North", "S": "South"}


def _frame(level: str, rows: dict) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {
            "name": [name for name, _, _ in rows.values()],
            "urdu": "",
            "level": level,
            "parent": [parent for _, parent, _ in rows.values()],
            "uncertain": False,
        },
        geometry=[shape for _, _, shape in rows.values()],
        index=pd.Index(list(rows), name="area_code"),
        crs=WGS84,
    )
    return measured(frame)


def tiny_areas() -> AreaSet:
    """Return the polygons."""
    provinces = {
        code: (name, code, shapely.union_all([shape for _, home, shape in SQUARES.values() if home == code]))
        for code, name in PROVINCES.items()
    }
    return AreaSet(_frame("district", SQUARES), _frame("province", provinces))


def tiny_gazetteer() -> Gazetteer:
    """Return the places: provinces, one division, districts, a town with a name of its own."""
    divisions = {"A": "V", "B": "V", "C": "", "D": ""}
    places = [Place("PK", "Tiny", "country")]
    places += [Place(code, name, "province", adm1_code=code) for code, name in PROVINCES.items()]
    places += [Place("V", "Upland", "division", adm1_code="N", division_code="V")]
    places += [
        Place(code, name, "district", adm1_code=home, division_code=divisions[code], adm2_code=code)
        for code, (name, home, _) in SQUARES.items()
    ]
    places += [Place("T", "Omega", "town", adm1_code="S", adm2_code="C", lon=60.5, lat=30.5)]
    return Gazetteer("tiny", date(2023, 3, 1), tuple(places), {}, {"faraway": "Faraway"})


def incident_table(rows: list[dict]) -> pd.DataFrame:
    """Return an incident table as `read_incidents` does, from what each row states.

    ``killed`` and ``injured`` may be a number or ``(low, best, high)``, with a group of victims behind an
    underscore (``killed_militants``); ``id`` is the incident's id.
    """
    figures = [
        s.figure_column(metric, bound, group=group)
        for metric in ("killed", "injured")
        for group in ("", *s.VICTIM_GROUPS)
        for bound in ("low", "best", "high")
    ]
    table = []
    for position, row in enumerate(rows, start=1):
        told = dict(row)
        cells = dict.fromkeys(s.TEXT_COLUMNS, "") | dict.fromkeys(figures)
        cells |= {
            s.INCIDENT_ID: told.pop("id", f"i{position}"),
            s.FILE: "made.csv",
            s.ROW: position + 1,
            s.EVENT_DATE: pd.NaT,
            s.EVENT_DATE_END: pd.NaT,
            s.DATE_PRECISION: "day" if "event_date" in told else "unknown",
            s.LONGITUDE: float("nan"),
            s.LATITUDE: float("nan"),
            s.GEO_PRECISION: "exact" if "longitude" in told else "",
        }
        for name in [name for name in told if name.startswith(("killed", "injured")) and name not in figures]:
            value = told.pop(name)
            ends = value if isinstance(value, tuple) else (value, value, value)
            cells |= {
                f"{name}_{bound}": end for bound, end in zip(("low", "best", "high"), ends, strict=True)
            }
        table.append(cells | told)
    frame = pd.DataFrame(table).set_index(s.INCIDENT_ID)
    for name in (s.EVENT_DATE, s.EVENT_DATE_END):
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype(dict.fromkeys(figures, "Int64") | {s.LONGITUDE: float, s.LATITUDE: float})


def placed_table(rows: list[dict]) -> pd.DataFrame:
    """Return an incident table as it leaves the ledger: each row says its codes itself.

    ``adm2_code`` implies its province; ``outcome`` follows from the codes unless it is given.
    """
    homes = {code: home for code, (_, home, _) in SQUARES.items()}
    told = []
    for row in rows:
        adm2 = row.get("adm2_code", "")
        adm1 = row.get("adm1_code", homes.get(adm2, ""))
        outcome = "district" if adm2 else "province" if adm1 else "unmatched"
        told.append({"adm1_code": adm1, "adm2_code": adm2, "outcome": outcome} | row)
    return incident_table(told)
