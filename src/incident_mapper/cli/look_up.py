"""``incident-mapper places`` and ``areas``: look names up, and take polygons away."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from incident_mapper.cli import options as o
from incident_mapper.cli.console import results
from incident_mapper.errors import OptionError

if TYPE_CHECKING:
    from incident_mapper.gazetteer import Gazetteer, Place
    from incident_mapper.resolve import Match


def places(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Names to look up, in Latin or Urdu script.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
    within: Annotated[
        str | None, typer.Option(metavar="PROVINCE", help="Only places in this province (name or code).")
    ] = None,
    how: Annotated[
        bool,
        typer.Option("--explain", help="Say step by step how each text was read, and what else it is not."),
    ] = False,
    on: o.On = "",
    edition: o.Edition = "",
) -> None:
    """Look names up: what they mean, their codes and parents, since when they hold, and what else they may mean.

    Exits with 1 if a name was not found.
    """
    from incident_mapper.gazetteer import load_gazetteer
    from incident_mapper.resolve import explain
    from incident_mapper.resolve.incidents import resolve_text

    gazetteer = load_gazetteer(edition, on=o.day_on(on))
    code = _province(within, gazetteer) if within else None
    answers = [(name, resolve_text(name, gazetteer, within=code)) for name in names]
    if as_json:
        results().print(
            json.dumps(
                [
                    _as_dict(name, m, gazetteer)
                    | ({"explanation": explain(name, gazetteer, within=code).lines(gazetteer)} if how else {})
                    for name, m in answers
                ],
                ensure_ascii=False,
                indent=2,
            ),
            markup=False,
        )
    else:
        for name, match in answers:
            _print(name, match, gazetteer)
            if how:
                for line in explain(name, gazetteer, within=code).lines(gazetteer):
                    results().print(f"  {line}", markup=False)
    if any(match.status == "unmatched" for _, match in answers):
        raise typer.Exit(1)


def _province(text: str, gazetteer: "Gazetteer") -> str:
    from incident_mapper.resolve import look_up

    if text in gazetteer.by_code:
        return text
    found = look_up(text, gazetteer, level="province")
    if found.place is None:
        known = ", ".join(p.name for p in gazetteer.places if p.level == "province")
        raise OptionError(f"--within {text!r} is no province. Provinces: {known}.")
    return found.place.code


def _described(place: "Place", gazetteer: "Gazetteer") -> dict[str, Any]:
    def named(code: str) -> dict[str, str] | None:
        return {"code": code, "name": gazetteer.by_code[code].name} if code in gazetteer.by_code else None

    return {
        "code": place.code, "name": place.name, "urdu": place.urdu, "level": place.level,
        "variants": list(place.variants), "district": named(place.adm2_code), "division": named(place.division_code),
        "province": named(place.adm1_code), "valid_from": place.valid_from.isoformat() if place.valid_from else None,
        "valid_to": place.valid_to.isoformat() if place.valid_to else None, "lon": place.lon, "lat": place.lat,
        "uncertain": place.uncertain, "kind": place.kind,
        "holds_today": _today(place, gazetteer), "note": place.note, "source": place.source,
    }  # fmt: skip


def _today(place: "Place", gazetteer: "Gazetteer") -> list[dict[str, str]]:
    """Return the units that hold the land of a province, division or district on the day of the edition."""
    from incident_mapper.gazetteer import load_gazetteer, successors

    now = load_gazetteer(gazetteer.edition)
    if place.level not in ("province", "division", "district") or now.on == gazetteer.on:
        return []
    codes = successors(place.code, gazetteer.edition, gazetteer.on, now.on)
    return [{"code": code, "name": now.by_code[code].name} for code in codes if code in now.by_code]


def _alternatives(match: "Match", name: str, gazetteer: "Gazetteer") -> list["Place"]:
    from incident_mapper.names import split_level

    if match.candidates:
        return [gazetteer.by_code[code] for code in match.candidates]
    others = [
        p for p in gazetteer.named(split_level(name).key) if match.place is None or p.code != match.place.code
    ]
    return others or [s.place for s in gazetteer.suggest(name)] if match.status == "unmatched" else others


def _as_dict(name: str, match: "Match", gazetteer: "Gazetteer") -> dict[str, Any]:
    return {
        "query": name, "status": match.status, "method": match.method, "score": match.score, "reason": match.reason,
        "place": _described(match.place, gazetteer) if match.place else None,
        "alternatives": [_described(p, gazetteer) for p in _alternatives(match, name, gazetteer)],
    }  # fmt: skip


def _print(name: str, match: "Match", gazetteer: "Gazetteer") -> None:
    console = results()
    place = match.place if match.status == "matched" else None
    head = (
        gazetteer.describe(place)
        if place
        else {"ambiguous": "ambiguous", "unmatched": "not found"}[match.status]
    )
    console.print(f"{name}: {head}", markup=False)
    if place:
        said = _described(place, gazetteer)
        lines = [("code", place.code), ("Urdu", place.urdu), ("also written", ", ".join(place.variants))]
        held = [(unit, said[unit]) for unit in ("district", "division", "province")]
        lines += [(unit, f"{u['name']} ({u['code']})") for unit, u in held if u and u["code"] != place.code]
        since = said["valid_from"] or "before our records begin"
        lines += [("holds since", since + (f", until {said['valid_to']}" if said["valid_to"] else ""))]
        lines += (
            [("coordinates", f"{place.lat}, {place.lon} (latitude, longitude)")]
            if place.lon is not None
            else []
        )
        today = ", ".join(f"{unit['name']} ({unit['code']})" for unit in said["holds_today"])
        lines += [("its land is now in", today)] if today else []
        lines += [("matched", f"{match.method}, score {match.score:g}")]
        lines += [("uncertain", place.note or "yes")] if place.uncertain else [("note", place.note)]
        for label, text in lines:
            if text:
                console.print(f"  {label}: {text}", markup=False)
    if match.reason:
        console.print(f"  {match.reason}", markup=False)
    others = _alternatives(match, name, gazetteer)
    if others:
        listed = "; ".join(f"{gazetteer.describe(p)} ({p.code})" for p in others[:7])
        console.print(f"  {'may be' if match.candidates else 'see also'}: {listed}", markup=False)


def areas_command(
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="OUT", help="A .geojson, .gpkg or .parquet file to write."),
    ],
    level: Annotated[
        Literal["province", "division", "district", "tehsil"], typer.Option(help="Which areas.")
    ] = "district",
    on: o.On = "",
    detail: Annotated[
        Literal["full", "simple"], typer.Option(help="Full detail, or simplified for drawing.")
    ] = "full",
    edition: o.Edition = "",
) -> None:
    """Write the polygons of a level, with codes, names and the notice their licence asks for."""
    from incident_mapper.areas import ATTRIBUTION, areas, with_units
    from incident_mapper.export import write_table
    from incident_mapper.gazetteer import load_gazetteer

    o.check_outputs(output, page=False, tables=(".geojson", ".gpkg", ".parquet"))
    day = o.day_on(on)
    gazetteer = load_gazetteer(edition, on=day)
    frame = with_units(areas(level, on=day, edition=edition, detail=detail), gazetteer).reset_index()
    frame = frame.assign(edition=gazetteer.edition, as_of=gazetteer.on.isoformat(), attribution=ATTRIBUTION)
    geometry = frame.pop("geometry")
    write_table(frame.set_geometry(geometry), output, attribution=ATTRIBUTION)
    results().print(str(output), markup=False)
