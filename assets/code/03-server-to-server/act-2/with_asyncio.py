import asyncio
# ---
# Room for one burst. What comes on top of that hears no at once.
queue = asyncio.Queue(maxsize=120)

def on_request(request):
    try:
        queue.put_nowait(request)
    except asyncio.QueueFull:
        request.refuse()
