# ---
# Read a piece only when the one before is on its way: the program holds
# one piece, and the little that the streams keep.
async def copy(reader, writer):
    while piece := await reader.read(2_000_000):
        writer.write(piece)
        await writer.drain()        # waits while the writer is behind
    writer.close()
    await writer.wait_closed()
