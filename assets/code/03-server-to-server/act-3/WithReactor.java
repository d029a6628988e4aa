import java.time.Duration;

import reactor.core.publisher.Flux;

class WithReactor {
    void run() {
        // ---
        // Nothing to mend: count who is waiting, and look at it now and then.
        requests
            .doOnNext(request -> waiting.incrementAndGet())
            .concatMap(request -> b.answer(request))
            .doOnNext(answer -> waiting.decrementAndGet())
            .subscribe(answer -> send(answer));

        Flux.interval(Duration.ofSeconds(10))
            .filter(tick -> waiting.get() > 150)        // 2 s of work
            .subscribe(tick -> ringTheBell());
        // ---
    }
}
