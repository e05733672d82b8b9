"""The packaged tables of the gazetteer, as rows of text."""

import csv
import io
from functools import cache
from importlib.resources import files
from typing import Final

from incident_mapper.errors import IncidentMapperError

DATA: Final = "data"


def data_bytes(name: str) -> bytes:
    """Return a packaged data file.

    Parameters
    ----------
    name
        Its name below the package's data folder, such as ``"districts.csv"``.

    Raises
    ------
    IncidentMapperError
        If the package was installed without its data.

    Examples
    --------
    >>> data_bytes("provinces.csv")[:4]
    b'code'
    """
    resource = files("incident_mapper").joinpath(DATA, *name.split("/"))
    try:
        return resource.read_bytes()
    except FileNotFoundError as error:
        raise IncidentMapperError(
            f"The packaged file {name} is missing, so this installation is not whole. "
            "Install again with: python -m pip install --force-reinstall incident-mapper"
        ) from error


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a packaged table.

    Examples
    --------
    >>> [row["name"] for row in table("provinces") if row["code"] == "PK-BA"]
    ['Balochistan']
    """
    text = data_bytes(f"{name}.csv").decode("utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def split_list(cell: str) -> tuple[str, ...]:
    """Return the items of a cell that holds a list.

    Examples
    --------
    >>> split_list("Qalat|Kelat"), split_list("")
    (('Qalat', 'Kelat'), ())
    """
    return tuple(item.strip() for item in cell.split("|") if item.strip())
