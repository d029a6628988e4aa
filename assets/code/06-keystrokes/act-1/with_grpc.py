import asyncio

from trail_pb2 import Drawn
from trail_pb2_grpc import TrailServicer
# ---
# Read every move, but keep only the newest: a second task draws it when
# the one before is done.
class Trail(TrailServicer):
    async def Follow(self, moves, context):
        newest = asyncio.Queue(maxsize=1)
        drawing = asyncio.create_task(draw_from(newest))
        async for move in moves:
            if newest.full():
                newest.get_nowait()         # out of date
            newest.put_nowait(move)
        await newest.put(None)              # after the last: the end
        await drawing
        return Drawn()
