package io.countersign.benchmarks.doors;

import io.countersign.stack.Heap;
import io.countersign.stack.Installation;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Ports;
import io.countersign.stack.process.ChildPart;
import io.countersign.stack.process.Command;
import io.countersign.stack.process.HttpProbe;
import io.countersign.stack.process.ProcessRecords;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The endpoint that our door is measured against, with the heap and the collector that the door has. */
final class BareDoorProcess extends ChildPart {

    /** Its topic is made as the topics of actions are. */
    static final String ACTION = "bench.bare";

    private static final String NAME = "bare-door";
    private static final Heap HEAP = Heap.calm("192m");

    private final LocalStack stack;
    private final String topic;
    private final int port = Ports.oneFree();

    BareDoorProcess(LocalStack stack, String topic) {
        super(new ProcessRecords(stack.data().processes()));
        this.stack = stack;
        this.topic = topic;
    }

    @Override
    public String name() {
        return NAME;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    protected Command command() {
        var installation = Installation.current();
        var jar = installation.service("benchmarks/" + NAME);
        var arguments = new ArrayList<>(installation.frugal(NAME, HEAP, jar));
        arguments.addAll(List.of("-jar", jar.toString()));
        var settings = Map.of(
                "COUNTERSIGN_KAFKA",
                stack.broker().bootstrapServers(),
                "BARE_DOOR_TOPIC",
                topic,
                "BARE_DOOR_PORT",
                Integer.toString(port));
        return new Command(
                NAME, arguments, settings, stack.data().root(), stack.data().log(NAME), installation.classes(NAME));
    }

    @Override
    protected boolean ready() {
        return HttpProbe.succeeds(url().resolve("/q/health/ready"));
    }
}
