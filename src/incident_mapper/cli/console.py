"""What is printed for people: the ledger, errors, and a sign of life on long work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from incident_mapper.ledger import Ledger

_SHOWN = 12


def messages() -> Console:
    """Return the console for messages: standard error."""
    return Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def results() -> Console:
    """Return the console for results: standard output."""
    return Console(highlight=False, emoji=False, soft_wrap=True)


def say_error(text: str) -> None:
    """Print an error as plain text."""
    messages().print(f"[bold red]error:[/] {escape(text)}")


@contextmanager
def working() -> Iterator[Callable[[str], None]]:
    """Show what is going on, on a terminal only, and give the function that says so."""
    console = messages()
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("starting") as status:
        yield lambda text: status.update(escape(text))


def print_ledger(ledger: "Ledger", *, console: Console, notes: tuple[str, ...] = (), hint: str = "") -> None:
    """Print where every row went: counts that add up, flags, and the first rows with something to say.

    Parameters
    ----------
    ledger
        The ledger.
    console
        Where to print.
    notes
        What reading the files brought up.
    hint
        What to do about the rows listed.
    """
    from incident_mapper.ledger import FLAG_WORDS, OUTCOME_WORDS

    rows = "row" if ledger.rows == 1 else "rows"
    console.print(f"[bold]{ledger.placed:,} of {ledger.rows:,} {rows} placed[/] on the map")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    table.add_column(justify="right")
    table.add_column()
    table.add_column(style="dim")
    for outcome, words in OUTCOME_WORDS.items():
        if count := ledger.counts.get(outcome, 0):
            table.add_row(f"{count:,}", outcome, words)
    console.print(table)
    raised = {flag: count for flag, count in ledger.flags.items() if count}
    if raised:
        console.print("flagged (rows may be counted twice)")
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
        table.add_column(justify="right")
        table.add_column()
        table.add_column(style="dim")
        for flag, count in raised.items():
            table.add_row(f"{count:,}", flag, FLAG_WORDS[flag])
        console.print(table)
    for note in notes:
        console.print(f"note: {escape(note)}")
    _print_rows(ledger, console=console, hint=hint)


def _print_rows(ledger: "Ledger", *, console: Console, hint: str) -> None:
    """List the rows that are nowhere on the map, each text once."""
    unplaced = ledger.unplaced
    if unplaced.empty:
        return
    console.print("not on the map")
    grouped = unplaced.groupby(["place_text", "outcome", "reason", "suggestion"], sort=False)["row"].agg(
        ["first", "size"]
    )
    for (text, outcome, reason, suggestion), (first, size) in list(
        zip(grouped.index, grouped.to_numpy(), strict=True)
    )[:_SHOWN]:
        where = f"row {first}" if size == 1 else f"row {first} and {size - 1} more"
        said = f"  {where}: {escape(repr(text[:60])) if text else 'no place'} - {outcome}"
        console.print(
            said
            + (f": {escape(reason[:200])}" if reason else "")
            + (f" [dim]{escape(suggestion)}[/]" if suggestion else "")
        )
    if len(grouped) > _SHOWN:
        console.print(f"  and {len(grouped) - _SHOWN} other texts")
    if hint:
        console.print(hint)
