"""The few figures a reader sees first, as ranges, with the sentence that says why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate import Total, count_rows, country_total

_WORDS: Final[Mapping[s.VictimGroup, str]] = {
    "militants": "militant",
    "civilians": "civilian",
    "security": "officer",
}


def summarise(incidents: pd.DataFrame, *, named: bool = True) -> list[dict[str, str]]:
    """Return the cells of the summary.

    Parameters
    ----------
    incidents
        Joined incidents with outcomes.
    named
        Whether the sentences may name single reports; else they say why only in general words.

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

    def of(metric: s.Metric, victims: s.VictimGroup = "") -> Total:
        found = country_total(counted, metric=metric, victims=victims)
        return found if named else replace(found, why=())

    events, killed = of("incidents"), of("killed")
    cells = [_cell(events, "incident" if events.text == "1" else "incidents")]
    claimed = ", as claimed" if (incidents[s.CLAIMED_BY] != "").any() else ""
    stated = {g: total for g in _WORDS if (total := of("killed", g)).value}
    if "militants" in stated and _whole(killed, list(stated.values())):
        militants = stated.pop("militants")
        cells.append(_cell(militants, f"{_victims('militants', militants)} killed{claimed}"))
        cells += _others(stated, claimed)
    else:
        among = ", ".join(f"{total.text} {_victims(group, total)}" for group, total in stated.items())
        whole = _plain(killed, "killed")
        told = f"; among them {among}{claimed}" if among else ""
        cells += [cell | {"label": f"{cell['label']}{told}"} for cell in whole]
    return cells + _plain(of("injured"), "injured")


def _whole(total: Total, parts: Sequence[Total]) -> bool:
    """Whether those of whom it is known who they were are all that were killed."""
    return (total.low, total.high) == (_sum([p.low for p in parts]), _sum([p.high for p in parts]))


def _others(stated: Mapping[s.VictimGroup, Total], claimed: str) -> list[dict[str, str]]:
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


def _victims(group: s.VictimGroup, total: Total) -> str:
    return _WORDS[group] + ("" if total.text == "1" else "s")


def _sum(parts: Sequence[float | None]) -> float | None:
    return None if None in parts else sum(part for part in parts if part is not None)


def _plain(total: Total, label: str) -> list[dict[str, str]]:
    return [] if total.value is None and total.high is None else [_cell(total, label)]


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
