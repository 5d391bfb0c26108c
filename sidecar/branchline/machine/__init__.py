"""The machine that Branchline runs on: paths, processes, environment, disk."""
