import { concatMap, defer, retry, timeout, timer } from "rxjs";
// ---
// A machine: three more tries, each after a longer and random pause.
const send = (request) => defer(() => gate.ask(request)).pipe(
  timeout(2000),
  retry({
    count: 3,
    delay: (_, tries) => timer(Math.random() * 1000 * 2 ** tries),
  }),
);

// The gate: what has waited too long is not worked on.
requests.pipe(
  concatMap((one) => Date.now() - one.arrived > 500 ? [] : work(one)),
).subscribe();
