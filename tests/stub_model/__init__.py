"""A model server on loopback that follows a script, so that real agent programs run without a model or an account.

An instruction chooses the script by a word, `scenario:NAME` (see `script.py`); `think=SECONDS` sets how long the model
thinks before each reply. Replies depend only on the request, so any number of agents may share one server.
"""
