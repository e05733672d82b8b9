"""The embedded example: what two press reports say, as structured facts, and nothing they do not say.

`incidents.csv` holds ten records in the schema of this package; `province_statistics_2025.csv` a plain table of
areas and values. What a report does not state is "not stated"; what was inferred is named in ``inferred``.
"""

from importlib.resources import as_file, files
from pathlib import Path


def example_file(name: str) -> Path:
    """Return the path of an example file.

    Parameters
    ----------
    name
        ``"incidents.csv"`` or ``"province_statistics_2025.csv"``.

    Examples
    --------
    >>> example_file("incidents.csv").read_text(encoding="utf-8")[:11]
    'incident_id'
    """
    # The package is always installed as files: the build hook's data lies beside it as well.
    with as_file(files("incident_mapper.example").joinpath(name)) as path:
        return path
