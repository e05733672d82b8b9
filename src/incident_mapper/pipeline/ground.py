"""The areas that incidents are joined to and drawn on: the embedded ones, or a user's own in their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.areas import (
    ATTRIBUTION,
    AreaLevel,
    areas,
    crosswalk,
    disputed_territory,
    read_areas,
    simplified,
)
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.join import AreaSet


@dataclass(frozen=True)
class UserAreas:
    """A user's own polygons, and which columns of theirs hold code and name."""

    path: Path
    code_column: str
    name_column: str
    level: AreaLevel = "district"


@dataclass(frozen=True)
class Ground:
    """The areas of a map.

    Attributes
    ----------
    areas
        What incidents are joined to.
    drawn
        Level to simplified polygons, which are drawn.
    attribution
        Who is to be credited for them.
    mine
        The user's own polygons, if any.
    """

    areas: AreaSet
    drawn: Mapping[str, gpd.GeoDataFrame]
    attribution: tuple[str, ...]
    mine: UserAreas | None = None

    def recoded(self, resolved: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
        """Give incidents the codes of the user's areas, and say so where there is no such area."""
        if self.mine is None:
            return resolved
        column, frame = (
            (s.ADM2_CODE, self.areas.district)
            if self.mine.level == "district"
            else (s.ADM1_CODE, self.areas.province)
        )
        walk = crosswalk(frame, gazetteer, level="district" if self.mine.level == "district" else "province")
        recoded = resolved.copy()
        recoded[column] = resolved[column].map(lambda code: walk.get(code, "") if code else "")
        lost = (resolved[column] != "") & (recoded[column] == "")
        names = resolved[column].map(lambda code: gazetteer.describe(gazetteer.by_code[code]) if code else "")
        recoded.loc[lost, s.REASON] = names[lost] + f" is not among the areas of {self.mine.path.name}"
        recoded.loc[lost, s.MATCH_METHOD] = "given"
        return recoded


def lay_ground(
    gazetteer: Gazetteer, *, edition: str = "", on: date | None = None, mine: UserAreas | None = None
) -> Ground:
    """Return the areas to join to and to draw, of an edition on a day.

    Parameters
    ----------
    gazetteer
        Where a user's own areas are looked up.
    edition, on
        Which districts.
    mine
        The user's own polygons, if any.

    Raises
    ------
    OptionError
        If they are of another level than districts or provinces.
    """
    levels: tuple[AreaLevel, ...] = ("province", "district")
    full: dict[str, gpd.GeoDataFrame] = {level: areas(level, edition=edition, on=on) for level in levels}
    drawn: dict[str, gpd.GeoDataFrame] = {
        level: areas(level, edition=edition, on=on, detail="simple") for level in levels
    }
    attribution: tuple[str, ...] = (ATTRIBUTION,)
    if mine is not None:
        s.require_choice(mine.level, ("province", "district"), option="level of the given areas")
        frame = read_areas(
            mine.path, code_column=mine.code_column, name_column=mine.name_column, level=mine.level
        )
        if mine.level == "district":
            homes = {
                theirs: gazetteer.by_code[ours].adm1_code
                for ours, theirs in crosswalk(frame, gazetteer, level="district").items()
            }
            frame["parent"] = [homes.get(str(code), "") for code in frame.index]
        else:
            # The embedded districts then lie in the provinces of the file, under its codes.
            theirs_of = crosswalk(frame, gazetteer, level="province")
            for table in (full["district"], drawn["district"]):
                table["parent"] = table["parent"].map(lambda code: theirs_of.get(code, ""))
        full[mine.level], drawn[mine.level] = frame, simplified(frame)
        credit = (
            f"{mine.level.capitalize()} boundaries: {mine.path.name}, as given by the publisher of this map"
        )
        attribution = (credit, ATTRIBUTION)
    ground = AreaSet(full["district"], full["province"], disputed_territory(detail="full"))
    return Ground(ground, drawn, attribution, mine)
