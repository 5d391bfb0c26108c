"""JSON-RPC: wire records, the pygls server, the daemon around it, and the relay to it."""
