"""The terminal host: holds the agents' terminals and outlives everything else. Standard library and ptyprocess only."""
