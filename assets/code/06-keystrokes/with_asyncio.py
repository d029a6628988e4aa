import asyncio

waiting = None
# ---
# Debounce: a key calls off the search before it, and waits for 0.2 s of
# silence. So only the last key of a burst is searched for.
def on_key(text):
    global waiting
    if waiting:
        waiting.cancel()
    waiting = asyncio.create_task(search_soon(text))

async def search_soon(text):
    await asyncio.sleep(0.2)
    show(await search(text))
