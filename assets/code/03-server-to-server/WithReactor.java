class WithReactor {
    void run() {
        // ---
        // flatMap keeps at most 20 open, and asks A for one more with each
        // answer. A buffer in between would only make the answers late.
        requests
            .flatMap(request -> b.answer(request), 20)
            .subscribe(answer -> use(answer));
        // ---
    }
}
