import reactor.core.publisher.BufferOverflowStrategy;

class WithReactor {
    void run() {
        // ---
        // Room for one burst of 120; what comes on top hears no at once. (With
        // onBackpressureBuffer() and no number, the room has no end.)
        requests
            .onBackpressureBuffer(120, one -> one.refuse(),
                BufferOverflowStrategy.DROP_LATEST)
            .concatMap(request -> b.answer(request), 1)
            .subscribe(answer -> send(answer));
        // ---
    }
}
