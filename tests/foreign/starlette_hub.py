"""A hub with sse-starlette on uvicorn: 10 events to a connection, then its end; with Last-Event-ID it goes on behind that."""

import asyncio
import json
import socket

import uvicorn
from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

EVENTS = 30
EACH = 10


async def events(last: int):
    yield {"comment": "hello"}
    for n in range(last + 1, min(last + EACH, EVENTS) + 1):
        data = json.dumps({"title": f"Number {n}", "text": "Grüße\n日本"}, ensure_ascii=False)
        yield {"id": str(n), "event": "odd" if n % 2 else "even", "retry": 500, "data": data}
    if last + EACH >= EVENTS:
        await asyncio.sleep(3600)


async def feed(request: Request):
    last = int(request.headers.get("last-event-id") or 0)
    return EventSourceResponse(events(last), ping=1)


def main():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    app = Starlette(routes=[Route("/{path:path}", feed)])
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


main()
