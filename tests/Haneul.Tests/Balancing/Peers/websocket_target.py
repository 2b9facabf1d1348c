"""A target that echoes WebSocket messages, gives a browser a page that tries it, and prints what the page reports."""
import asyncio
import http
import sys

import websockets

PAGE = b"""<!doctype html><title>echo</title><script>
const socket = new WebSocket(`wss://${location.host}/echo`);
const long = "x".repeat(200000);
socket.onopen = () => { socket.send("hello"); socket.send(long); };
let heard = 0;
socket.onmessage = m => {
  heard += m.data.length;
  if (heard === 5 + long.length) { socket.close(1000, "done"); }
};
socket.onclose = c => fetch(`/report?heard=${heard}&code=${c.code}`);
socket.onerror = () => fetch("/report?failed");
</script>"""


async def plain(path, headers):
    if path.startswith("/report"):
        print(path, flush=True)
        return http.HTTPStatus.OK, [("Content-Type", "text/plain")], b"thanks"
    if path == "/echo":
        return None
    return http.HTTPStatus.OK, [("Content-Type", "text/html")], PAGE


async def echo(socket):
    print("forwarded for", socket.request_headers.get("X-Forwarded-For"), "as", socket.request_headers.get("X-Forwarded-Proto"), flush=True)
    async for message in socket:
        await socket.send(message)


async def main():
    async with websockets.serve(echo, "127.0.0.1", int(sys.argv[1]), process_request=plain, max_size=2**22):
        await asyncio.Future()


asyncio.run(main())
