"""Agents' dialogs as they are drawn, for tests."""
