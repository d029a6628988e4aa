import grpc
from b_pb2_grpc import BServicer
# ---
# The deadline travels with the call. What is left of it tells whether
# anybody would still be there for the answer.
class B(BServicer):
    async def Answer(self, request, context):
        async with one_at_a_time:
            if context.time_remaining() < 0.1:
                await context.abort(
                    grpc.StatusCode.DEADLINE_EXCEEDED, "too late")
            return await answer(request)
