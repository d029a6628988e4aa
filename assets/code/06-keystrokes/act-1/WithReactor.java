import java.time.Duration;

class WithReactor {
    void run() {
        // ---
        // The last move at each stroke of a clock. And if drawing takes longer
        // than that, only the newest one waits.
        moves
            .sample(Duration.ofMillis(21))
            .onBackpressureLatest()
            .publishOn(page, 1)
            .subscribe(place -> draw(place));
        // ---
    }
}
