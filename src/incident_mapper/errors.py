"""The exception tree; every class carries the facts it is about.

::

    IncidentMapperError
    ├── ReadError            (ValueError)   a source that cannot be read
    ├── SchemaError          (ValueError)   a table that lacks columns or holds wrong values
    ├── CRSError             (ValueError)   a frame without a CRS
    ├── UnknownPlaceError    (LookupError)  a name that no place answers to
    ├── AmbiguousPlaceError  (LookupError)  a name that several places answer to
    ├── EditionError         (LookupError)  an edition or level of the gazetteer that does not exist
    ├── OptionError          (ValueError)   an option value out of its vocabulary
    ├── OutputError          (OSError)      a result that cannot be written
    └── NetworkAssetError    (ValueError)   a map that would need the network

Examples
--------
>>> issubclass(UnknownPlaceError, IncidentMapperError) and issubclass(UnknownPlaceError, LookupError)
True
"""

from collections.abc import Sequence

__all__ = [
    "AmbiguousPlaceError",
    "CRSError",
    "EditionError",
    "IncidentMapperError",
    "NetworkAssetError",
    "OptionError",
    "OutputError",
    "ReadError",
    "SchemaError",
    "UnknownPlaceError",
]


class IncidentMapperError(Exception):
    """The root of all errors this package raises on purpose."""


class ReadError(IncidentMapperError, ValueError):
    """A source cannot be read; the message names file, row and column where they are known."""


class SchemaError(IncidentMapperError, ValueError):
    """A table lacks columns or holds values that its schema does not allow.

    Parameters
    ----------
    message
        The whole sentence to print.
    missing
        The columns that were expected and not found.
    found
        The columns that are there.
    """

    def __init__(self, message: str, *, missing: Sequence[str] = (), found: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = tuple(missing)
        self.found = tuple(found)


class CRSError(IncidentMapperError, ValueError):
    """A geometry has no coordinate reference system, so distances would be in unknown units."""


class UnknownPlaceError(IncidentMapperError, LookupError):
    """No place answers to a name.

    Parameters
    ----------
    name
        The name as it was asked for.
    suggestions
        The closest names, best first.
    """

    def __init__(self, name: str, *, suggestions: Sequence[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        closest = f" Closest: {', '.join(self.suggestions)}." if self.suggestions else ""
        super().__init__(
            f"No place in the gazetteer matches {name!r}.{closest} "
            "Correct the spelling, or give its code with an overrides file."
        )


class AmbiguousPlaceError(IncidentMapperError, LookupError):
    """Several places answer to a name and nothing decides between them.

    Parameters
    ----------
    name
        The name as it was asked for.
    candidates
        The places that answer to it, as printable text.
    """

    def __init__(self, name: str, *, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(
            f"{name!r} may be any of: {', '.join(self.candidates)}. "
            "Say which by its code, a district or a province."
        )


class EditionError(IncidentMapperError, LookupError):
    """An edition, a level or a day that the gazetteer does not hold."""


class OptionError(IncidentMapperError, ValueError):
    """An option has a value outside its vocabulary."""


class OutputError(IncidentMapperError, OSError):
    """A result cannot be written; nothing half-written is left behind."""


class NetworkAssetError(IncidentMapperError, ValueError):
    """A map would load something from the network, which a page of ours never does unasked."""
