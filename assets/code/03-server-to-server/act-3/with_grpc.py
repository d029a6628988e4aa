import time

import grpc
# ---
# Nothing to mend: an interceptor measures each call, and rings a bell
# when one took too long. It holds nobody up.
class Look(grpc.aio.UnaryUnaryClientInterceptor):
    async def intercept_unary_unary(self, go_on, details, request):
        began = time.monotonic()
        call = await go_on(details, request)
        call.add_done_callback(
            lambda done: notice(time.monotonic() - began))
        return call
