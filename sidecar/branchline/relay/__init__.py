"""From a client to the sidecar: the greeting, and the process that joins both."""
