"""Editable install, wheel, and wheel from sdist: each works in an environment of its own.

The environments see this one's libraries, so that nothing but npm packages is fetched.
"""

import json
import os
import re
import shutil
import site
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
MADE = ("node_modules", "_bundle", "__pycache__", ".*", "dist", "out", "*.egg-info")
BUNDLE = {
    "webmap.js",
    "webmap.css",
    "third-party-licences.txt",
    *(f"compat-{name}.js" for name in ("dollar", "jquery", "marker", "icon", "legend", "d3", "topojson")),
    *(f"compat-{name}.css" for name in ("icon", "glyphicon", "fa", "fa-regular", "fa-brands", "table")),
}
LIBRARIES = (
    "leaflet",
    "leaflet.awesome-markers",
    "jquery",
    "d3",
    "bootstrap",
    "@fortawesome/fontawesome-free",
)
PAGE_CODE = """
import folium, sys
from incident_mapper.export import save_html
map_ = folium.Map([30, 67], tiles=None)
folium.Marker([30, 67], popup="here", icon=folium.Icon()).add_to(map_)
save_html(map_, sys.argv[1], title="Installed")
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command and return what it prints; on failure show everything."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def libraries_here() -> list[str]:
    """List the folders of this environment's packages."""
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    return sorted(path for path in paths if Path(path).is_dir())


@pytest.fixture(scope="session")
def checkout(tmp_path_factory) -> Path:
    """Return a copy of the sources without anything that a build made."""
    copy = tmp_path_factory.mktemp("source") / "incident-mapper"

    def ignore(folder: str, names: list[str]) -> set[str]:
        made = shutil.ignore_patterns(*MADE)(folder, names) - {".npmrc", ".gitignore", ".ci"}
        return made | ({"data"} if Path(folder) == ROOT / "src" / "incident_mapper" else set())

    shutil.copytree(ROOT, copy, ignore=ignore)
    return copy


@pytest.fixture(scope="session")
def dist(checkout, tmp_path_factory) -> dict[str, Path]:
    """Build an sdist, a wheel from it, and a wheel from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--no-isolation")
    run(*build, "--outdir", folder / "both", cwd=checkout)
    run(*build, "--wheel", "--outdir", folder / "direct", cwd=checkout)
    return {
        "sdist": next((folder / "both").glob("*.tar.gz")),
        "wheel": next((folder / "direct").glob("*.whl")),
        "wheel from sdist": next((folder / "both").glob("*.whl")),
    }


@pytest.fixture(scope="session", params=["editable", "wheel", "wheel from sdist"])
def python(request, tmp_path_factory) -> Path:
    """Return the interpreter of a fresh environment with the package installed."""
    folder = tmp_path_factory.mktemp("installed")
    environment = folder / "venv"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    interpreter = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    packages = run(interpreter, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    # After the environment's own packages; the editable install of this one is not taken along.
    Path(packages.strip(), "zz_borrowed.pth").write_text("\n".join(libraries_here()) + "\n")
    if request.param == "editable":
        what = ("--no-build-isolation", "--editable", request.getfixturevalue("checkout"))
    else:
        what = (request.getfixturevalue("dist")[request.param],)
    pip = (sys.executable, "-m", "pip", "--python", interpreter)
    run(*pip, "install", "--no-deps", "--no-index", *what, cwd=folder)
    code = "import incident_mapper as m; print(m.__file__)"
    home = request.getfixturevalue("checkout") if request.param == "editable" else environment
    assert home in Path(run(interpreter, "-c", code, cwd=folder).strip()).parents
    return interpreter


def open_offline(path: Path) -> dict:
    """Open a page in a browser process of its own, and return what it did."""
    seen = json.loads(run(sys.executable, "-m", "offline_browser", path, cwd=ROOT / "tests"))
    if "skipped" in seen:
        pytest.skip(seen["skipped"])
    return seen


def test_installed_package_saves_a_page_that_opens_offline(python, tmp_path):
    page = tmp_path / "page.html"
    run(python, "-c", PAGE_CODE, page, cwd=tmp_path)
    assert open_offline(page) == {"requests": [], "problems": [], "title": "Installed", "shapes": 1}


def test_installed_command_writes_the_example_map(python, tmp_path):
    page = tmp_path / "demo.html"
    run(python, "-m", "incident_mapper", "demo", "-o", page, cwd=tmp_path)
    assert page.stat().st_size <= 900_000
    seen = open_offline(page)
    assert seen["requests"] == []
    assert seen["problems"] == []
    assert seen["shapes"] > 100


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("kind", ["wheel", "wheel from sdist"])
def test_wheel_holds_exactly_what_it_should(dist, kind):
    names = names_in(dist[kind])
    assert {name.split("/")[0] for name in names} == {"incident_mapper", "incident_mapper-0.1.0.dist-info"}
    assert {name.split("/")[-1] for name in names if "/_bundle/" in name} == BUNDLE
    tables = {path.name for path in (ROOT / "gazetteer").glob("*.csv")}
    maps = {f"boundaries/{path.name}" for path in (ROOT / "gazetteer" / "boundaries").glob("*.topojson")}
    data = {
        name.removeprefix("incident_mapper/data/")
        for name in names
        if name.startswith("incident_mapper/data/")
    }
    assert data == tables | maps | {"LICENSE-ODBL.md"}
    assert "incident_mapper/py.typed" in names
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
    assert not [name for name in names if re.search(r"node_modules|tests/|\.ts$|\.stamp|__pycache__", name)]


def test_both_wheels_are_the_same(dist):
    assert names_in(dist["wheel"]) == names_in(dist["wheel from sdist"])
    with zipfile.ZipFile(dist["wheel"]) as one, zipfile.ZipFile(dist["wheel from sdist"]) as two:
        for name in one.namelist():
            if not name.endswith("/RECORD"):
                assert one.read(name) == two.read(name), name


def test_licences_of_bundled_libraries_are_in_the_wheel(dist):
    with zipfile.ZipFile(dist["wheel"]) as archive:
        text = archive.read("incident_mapper/_bundle/third-party-licences.txt").decode()
    for library in LIBRARIES:
        assert re.search(rf"^{re.escape(library)} \d", text, re.MULTILINE), library
    assert "Permission is hereby granted" in text
    assert "esbuild" not in text
    assert "typescript" not in text


def test_sdist_holds_the_sources_and_nothing_made(dist):
    with tarfile.open(dist["sdist"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "hatch_build.py", "src/webmap/package-lock.json", "LICENSE"} <= names
    assert {f"gazetteer/{path.name}" for path in (ROOT / "gazetteer").glob("*.csv")} <= names
    assert not [
        name for name in names if re.search(r"node_modules|/_bundle/|incident_mapper/data/|\.git/", name)
    ]


def test_page_that_cannot_be_bundled_says_what_to_do(checkout, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(checkout, broken, ignore=shutil.ignore_patterns("_bundle"))
    (broken / "src" / "webmap" / "package-lock.json").write_text("{}")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path],
        cwd=broken,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "`npm ci --omit=dev" in done.stdout + done.stderr
    assert "npm could not bring the packages" in done.stdout + done.stderr
