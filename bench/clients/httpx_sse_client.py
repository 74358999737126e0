"""PyPI's httpx-sse: opens so many streams, and counts. Arguments: the address, events in all, connections."""

import asyncio
import sys

import httpx
from httpx_sse import aconnect_sse

url, wanted, connections = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
opened = counted = 0


async def follow(client):
    global opened, counted
    async with aconnect_sse(client, "GET", url) as source:
        async for event in source.aiter_sse():
            if event.event == "hello":
                opened += 1
                if opened == connections:
                    print("ready", flush=True)
            else:
                counted += 1
                if counted == wanted:
                    print("done", flush=True)


async def main():
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(timeout=None, limits=limits, trust_env=False) as client:
        following = [asyncio.ensure_future(follow(client)) for _ in range(connections)]
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        for each in following:
            each.cancel()


asyncio.run(main())
