"""Which member of a zip is the table."""

import zipfile
from pathlib import Path

from incident_mapper.errors import ReadError
from incident_mapper.files.source import Source, TemporaryFolder, refuse_bomb

_MOST_MEMBERS = 10_000
_DATA = {
    ".csv", ".tsv", ".tab", ".txt", ".json", ".geojson", ".jsonl", ".ndjson", ".geojsonl", ".geojsons", ".parquet",
    ".geoparquet", ".gpkg", ".fgb", ".shp", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods",
}  # fmt: skip
_BESIDE = {".dbf", ".shx", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qmd"}
_ABOUT = ("readme", "licen", "codebook", "metadata", "about", "changelog", "citation", "terms", "manifest")


def is_workbook(names: list[str]) -> bool:
    """Whether the members of a zip are those of a workbook, .xlsx or .ods, rather than files of their own."""
    return "[Content_Types].xml" in names or ("mimetype" in names and "content.xml" in names)


def member_of(source: Source) -> str:
    """Return the member that holds the table; nothing if the zip is a workbook itself.

    Raises
    ------
    ReadError
        If there is none, or there are several; they are listed.
    """
    with source.faults():
        try:
            with zipfile.ZipFile(source.path) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ReadError(
                f"{source.name} begins like a zip, but is cut off or damaged ({error}). Fetch the file again."
            ) from error
    if len(members) > _MOST_MEMBERS:
        raise ReadError(
            f"{source.name} holds {len(members):,} files. Unpack it, then give the one with the table."
        )
    if is_workbook([member.filename for member in members]):
        return ""
    files = [member for member in members if not member.is_dir() and not _is_junk(member.filename)]
    names = [member.filename for member in files]
    tables = [name for name in names if Path(name).suffix.casefold() in _DATA]
    if len(tables) > 1:
        told = [name for name in tables if not _is_about(name)]
        tables = told or tables
    if not tables and len(names) == 1:
        tables = names
    if not tables:
        inside = ", ".join(names[:8]) or "nothing"
        raise ReadError(f"{source.name} has no table in it; found: {inside}. Expected a CSV or the like.")
    if len(tables) > 1:
        more = f" and {len(tables) - 12} more" if len(tables) > 12 else ""
        raise ReadError(
            f"{source.name} has several tables in it: {', '.join(tables[:12])}{more}. "
            "Unpack it, then give the one that is meant."
        )
    chosen = files[names.index(tables[0])]
    refuse_bomb(chosen.file_size, max(chosen.compress_size, 1), name=f"{source.name} ({chosen.filename})")
    return chosen.filename


def with_siblings(source: Source) -> Source:
    """Return a shapefile that is in a zip as a file on disk, with the files that belong to it."""
    folder = TemporaryFolder()
    stem = source.member[: -len(".shp")]
    with source.faults(), zipfile.ZipFile(source.path) as archive:
        beside = [
            name
            for name in archive.namelist()
            if name.startswith(stem) and name[len(stem) :].casefold() in {".shp", *_BESIDE}
        ]
    for name in beside:
        one = Source(source.name, source.path, name, "zip", name, source.stamp)
        kept = one.on_disk()
        kept.path.rename(folder.path / f"table{name[len(stem) :].casefold()}")
    path = folder.path / "table.shp"
    found = path.stat()
    return Source(
        source.name, path, source.inner, stamp=(found.st_size, found.st_mtime_ns, found.st_ino), folder=folder
    )


def _is_junk(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1] in {"Thumbs.db", "desktop.ini"}


def _is_about(name: str) -> bool:
    last = name.rpartition("/")[2].casefold()
    return last.startswith(_ABOUT) or any(f"_{word}" in last for word in ("metadata", "codebook", "readme"))
