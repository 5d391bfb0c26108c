"""Repositories, by git alone."""
