import asyncio

from feed_pb2 import State
from feed_pb2_grpc import FeedServicer
# ---
# Do not queue what nobody has seen yet. Send what is true now, once a
# frame at most; write() waits for a slow page, and what came meanwhile
# is left out.
class Feed(FeedServicer):
    async def Watch(self, request, context):
        while True:
            await context.write(State(rows=newest(30)))
            await asyncio.sleep(1 / 60)
