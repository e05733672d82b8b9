"""Which features of GeoNames are taken: those that reports name and that one point can stand for.

Left out on purpose:

- rivers, canals, ranges, valleys, deserts, plains, regions, forests, roads and railways: they run through several
  districts, and GeoNames gives them one point, which would put "the Indus" into one of them;
- provinces, divisions and districts, present and past: they are embedded, with polygons;
- historical places and capitals, which are no more;
- what lies under the sea.
"""

from typing import Final

_ADMINISTRATIVE: Final = frozenset({"ADM3", "ADM4", "ADM5", "ADMD"})
"""Tehsils and union councils; of a tehsil that is embedded, the embedded name wins."""

_GONE: Final = frozenset({"PPLH", "PPLCH"})

_POINTLIKE: Final = {
    # Passes, peaks and hills, islands, capes and cliffs: fights are named after them.
    "T": frozenset(
        {
            "PASS",
            "GAP",
            "MT",
            "PK",
            "HLL",
            "SPUR",
            "CLF",
            "ISL",
            "ISLT",
            "CAPE",
            "PT",
            "HDLD",
            "BCH",
            "SDL",
            "MND",
        }
    ),
    # Harbours and standing water; no stream and no canal.
    "H": frozenset({"HBR", "ANCH", "DCK", "LK", "RSV", "PND", "SPNG", "WLL", "WTRH", "FLLS"}),
    # Bases, ports, fields of gas and oil, mines, industrial areas and parks.
    "L": frozenset(
        {"LCTY", "MILB", "NVB", "PORT", "GASF", "OILF", "MNA", "COLF", "INDS", "PRK", "CMPRF", "FLD"}
    ),
    # Tunnels and crossings; no road or railway as a whole.
    "R": frozenset({"TNL", "TNLRD", "TNLRR", "RDJCT", "RJCT"}),
}

# Of the words that the embedded places use too; a feature that is not here is a "spot".
_KINDS: Final = {
    "T.PASS": "pass", "T.GAP": "pass", "T.SDL": "pass", "T.ISL": "island", "T.ISLT": "island", "L.MILB": "base",
    "L.NVB": "base", "L.GASF": "gasfield", "L.MNA": "mine", "L.COLF": "mine", "S.MN": "mine", "S.DAM": "dam",
    "L.PORT": "port", "H.HBR": "port", "L.LCTY": "locality", "P.PPLX": "locality", "P.PPLL": "locality",
}  # fmt: skip
_MOUNTAINS: Final = frozenset({"MT", "PK", "HLL", "SPUR", "CLF", "MND"})
_SEATS: Final = ("PPLA", "PPLC", "PPLG")


def kind_of(feature_class: str, code: str, *, population: str) -> str:
    """Say in a word what a feature is.

    Examples
    --------
    >>> kind_of("P", "PPL", population="0"), kind_of("P", "PPL", population="9000")
    ('village', 'town')
    >>> kind_of("T", "PASS", population=""), kind_of("S", "MSQE", population="0")
    ('pass', 'spot')
    """
    known = _KINDS.get(f"{feature_class}.{code}")
    if known is not None:
        return known
    if feature_class == "P":
        return "town" if code.startswith(_SEATS) or population.strip("0") else "village"
    if feature_class == "A":
        return "area"
    return "mountain" if feature_class == "T" and code in _MOUNTAINS else "spot"


def is_taken(feature_class: str, code: str) -> bool:
    """Whether places of a feature class and code are taken.

    Examples
    --------
    >>> is_taken("P", "PPL"), is_taken("T", "PASS"), is_taken("S", "DAM"), is_taken("A", "ADM4")
    (True, True, True, True)
    >>> is_taken("H", "STM"), is_taken("T", "VAL"), is_taken("A", "ADM2"), is_taken("P", "PPLH")
    (False, False, False, False)
    """
    if feature_class == "P":
        return code not in _GONE
    if feature_class == "A":
        return code in _ADMINISTRATIVE
    # Spots are buildings and works: each stands in one place.
    return feature_class == "S" or code in _POINTLIKE.get(feature_class, ())
