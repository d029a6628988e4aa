import asyncio
# ---
# The table has 6 places. put() waits while it is full, and that wait
# is the flag: the kitchen stops by itself.
table = asyncio.Queue(maxsize=6)

async def kitchen():
    while True:
        await table.put(await make_chocolate())

async def packer():
    while True:
        await wrap(await table.get())
