import asyncio
# ---
# Twenty senders at A. Each sends its next request when it has its
# answer, so there is never a line of more than 20 at B.
async def sender(requests):
    for request in requests:            # one iterator for all of them
        await b.answer(request)

async def a(requests):
    requests = iter(requests)
    async with asyncio.TaskGroup() as senders:
        for _ in range(20):
            senders.create_task(sender(requests))
