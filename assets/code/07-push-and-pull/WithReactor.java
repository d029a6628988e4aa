import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

class WithReactor {
    void run() {
        // ---
        // request(n) by hand: 30 to begin with, and one more for each row.
        rows.subscribe(new BaseSubscriber<Row>() {
            @Override protected void hookOnSubscribe(Subscription database) {
                request(30);
            }
            @Override protected void hookOnNext(Row row) {
                use(row);
                request(1);
            }
        });
        // The trap: onBackpressureBuffer asks the database for everything.
        // Pull ends there, and push begins.
        rows.onBackpressureBuffer(2000).subscribe(row -> use(row));
        // ---
    }
}
