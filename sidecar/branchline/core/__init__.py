"""The rules, pure: no I/O, no asyncio, no clock."""
