class WithReactor {
    void run() {
        // ---
        // Pieces of 64 KiB, and 32 of them asked for at a time: request(2 MiB).
        // The file is read only as far as it was asked for.
        pieces(source, 64 * 1024)
            .limitRate(32)
            .concatMap(piece -> write(target, piece), 1)    // in order
            .blockLast();
        // ---
    }
}
