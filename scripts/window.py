"""What is done in a real VS Code beside the tests, with Branchline installed from its package: `bench` measures the
window, `picture` draws the README's picture anew. Names of files, such as `activation.bench`, do these alone."""

from __future__ import annotations

import subprocess
import sys

import check
import toolchain


def main(project: str, *files: str) -> int:
    environment = check.set_up([check.EDITOR])
    package = toolchain.ROOT / "scripts" / "package.py"
    subprocess.run([sys.executable, str(package), toolchain.target()], check=True)
    playwright = toolchain.E2E / "node_modules" / ".bin" / "playwright"
    command = [str(playwright), "test", f"--project={project}", "--reporter=line", *files]
    return subprocess.run(command, cwd=toolchain.E2E, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
