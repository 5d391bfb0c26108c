"""Names from instructions: what a colleague would call it."""

from __future__ import annotations

import pytest

from branchline.core.naming.naming import named


@pytest.mark.parametrize(
    ("instruction", "name"),
    [
        ("Fix the login bug", "login-bug"),
        ("Please add a dark mode toggle to the settings page", "dark-mode-toggle"),
        ("Review PR #123", "review-pr-123"),
        ("Check https://github.com/acme/shop/pull/42 now", "review-pr-42"),
        ("please fix issue #482", "fix-issue-482"),
        ("WEB-12: the cart loses items", "web-12-cart-loses"),
        ("Migrate the build from webpack to vite", "migrate-webpack-vite"),
        ("upgrade to React 19", "upgrade-react-19"),
        ("Add docs for `OrderService.calculateTotal`", "docs-order-service"),
        ("Write tests for src/checkout/cartTotals.ts", "tests-cart-totals"),
        ("ENOENT at /home/me/.cache/x/y.json", "enoent"),
        ("see https://example.com/a/b/c?token=abc and add a footer", "footer"),
        ("feat(api): export orders as CSV", "api-export-orders"),
        ("Behebe den Absturz beim Öffnen leerer Projekte", "absturz-projekte"),
        ("Ajoute un bouton de déconnexion", "bouton-deconnexion"),
        ("добавь экспорт в PDF", "eksport-pdf"),
        ("修复登录页面的错误", "login-error"),
        ("검색 필터 기능을 추가해줘", "search-filter"),
        ("أضف زر تسجيل الخروج", "development"),
        ("fix it", "fix"),
        ("hi", "development"),
        ("", "development"),
        ("HEAD", "head-session"),
        ("nul", "nul-session"),
        ("../../etc/passwd", "passwd"),
        ("supercalifragilisticexpialidocious", "supercalifragilistic"),
    ],
)
def test_names(instruction: str, name: str) -> None:
    assert named(instruction, []).name == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert named("Fix the login bug", ["login-bug", "LOGIN-BUG-2"]).name == "login-bug-3"
    assert named("", ["development"]).name == "development-2"
