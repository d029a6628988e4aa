import asyncio

from search_pb2_grpc import SearchServicer
# ---
# The keys come as a stream. A new one calls off the search before it.
class Search(SearchServicer):
    async def Type(self, keys, context):
        running = None
        async for key in keys:
            if running:
                running.cancel()
            running = asyncio.create_task(find(key.text, context))
        if running:
            await running

async def find(text, context):
    await asyncio.sleep(0.2)                    # a moment of silence
    await context.write(await search(text))
