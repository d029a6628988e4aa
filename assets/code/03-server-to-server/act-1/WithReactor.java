import reactor.core.publisher.BufferOverflowStrategy;

class WithReactor {
    void run() {
        // ---
        // People cannot be asked to wait: so there is room for 75, a second of
        // work, and the oldest goes when it is full. No answer is begun late.
        requests
            .onBackpressureBuffer(75, old -> old.refuse(),
                BufferOverflowStrategy.DROP_OLDEST)
            .concatMap(request -> b.answer(request), 1)
            .subscribe(answer -> send(answer));
        // ---
    }
}
