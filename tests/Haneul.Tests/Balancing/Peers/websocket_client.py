"""Speaks WebSocket through a balancer: texts, bytes, fragments, pings, a long message, an orderly end."""
import asyncio
import os
import ssl
import sys

import websockets


async def main(url):
    context = None
    if url.startswith("wss"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    async with websockets.connect(url, ssl=context, max_size=2**22) as socket:
        for message in ["hello", "", os.urandom(1), os.urandom(1_000_000), "x" * 70_000]:
            await socket.send(message)
            assert await socket.recv() == message
        await socket.send(part for part in ["frag", "ments"])
        assert await socket.recv() == "fragments"
        await asyncio.wait_for(await socket.ping(), 20)
    assert socket.close_code == 1000, socket.close_code
    print("all came back")


asyncio.run(main(sys.argv[1]))
