"""A server on a free port of loopback for benchmarks, whose every answer takes the same wait."""

import asyncio
from collections.abc import Callable
from multiprocessing.queues import Queue

Answer = tuple[str, bytes]  # its content type, and its body


async def serve_on_loopback(port: "Queue[int]", latency_s: float, answer: Callable[[str, bytes], Answer]) -> None:
    """Answer until the process ends, by a request's target and body; the port that was free goes into the queue."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                length = 0
                while header := (await reader.readline()).strip():
                    name, _, value = header.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                asked = await reader.readexactly(length)
                await asyncio.sleep(latency_s)
                content_type, body = answer(line.decode("ascii").split(" ")[1], asked)
                head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode("ascii") + body)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0, backlog=512)
    port.put(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()
