"""Ask an online geocoder for what the gazetteer does not know: only when asked for, and said line by line."""

from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

import typer

from incident_mapper.cli.console import messages
from incident_mapper.errors import OptionError

if TYPE_CHECKING:
    from incident_mapper.geocoders import FallbackGeocoder, OnlineReport

Service = Annotated[
    Literal["nominatim", "photon"] | None,
    typer.Option(
        "--online",
        help="Ask this service for texts that were not found. They leave your machine; nothing is asked without this.",
    ),
]
UserAgent = Annotated[
    str, typer.Option(help="With --online: your application and address, as the service's terms ask.")
]
Server = Annotated[
    str,
    typer.Option(
        metavar="URL", help="With --online: your own server of that kind, such as http://localhost:8080."
    ),
]
_SHOWN = 8


def online_geocoder(service: str, *, user_agent: str, server: str, edition: str) -> "FallbackGeocoder":
    """Return the embedded gazetteer with a service behind it.

    Raises
    ------
    OptionError
        If the user agent is missing, or the server's address is none.
    """
    from geopy.geocoders import get_geocoder_for_service

    from incident_mapper.geocoders import FallbackGeocoder, PakistanGeocoder

    where = {}
    if server:
        parts = urlsplit(server)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise OptionError(
                f"--server expects an address such as http://localhost:8080; instead got {server!r}."
            )
        where = {"scheme": parts.scheme, "domain": parts.netloc + parts.path.rstrip("/")}
    if not user_agent:
        raise OptionError(
            "--online needs --user-agent, which names your application and how to reach you, such as "
            '"our-map/1.0 (maps@example.org)": the services ask for it, and block those without.'
        )
    asked = get_geocoder_for_service(service)(user_agent=user_agent, **where)
    return FallbackGeocoder(asked, online=True, offline=PakistanGeocoder(edition=edition))


def say_report(report: "OnlineReport") -> None:
    """Print what came of asking: counts, and the first texts that got no answer, with the reason."""
    from incident_mapper.geocoders.report import OUTCOME_WORDS

    console = messages()
    counts = [f"{report.count(outcome):,} {outcome}" for outcome in OUTCOME_WORDS if report.count(outcome)]
    console.print(f"{report.service}: {', '.join(counts) or 'nothing to ask'}", markup=False)
    if report.stopped:
        console.print(f"  {report.stopped}", markup=False)
    reasons = list(report.reasons("refused", "missing", "not asked").items())
    for query, reason in reasons[:_SHOWN]:
        console.print(f"  {query[:60]!r}: {reason}", markup=False)
    if len(reasons) > _SHOWN:
        console.print(f"  and {len(reasons) - _SHOWN:,} others", markup=False)
