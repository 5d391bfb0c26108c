"""One outside thing per file: git, PTYs, the disk, the terminal emulator."""
