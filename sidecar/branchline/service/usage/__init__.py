"""What sessions used of their agents' models."""
