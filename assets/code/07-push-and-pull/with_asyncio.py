import asyncio
import collections
# ---
# ask() fetches the next row; there and back takes 0.2 s. So keep 30
# under way, and ask for one more with each that is taken.
async def rows(ask, credit=30):
    asked = collections.deque(
        asyncio.create_task(ask()) for _ in range(credit)
    )
    while True:
        row = await asked.popleft()
        asked.append(asyncio.create_task(ask()))
        yield row
