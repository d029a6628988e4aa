from files_pb2 import Name, Piece
from files_pb2_grpc import FilesServicer
# ---
# The next piece is read only when the connection took the last one.
# Whoever writes it down slowly slows the reading, across the network.
class Files(FilesServicer):
    async def Download(self, request, context):
        with open(request.name, "rb") as file:
            while piece := file.read(64 * 1024):
                await context.write(Piece(data=piece))

async def save(stub, name, target):
    async for piece in stub.Download(Name(name=name)):
        target.write(piece.data)
