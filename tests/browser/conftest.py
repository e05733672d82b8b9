"""Fixtures for tests that open pages in Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import folium
import pytest
from offline_browser import Opened, open_in, run_chromium

from incident_mapper.export import save_html


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Run one Chromium for all tests."""
    with run_chromium() as browser:
        yield browser


@pytest.fixture
def open_page(chromium) -> Iterator[Callable[..., Opened]]:
    """Open HTML files; at the end of the test, none may have made a request or logged an error.

    `open_page(path, width=1280, height=800, touch=False, noisy=False)` returns an `Opened`; `noisy=True`
    leaves the check of requests and problems to the test.
    """
    contexts, checked = [], []

    def open_(path: Path, *, width: int = 1280, height: int = 800, touch: bool = False, noisy: bool = False):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch
        )
        contexts.append(context)
        opened = open_in(context, path)
        if not noisy:
            checked.append(opened)
        return opened

    yield open_
    for context in contexts:
        context.close()
    for opened in checked:
        assert opened.requests == []
        assert opened.problems == []


@pytest.fixture
def map_():
    return folium.Map([30.19, 67.01], zoom_start=6, tiles=None)


@pytest.fixture
def show(map_, tmp_path, open_page):
    """Save the map and open it."""

    def show_(**options):
        path = save_html(map_, tmp_path / "map.html", title="Layers", **options)
        return open_page(path).page

    return show_
