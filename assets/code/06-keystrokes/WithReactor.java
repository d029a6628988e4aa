import java.time.Duration;

import reactor.core.publisher.Mono;

class WithReactor {
    void run() {
        // ---
        // Reactor: the last key after a silence; the last at each stroke of a
        // clock; the FIRST of a window.
        keys.sampleTimeout(key -> Mono.delay(Duration.ofMillis(200)));
        keys.sample(Duration.ofMillis(300));
        keys.sampleFirst(Duration.ofMillis(300));

        // RxJava calls them debounce, sample and throttleFirst.
        // And a search that is out of date is called off:
        keys.sampleTimeout(key -> Mono.delay(Duration.ofMillis(200)))
            .switchMap(text -> search(text))
            .subscribe(found -> show(found));
        // ---
    }
}
