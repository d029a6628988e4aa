import java.time.Duration;

class WithReactor {
    void run() {
        // ---
        // Nobody can slow the socket: keep one in ten, collect for a frame, and
        // drop a whole batch if the page is still busy with the last.
        messages
            .index().filter(one -> one.getT1() % 10 == 0)
            .buffer(Duration.ofMillis(16))
            .onBackpressureDrop()
            .publishOn(page, 1)
            .subscribe(batch -> draw(last(batch, 30)));
        // ---
    }
}
