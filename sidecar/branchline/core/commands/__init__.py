"""What the programs do that coding agents ask for: which only read, which write and where, which do more."""
