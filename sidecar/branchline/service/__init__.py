"""What Branchline does. `service.py` puts the parts together."""
