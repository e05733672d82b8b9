"""The HXL tag of each column of a panel."""

from typing import Final

from incident_mapper import schema as s
from incident_mapper.panel.table import unknown_column

_TAGS: Final = {
    s.ADM0_CODE: "#country+code",
    s.ADM0_NAME: "#country+name",
    s.ADM1_CODE: "#adm1+code",
    s.ADM1_NAME: "#adm1+name",
    # Divisions stand between two levels of the common boundaries, and HXL has no tag for that: hence an own one.
    s.DIVISION_CODE: "#x_division+code",
    s.DIVISION_NAME: "#x_division+name",
    s.ADM2_CODE: "#adm2+code",
    s.ADM2_NAME: "#adm2+name",
    s.PERIOD: "#date+period",
    s.PERIOD_START: "#date+start",
    s.PERIOD_END: "#date+end",
    s.WHY: "#description+why",
    s.NOTE: "#description+note",
}
_METRICS: Final = {
    "incidents": "#event+num",
    "killed": "#affected+killed",
    "injured": "#affected+injured",
}
_ENDS: Final = {"low": "min", "best": "est", "high": "max"}


def hxl_tag(column: str) -> str:
    """Return the hashtag and attributes of a column of a panel, as HXL 1.1 writes them; empty if there is none.

    Examples
    --------
    >>> hxl_tag("adm2_code"), hxl_tag("killed_low"), hxl_tag("incidents_best"), hxl_tag("killed_unknown")
    ('#adm2+code', '#affected+killed+min', '#event+num+est', '#meta+unknown+killed')
    """
    for metric, tag in _METRICS.items():
        for end, attribute in _ENDS.items():
            if column == f"{metric}_{end}":
                return f"{tag}+{attribute}"
        if column == unknown_column(metric):
            return f"#meta+unknown+{metric}"
    return _TAGS.get(column, "")
