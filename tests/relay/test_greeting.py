"""The first line each way: an environment is handed to a sidecar that takes one, and to no other."""

from __future__ import annotations

import json

from branchline.relay.greeting import ENVIRONMENT, answer, greeting, read_line, takes


def test_a_sidecar_of_this_version_takes_it() -> None:
    said = read_line(greeting(1))
    assert said is not None
    assert takes(said, ENVIRONMENT)


def test_what_an_earlier_one_says_asks_for_none() -> None:
    for said in ({}, {"takes": None}, {"takes": "environment"}, {"takes": ["more"]}):
        assert not takes(said, ENVIRONMENT)
    assert read_line(answer("client")) == {"role": "client", "version": "0.1.0"}


def test_it_follows_the_line_whatever_is_in_it() -> None:
    environment = {"A": "one\ntwo", "B": "\udcff", "C": "x" * 100_000}
    line, _, body = answer("client", environment).partition(b"\n")
    said = read_line(line)
    assert said is not None
    assert said[ENVIRONMENT] == len(body)
    assert json.loads(body) == environment
