import asyncio

import grpc
# ---
# B: serve 20 calls at once, and refuse the others at once.
server = grpc.aio.server(maximum_concurrent_rpcs=20)

# A: no more than 20 open, and none of them for longer than 2 s. B sees
# the deadline too, and can leave undone what comes too late.
places = asyncio.Semaphore(20)

async def ask(stub, request):
    async with places:
        return await stub.Answer(request, timeout=2)
