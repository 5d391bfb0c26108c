"""JSON-RPC: messages, handlers, and the connections of the sidecar."""
