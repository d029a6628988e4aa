import io.grpc.stub.ClientCallStreamObserver;

class WithGrpc {
    // ---
    // gRPC in Java has request(n): 30 to begin with, and one more for each
    // row. Left alone it asks for the next as soon as onNext returns.
    @Override public void beforeStart(ClientCallStreamObserver<Ask> call) {
        this.call = call;
        call.disableAutoRequestWithInitial(30);
    }

    @Override public void onNext(Row row) {
        use(row);
        call.request(1);
    }
    // ---
}
