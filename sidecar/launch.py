"""Starts Branchline: `python -I -S launch.py COMMAND …`.

Isolated and without site packages, so that neither the user's environment nor their packages get in. Where the
packages that Branchline needs lie beside this file (the packaged extension) they are used; else this is a
checkout, and the environment of this interpreter is.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main() -> int:
    libs = os.path.join(HERE, "libs")
    if os.path.isdir(libs):
        sys.path[:0] = [HERE, libs]
    else:
        import site

        site.main()
        sys.path.insert(0, HERE)
    from branchline.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
