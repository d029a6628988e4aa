import json

import grpc
from gate_pb2_grpc import GateServicer
# ---
# A machine: four tries at most, after longer and random pauses.
RETRIES = json.dumps({"methodConfig": [{"name": [{}], "retryPolicy": {
    "maxAttempts": 4, "initialBackoff": "1s", "maxBackoff": "8s",
    "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]})
channel = grpc.aio.insecure_channel(
    "gate:443", options=[("grpc.service_config", RETRIES)])

# The gate: what nobody has time to wait for is refused at once.
class Gate(GateServicer):
    async def Ask(self, request, context):
        if context.time_remaining() < 0.5:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "too late")
        return await work(request)
