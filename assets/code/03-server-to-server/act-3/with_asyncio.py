import asyncio
# ---
# Nothing to mend. What is worth having is a look at the line, and a
# bell that rings if it does not melt any more.
async def look(queue):
    while True:
        await asyncio.sleep(10)
        if queue.qsize() > 150:     # 2 s of work: the last is late
            ring_the_bell()
