"""Copies the desk's browser libraries from npm packages, with their versions, hashes and licences.

    python -m train.vendor --modules NODE_MODULES

NODE_MODULES: the folder that npm made of the packages named in src/dateline/serve/static/vendor/vendor.toml, and axe-core for the tests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/dateline/serve/static/vendor"
AXE = ROOT / "tests/serve/browser/axe.min.js"


def facts(modules: Path, package: str) -> tuple[str, str]:
    """Return version and licence of an installed package."""
    said = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
    return said["version"], said["license"]


def licence_text(modules: Path, package: str) -> str:
    """Return the text of a package's licence, or what its readme says where it has no file of its own."""
    found = sorted(path for path in (modules / package).iterdir() if path.name.lower().startswith("license"))
    if found:
        return "\n".join(line.rstrip() for line in found[0].read_text(encoding="utf-8").strip().splitlines())
    readme = next(path for path in (modules / package).iterdir() if path.name.lower().startswith("readme"))
    return readme.read_text(encoding="utf-8").partition("## License")[2].strip()


def write_licences(modules: Path, packages: Sequence[str], target: Path) -> None:
    """Write each licence's text once, under the packages that it is the licence of."""
    texts: dict[str, list[str]] = defaultdict(list)
    for package in packages:
        version, licence = facts(modules, package)
        texts[licence_text(modules, package)].append(f"{package} {version} ({licence})")
    rule = "=" * 100
    parts = [f"{rule}\n" + "\n".join(names) + f"\n{rule}\n\n{text}\n" for text, names in texts.items()]
    target.write_text("Licences of the files in this folder and of the packages inside them.\n\n" + "\n\n".join(parts), encoding="utf-8")


def toml_entry(entry: Mapping[str, object]) -> str:
    """Return one [[file]] of the list."""
    lines = []
    for key, value in entry.items():
        if isinstance(value, list):
            lines += [f"{key} = [", *(f"  {json.dumps(name)}," for name in value), "]"]
        else:
            lines.append(f"{key} = {json.dumps(value)}")
    return "\n".join(["[[file]]", *lines])


def build(modules: Path) -> None:
    """Copy the files and write vendor.toml and LICENCES.txt anew."""
    listing = VENDOR / "vendor.toml"
    text = listing.read_text(encoding="utf-8")
    head = text[: text.index("[[file]]")]
    entries, packages = [], []
    for old in tomllib.loads(text)["file"]:
        source = modules / old["package"] / old["path"]
        shutil.copyfile(source, VENDOR / source.name)
        version, licence = facts(modules, old["package"])
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        entry = {
            "package": old["package"],
            "version": version,
            "path": old["path"],
            "file": source.name,
            "sha256": digest,
            "licence": licence,
        }
        entries.append({**entry, "bundles": old["bundles"]} if "bundles" in old else entry)
        packages += [old["package"], *old.get("bundles", ())]
    listing.write_text(head + "\n\n".join(map(toml_entry, entries)) + "\n", encoding="utf-8")
    write_licences(modules, list(dict.fromkeys(packages)), VENDOR / "LICENCES.txt")
    shutil.copyfile(modules / "axe-core/axe.min.js", AXE)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--modules", type=Path, required=True)
    build(parser.parse_args().modules)
