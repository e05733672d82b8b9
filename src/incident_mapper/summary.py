"""The few figures a reader sees first, as ranges, with the sentence that says why."""

from collections.abc import Mapping, Sequence

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate import Counted, Total, count_rows, country_total

_WORDS = {"militants": "militant", "security": "officer", "civilians": "civilian"}


def summarise(incidents: pd.DataFrame) -> list[dict[str, str]]:
    """Return the cells of the summary.

    Parameters
    ----------
    incidents
        Joined incidents with outcomes.

    Returns
    -------
    list of dict
        ``value``, ``label`` and ``why`` (empty where nothing needs explaining).

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"adm1_code": ["PK-BA"], "outcome": "province", "claimed_by": "ISPR"}
    ...     | dict.fromkeys(["adm2_code", "group_id", "relations"], "")
    ... )
    >>> summarise(table)[0]
    {'value': '1', 'label': 'incident', 'why': ''}
    """
    if incidents.empty:
        return []
    counted = count_rows(incidents)
    events = country_total(counted, metric="incidents")
    cells = [_cell(events, "incident" if events.text == "1" else "incidents")]
    claimed = ", as claimed" if (incidents[s.CLAIMED_BY] != "").any() else ""
    groups = {
        g: country_total(counted, metric="killed", victims=g) for g in ("militants", "civilians", "security")
    }
    stated = {g: total for g, total in groups.items() if total.value}
    if "militants" in stated:
        militants = stated.pop("militants")
        cells.append(_cell(militants, f"{_victims('militants', militants)} killed{claimed}"))
        cells += _others(stated, claimed)
    else:
        cells += _plain(counted, "killed")
    return cells + _plain(counted, "injured")


def _others(stated: Mapping[str, Total], claimed: str) -> list[dict[str, str]]:
    """Return one cell for those killed who were no militants, with who they were."""
    if not stated:
        return []
    totals = list(stated.values())
    words = [_victims(group, total) for group, total in stated.items()]
    if len(totals) == 1:
        return [_cell(totals[0], f"{words[0]} killed{claimed}")]
    parts = ", ".join(f"{total.text} {word}" for total, word in zip(totals, words, strict=True))
    low, high = _sum([t.low for t in totals]), _sum([t.high for t in totals])
    why = tuple(reason for total in totals for reason in total.why)
    return [_cell(Total(low, low if low == high else None, high, why=why), f"{parts} killed{claimed}")]


def _victims(group: str, total: Total) -> str:
    return _WORDS[group] + ("" if total.text == "1" else "s")


def _sum(parts: Sequence[float | None]) -> float | None:
    return None if None in parts else sum(part for part in parts if part is not None)


def _plain(incidents: Counted, metric: s.Metric) -> list[dict[str, str]]:
    total = country_total(incidents, metric=metric)
    return [] if total.value is None and total.high is None else [_cell(total, metric)]


def _cell(total: Total, label: str) -> dict[str, str]:
    reasons = list(dict.fromkeys(total.why))
    why = ""
    if reasons:
        text = "; ".join(reasons)
        ranged = total.low != total.high and any("may" in reason for reason in reasons)
        why = f"{total.text}, because {text}." if ranged else f"{text[:1].upper()}{text[1:]}."
    if total.best is not None and total.low != total.high:
        # The best estimate leads; its range stands beside what it counts.
        span = Total(total.low, None, total.high).text
        return {"value": f"{total.best:,}", "label": f"{label} (best estimate; {span})", "why": why}
    return {"value": total.text, "label": label, "why": why}
