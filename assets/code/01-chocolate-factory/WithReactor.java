import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class WithReactor {
    void run() {
        // ---
        // publishOn asks the kitchen for 6, and for more when most of them are
        // wrapped. What was not asked for is not made: request(n) is the flag.
        Flux.<Chocolate>generate(sink -> sink.next(makeChocolate()))
            .publishOn(Schedulers.boundedElastic(), 6)
            .subscribe(chocolate -> wrap(chocolate));
        // ---
    }
}
