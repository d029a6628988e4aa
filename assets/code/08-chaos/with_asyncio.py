import asyncio
import random
import time
# ---
async def serve(request):       # at the gate: old work is refused
    if time.monotonic() - request.arrived > 0.5:
        raise Refused
    return await work(request)

async def send(request):        # a machine: four tries, and an end
    for attempt in range(4):
        try:
            return await asyncio.wait_for(gate.ask(request), timeout=2)
        except (Refused, TimeoutError):
            # A random pause: else all of them come back at once.
            await asyncio.sleep(random.uniform(0, 2**attempt))
    raise GaveUp
