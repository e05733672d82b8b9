"""Bring a user's own places in: a GeoNames dump or a CSV becomes an index on disk, placed into districts."""

from incident_mapper.add_places.build import Added, AddOptions, add_gazetteer
from incident_mapper.add_places.manage import list_gazetteers, remove_gazetteer
from incident_mapper.add_places.read_csv import CsvColumns
from incident_mapper.gazetteer.added_file import AddedGazetteer

__all__ = [
    "AddOptions",
    "Added",
    "AddedGazetteer",
    "CsvColumns",
    "add_gazetteer",
    "list_gazetteers",
    "remove_gazetteer",
]
