"""Small real projects of the registries that have tests of their own, with all that these need, in the cache.

What their package managers fetch is fetched here: the tests that use them have no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path

import cache
import toolchain

ARCHIVES = {
    "node": (
        "https://registry.npmjs.org/concat-map/-/concat-map-0.0.1.tgz",
        "35902dd620cf0058c49ea614120f18a889d984269a90381b7622e79c2cfe4261",
    ),
    "python": (
        "https://files.pythonhosted.org/packages/94/e7/b2c673351809dca68a0e064b6af791aa332cf192da575fd474ed7d6f16a2/"
        "six-1.17.0.tar.gz",
        "ff70335d468e7eb6ec65b95b99d3a2836546063f63acc5171de367e834932a81",
    ),
    "rust": (
        "https://static.crates.io/crates/fnv/fnv-1.0.7.crate",
        "3f9eec918d3f24069decb9af1554cad7c880e2da24a9afd88aca000531ab82c1",
    ),
}
"""Each with its SHA-256: a Node, a Python and a Rust package. Who has no Rust tests the others."""
WHEELS = ("pytest==8.4.2", "exceptiongroup==1.3.0", "tomli==2.0.2", "typing-extensions==4.15.0")
"""The later ones are what the first needs on older Pythons."""


def programs() -> Path:
    """The folder with Node's programs."""
    return toolchain.node() / "bin"


def folder() -> Path:
    """With one folder for each project, npm's downloads in `npm` and pip's in `wheels`."""
    return cache.entry("projects", cache.key(json.dumps(ARCHIVES), *WHEELS, toolchain.target()), _build)


def environment() -> dict[str, str]:
    """What package managers need to find all there, and nothing elsewhere."""
    there = folder()
    return {
        "npm_config_cache": str(there / "npm"),
        "npm_config_offline": "true",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(there / "wheels"),
        "CARGO_NET_OFFLINE": "true",
    }


def _build(folder: Path) -> None:
    for name, (url, digest) in ARCHIVES.items():
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  these are https, as they stand above
            content = answer.read()
        if hashlib.sha256(content).hexdigest() != digest:
            raise toolchain.SetUpError(f"{url} is not what it was.")
        archive = folder / f"{name}.tar.gz"
        archive.write_bytes(content)
        with tarfile.open(archive) as packed:
            top = Path(packed.getnames()[0]).parts[0]
            packed.extractall(folder)  # noqa: S202  it is the very one that was looked at when its digest was written
        (folder / top).rename(folder / name)
        archive.unlink()
    # The lock file has to say where each is: without that `npm ci` asks the registry.
    npm = {"npm_config_cache": str(folder / "npm"), "npm_config_omit_lockfile_registry_resolved": "false"}
    path = f"{programs()}{os.pathsep}{os.environ['PATH']}"
    install = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(install, cwd=folder / "node", env={**os.environ, "PATH": path, **npm}, check=True)
    toolchain.run([sys.executable, "-m", "pip", "download", "-q", "-d", folder / "wheels", *WHEELS])


if __name__ == "__main__":
    print(folder())
