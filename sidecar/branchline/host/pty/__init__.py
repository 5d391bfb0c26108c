"""The parts of the ptyhost. Standard library and ptyprocess only: it must start fast, stay small and never end."""
