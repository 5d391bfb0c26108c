"""One short function per request: from checked params to the service, and back to a wire record. What a client only
tells has no way back."""
