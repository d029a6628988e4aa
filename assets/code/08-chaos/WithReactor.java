import java.time.Duration;

import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

class WithReactor {
    void run() {
        // ---
        // A machine: three more tries, each after a longer and random pause.
        Mono<Answer> answer = Mono.defer(() -> gate.ask(request))
            .timeout(Duration.ofSeconds(2))
            .retryWhen(Retry.backoff(3, Duration.ofSeconds(1)).jitter(1.0));

        // The gate: room for the blink of an eye, and the oldest goes first.
        requests
            .onBackpressureBuffer(60, old -> old.refuse(),
                BufferOverflowStrategy.DROP_OLDEST)
            .concatMap(request -> work(request), 1)
            .subscribe();
        // ---
    }
}
