package io.countersign.protocol.kafka;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A handler that notes every call, and answers when it is let. */
final class Backend implements ActionHandler {

    private final List<ApprovedAction> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer;

    private Backend(int latches) {
        answer = new CountDownLatch(latches);
    }

    /** Answers at once. */
    static Backend prompt() {
        return new Backend(0);
    }

    /** Answers only after {@link #answer()}. */
    static Backend holding() {
        return new Backend(1);
    }

    @Override
    public Result run(ApprovedAction action, Attempt attempt) throws InterruptedException {
        calls.add(action);
        answer.await();
        return Result.succeeded(action.parameters());
    }

    void answer() {
        answer.countDown();
    }

    List<ApprovedAction> calls() {
        return calls;
    }
}
