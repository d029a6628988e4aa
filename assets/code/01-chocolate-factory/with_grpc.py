from packing_pb2 import Packed
from packing_pb2_grpc import PackerServicer
# ---
# HTTP/2 gives every call a window. While the packer does not read, it
# fills up, and then write() waits: that is the flag.
async def kitchen(stub):
    call = stub.Pack()
    while True:
        await call.write(await make_chocolate())

class Packer(PackerServicer):
    async def Pack(self, chocolates, context):
        async for chocolate in chocolates:
            await wrap(chocolate)
        return Packed()
