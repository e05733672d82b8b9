"""``incident-mapper demo``: the example maps, from what two press reports say."""

from pathlib import Path
from typing import Annotated

import typer

from incident_mapper.cli.console import messages, print_ledger, results, working
from incident_mapper.cli.options import Open, build_date, check_outputs, open_page

Output = Annotated[Path, typer.Option("-o", "--output", metavar="OUT.html", help="The HTML file to write.")]


def demo(output: Output = Path("incident-mapper-demo.html"), open_: Open = False) -> None:
    """Write the example map: ten records of violence from two press reports, as they claim it.

    Beside it, OUT-2025.html shows the military's incident statistics of 2025 by province.
    """
    from incident_mapper.area_table import make_area_map, read_area_table
    from incident_mapper.example import example_file
    from incident_mapper.export import save_html
    from incident_mapper.pipeline import make_map, place_incidents
    from incident_mapper.render import MapOptions

    statistics = output.with_name(f"{output.stem}-2025{output.suffix}")
    check_outputs(output)
    title = "Reported violence in Balochistan and Khyber Pakhtunkhwa"
    built = build_date("")
    with working() as step:
        placed = place_incidents(example_file("incidents.csv"), step=step)
        step("writing the page")
        options = MapOptions(title=title, credit="Example of Incident Mapper", built=built, notes=(_CLAIMS,))
        save_html(make_map(placed, options=options), output, title=title)
        table = read_area_table(example_file("province_statistics_2025.csv"), area="area", value="incidents")
        heading = "Terrorist incidents in 2025, as counted by the military"
        options = MapOptions(
            title=heading,
            subtitle="2025, by province",
            credit="Example of Incident Mapper",
            built=built,
            notes=(_CLAIMS, _NATIONWIDE),
        )
        save_html(make_area_map(table, label="Incidents in 2025", options=options), statistics, title=heading)
    print_ledger(placed.ledger, console=messages(), notes=placed.notes)
    results().print(str(output), markup=False)
    results().print(str(statistics), markup=False)
    if open_:
        open_page(output)


_CLAIMS = "Figures are claims of the named parties and were not verified"
_NATIONWIDE = (
    "The same military data for 2025 claim 75,175 intelligence-based operations and 2,597 militants killed nationwide, "
    "not broken down by province"
)
