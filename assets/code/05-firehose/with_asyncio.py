import asyncio
import collections
import itertools
# ---
# Keep what comes, up to a limit; the oldest go. A frame draws only the
# 30 rows that can be seen, however many came.
log = collections.deque(maxlen=100_000)

async def listen(socket):
    async for message in socket:
        log.append(message)

async def draw():
    while True:
        table.show(list(itertools.islice(reversed(log), 30)))
        await asyncio.sleep(1 / 60)
