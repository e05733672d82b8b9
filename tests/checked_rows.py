"""Rows for the checks of data quality, told as dicts for the country of four squares."""

from datetime import date


def village(number, **more):
    """Return a row about a place in Alpha that no gazetteer knows, with a day and a figure."""
    return {
        "id": f"v{number}", "adm2_given": "Alpha", "place_text": f"Hamlet {'abcdefghijkl'[number]}xq",
        "event_date": date(2025, 1, 1 + number), "killed": number, "injured": number,
    } | more  # fmt: skip
