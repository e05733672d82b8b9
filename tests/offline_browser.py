"""Open saved pages in a real Chromium, with the network cut and every complaint recorded.

Used by the fixtures of tests/browser, and as a command by tests/packaging:
``python -m offline_browser PAGE`` prints what the page did as JSON.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

LOCAL = ("file:", "data:", "blob:", "about:")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def give_up(reason: str) -> None:
    """Skip on a user's machine; in CI a browser test that does not run is a failure."""
    if os.environ.get("CI", "").lower() in {"", "0", "false"}:
        pytest.skip(reason)
    pytest.fail(reason)


def find_chromium(bundled: str) -> str | None:
    """Return the browser named by the environment, then the machine's, then playwright's own."""
    named = os.environ.get("INCIDENT_MAPPER_CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (bundled if Path(bundled).exists() else None)


@contextmanager
def run_chromium() -> Iterator:
    """Run a Chromium, or give up with the reason."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        give_up("playwright is not installed: pip install 'incident-mapper[test]'")
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        if path is None:
            give_up("no Chromium found: install one, or name it in INCIDENT_MAPPER_CHROMIUM")
        # Chromium's sandbox does not work for root, as whom containers run.
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=path, args=[*QUIET, *(["--no-sandbox"] if is_root else [])]
        )
        yield browser
        browser.close()


@dataclass
class Opened:
    """A page that was opened, and what it did that an offline page must not do."""

    page: object
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def open_in(context, path: Path) -> Opened:
    """Open a file in a browser context, and record its requests, console errors and dialogs."""
    context.route(lambda url: not url.startswith(LOCAL), lambda route: route.abort())
    opened = Opened(context.new_page())
    page = opened.page
    page.set_default_timeout(5_000)
    page.on("request", lambda r: None if r.url.startswith(LOCAL) else opened.requests.append(r.url))
    page.on("console", lambda m: opened.problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: opened.problems.append(str(e)))
    page.on("dialog", lambda d: (opened.problems.append(f"dialog: {d.message}"), d.dismiss()))
    page.goto(path.resolve().as_uri())
    return opened


def describe(path: Path) -> dict:
    """Open a page in a browser of its own and say what it did."""
    with run_chromium() as chromium:
        seen = open_in(chromium.new_context(), path)
        seen.page.wait_for_selector(".leaflet-container")
        # Our own pages say when they are painted; a plain folium map has nothing to wait for.
        seen.page.evaluate("window.incidentMapper && window.incidentMapper.ready")
        return {
            "requests": seen.requests,
            "problems": seen.problems,
            "title": seen.page.title(),
            "shapes": seen.page.locator(".leaflet-pane svg path, .leaflet-marker-pane > *").count(),
        }


if __name__ == "__main__":
    try:
        answer = describe(Path(sys.argv[1]))
    except pytest.skip.Exception as reason:
        answer = {"skipped": str(reason)}
    print(json.dumps(answer))
