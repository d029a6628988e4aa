import time
# ---
# Look at the age first: an answer that nobody waits for any more is not
# worth beginning.
async def b(queue):
    while True:
        came_at, request = await queue.get()
        if time.monotonic() - came_at > 1.0:
            request.refuse()
            continue
        await answer(request)
