"""The one-way flow of docs/architecture.md: a module imports only from its left."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "incident_mapper"

ARCHITECTURE = PACKAGE.parents[1] / "docs" / "architecture.md"
# The package itself and the entry point stand outside the flow; the version is a number.
OUTSIDE = {"__init__", "__main__", "_version", "data", "_bundle"}


def order():
    """Give the rooms from left to right, as the first block of the architecture's page draws them."""
    drawing = ARCHITECTURE.read_text(encoding="utf-8").split("```")[1]
    # On a line, the rooms come first; a remark stands behind two blanks.
    lines = [re.split(r" {2,}", line)[0] for line in drawing.strip().splitlines()]
    return [room for line in lines for room in re.split(r", | ?-> ", line) if room]


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if room_of(path) not in OUTSIDE)


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(source):
    """Give the rooms of our package that some code imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            whole = node.module == "incident_mapper"
            names = [f"{node.module}.{alias.name}" if whole else node.module for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package == "incident_mapper" and rest:
                yield rest.split(".")[0]


def test_the_order_is_read_from_the_architecture():
    assert order()[0] == "errors"
    assert order()[-1] == "cli"
    assert len(order()) == len(set(order())) > 15


def test_every_room_has_its_place_in_the_order():
    assert {room_of(path) for path in modules()} <= set(order())


def test_every_place_in_the_order_has_its_sentence():
    text = ARCHITECTURE.read_text(encoding="utf-8")
    assert [
        room for room in order() if not re.search(rf"^\| `{room}/?` \| .+\. \|$", text, re.MULTILINE)
    ] == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_left(path):
    left = order()
    own = left.index(room_of(path))
    rooms = set(imported_rooms(path.read_text(encoding="utf-8"))) - OUTSIDE
    assert [room for room in sorted(rooms) if left.index(room) > own] == []


@pytest.mark.parametrize(
    "source",
    [
        "from incident_mapper.cli import main",
        "from incident_mapper import cli",
        "import incident_mapper.cli.app",
        "def late():\n    from incident_mapper.cli import main",
    ],
)
def test_every_way_to_import_is_seen(source):
    assert list(imported_rooms(source)) == ["cli"]
