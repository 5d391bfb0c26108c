"""Every request and notification, with its params, results and records."""
