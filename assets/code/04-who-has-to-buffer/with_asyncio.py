import asyncio
# ---
# Each client has 20 places at Z. Who has none left waits at home, in
# its own memory, and the others do not notice.
places = {name: asyncio.Semaphore(20) for name in ("A", "B", "C")}

async def ask_z(client, request):
    async with places[client]:
        return await z.answer(request)
