"""Requests about what agents used."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.usage import UsageDaysParams, UsageDaysResult
from branchline.rpc.usage_records import day_record


@handles("usage/days")
async def days(client: Client, params: UsageDaysParams) -> UsageDaysResult:
    return UsageDaysResult([day_record(each) for each in client.service.usage.days(params.days)])
