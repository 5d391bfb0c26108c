"""The scripted agent of the demo."""
