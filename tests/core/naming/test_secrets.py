"""What nobody should read in a branch's name."""

from __future__ import annotations

import pytest

from branchline.core.naming.naming import named
from branchline.core.naming.secrets import without_secrets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use sk-ant-api03-abcDEF123456xyz to deploy", "use … to deploy"),
        ("the key AKIAIOSFODNN7EXAMPLE leaked", "the key … leaked"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "…"),
        ("log in with eyJhbGciOiJIUzI1NiJ9.eyJzdWIi", "log in with …"),
        ("password: hunter2 does not work", "… does not work"),
        ("the password is correct-horse", "the …"),
        ("Das Passwort ist s3cr3t", "Das …"),
        ("curl -H 'Authorization: Bearer abcdefgh12345'", "curl -H '…"),
        ("mail bob.smith@example.com about it", "mail … about it"),
        ("connect to postgres://root:toor@db/app", "connect to …"),
        ("commit 3f2a91c4d5e6f708 is bad", "commit … is bad"),
        ("id 550e8400-e29b-41d4-a716-446655440000", "id …"),
        ("Xy7Kp2LmQ9zR", "…"),
        ("-----BEGIN KEY-----\nabc\n-----END KEY-----\nadd this", "…\nadd this"),
    ],
)
def test_tokens_passwords_and_addresses_are_taken_out(text: str, expected: str) -> None:
    assert without_secrets(text) == expected
    made = named(text, [])
    assert not any(
        part in made.name for part in ("hunter", "horse", "s3cr", "toor", "smith", "3f2a", "550e", "xy7", "16c7")
    )
    assert "hunter2" not in made.title


@pytest.mark.parametrize(
    "text",
    [
        "password reset is broken",
        "the token is expired",
        "Das Passwort ist falsch",
        "add a --token option",
        "internationalization",
        "src/components/CartList.tsx:42:17",
        "python3-requests-oauthlib",
        "getUserById2",
        "k8s-e2e-i18n",
        "commit 3f2a91c",
        "@types/node",
    ],
)
def test_words_stay(text: str) -> None:
    assert without_secrets(text) == text
