"""One short function per request: from checked params to the service, and back to a wire record."""
