import { setTimeout as sleep } from "node:timers/promises";
// ---
for await (const request of requests) {       // the gate
  if (performance.now() - request.arrived > 500) request.refuse();
  else await work(request);
}

async function send(request) {                // a machine
  for (let attempt = 0; attempt < 4; attempt += 1) {
    try {
      return await ask(request, { signal: AbortSignal.timeout(2000) });
    } catch {}
    await sleep(Math.random() * 1000 * 2 ** attempt);     // jitter
  }
  throw new Error("gave up");
}
