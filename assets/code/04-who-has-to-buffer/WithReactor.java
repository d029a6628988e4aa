import reactor.core.publisher.Flux;

class WithReactor {
    void run() {
        // ---
        // Each client is asked on its own: 20 at a time. A's people cannot be
        // asked, so A keeps 1,200 of them; with more, A fails, and A alone.
        Flux<Request> a = people.onBackpressureBuffer(1200);

        a.flatMap(request -> z.answer(request), 20).subscribe(toA);
        b.flatMap(request -> z.answer(request), 20).subscribe(toB);
        c.flatMap(request -> z.answer(request), 20).subscribe(toC);
        // ---
    }
}
