import asyncio

import grpc
from b_pb2_grpc import BServicer
# ---
# 120 calls may be here at once, and one of them is answered at a time.
# The next one hears no: RESOURCE_EXHAUSTED, without any waiting.
server = grpc.aio.server(maximum_concurrent_rpcs=120)
turn = asyncio.Lock()

class B(BServicer):
    async def Answer(self, request, context):
        async with turn:
            return await answer(request)
