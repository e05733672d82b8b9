"""Turn the features of a GeoJSON document into rows of text."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from incident_mapper.errors import ReadError


def geojson_cells(text: str, *, path: Path) -> tuple[pd.DataFrame, dict[int, str], tuple[str, ...]]:
    """Return the features of a document as a table of text.

    Parameters
    ----------
    text
        A GeoJSON FeatureCollection; coordinates in degrees (EPSG:4326), as the format demands.
    path
        How an error calls the document.

    Returns
    -------
    tuple
        The cells, one row a feature, indexed by its number from 1; the reason by feature number, for
        features that cannot be used; and what a careful reader should know.

    Raises
    ------
    ReadError
        If the text is no FeatureCollection with features.
    """
    features = _features(text, path=path)
    records: list[dict[str, str]] = []
    problems: dict[int, str] = {}
    shapes: list[int] = []
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            problems[number] = "the feature is not a JSON object"
            records.append({})
            continue
        record = _property_cells(feature)
        geometry = feature.get("geometry")
        if (point := _point_cells(geometry)) is not None:
            record |= point
        elif any(record.values()):
            shapes.append(number)
        else:
            problems[number] = (
                f"{_article(geometry)} is no point, and the feature has no properties to place it by"
            )
        records.append(record)
    index = pd.RangeIndex(1, len(records) + 1, name="row")
    names = list(dict.fromkeys(name for record in records for name in record))
    rows = [[record.get(name, "") for name in names] for record in records]
    said = (
        f"{len(shapes)} features are no points (first: feature {shapes[0]}); their properties place them"
        if shapes
        else ""
    )
    return pd.DataFrame(rows, columns=names, index=index, dtype=str), problems, (said,) if said else ()


def _features(text: str, *, path: Path) -> list[Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"{path}, line {error.lineno}: not valid JSON ({error.msg}).") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets without end
        raise ReadError(f"{path} is not JSON that can be read: {error}.") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise ReadError(
            f"{path} is JSON, but not a GeoJSON FeatureCollection. Expected an object with a list 'features'."
        )
    if not features:
        raise ReadError(f"{path} is a FeatureCollection without features.")
    return features


def _property_cells(feature: Mapping[str, Any]) -> dict[str, str]:
    properties = feature.get("properties")
    record: dict[str, str] = {}
    if isinstance(properties, dict):
        record = {_clean(name): _text(value) for name, value in properties.items()}
    if "id" in feature and "id" not in record:
        record["id"] = _text(feature["id"])
    return record


def _point_cells(geometry: Any) -> dict[str, str] | None:
    """Return the coordinates of a point as cells, none for no geometry, ``None`` for another shape."""
    if not isinstance(geometry, dict):
        return {}
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(coordinates, list):
        if len(coordinates) < 2:  # an empty point, as some programs write it
            return {}
        return {"longitude": _text(coordinates[0]), "latitude": _text(coordinates[1])}
    return None


def _article(geometry: Any) -> str:
    kind = str(geometry.get("type"))[:40]
    return f"{'an' if kind[:1] in 'AEIOUaeiou' else 'a'} {kind}"


def _text(value: Any) -> str:
    """Return a JSON value as the text a table would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return _clean(str(value))


def _clean(text: str) -> str:
    r"""Return a text that can be written again: JSON may hold half of a character (``"\ud800"``)."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
