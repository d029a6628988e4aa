import asyncio

newest = None
# ---
# Keep only the newest place, and draw at the pace of the screen. While
# the mouse rests, there is nothing to draw.
def on_move(place):
    global newest
    newest = place

async def frames():
    global newest
    while True:
        await asyncio.sleep(1 / 48)
        if newest is not None:
            place, newest = newest, None
            await draw(place)
