package io.countersign.chaos.doors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts texts in all places, and every document before every door; after each, the same user asks for something ordinary. */
public final class HostileInput {

    private final Findings findings = new Findings();
    private final List<Slot> slots = Slots.all();
    private final OrdinaryIntents ordinary = new OrdinaryIntents(findings);
    private final DocumentSlots documentSlots = new DocumentSlots(findings);
    private final Grounds grounds;
    private final List<String> strings;
    private final List<Document> documents;
    private final int apart;

    private HostileInput(Grounds grounds, List<String> strings, List<Document> documents, int apart) {
        this.grounds = grounds;
        this.strings = List.copyOf(strings);
        this.documents = List.copyOf(documents);
        this.apart = apart;
    }

    /**
     * With what is in files.
     *
     * @param strings a text on each line, or an array of texts in a file {@code *.json}
     * @param documents a folder of documents that are JSON, or look like it
     * @param apart 1 to put each text in every place; n for one place of n only, another for each text, so that with n texts every
     *     place has had one
     */
    public static HostileInput of(Grounds grounds, Path strings, Path documents, int apart) throws IOException {
        return new HostileInput(grounds, Strings.of(strings), Document.of(documents), apart);
    }

    public int strings() {
        return strings.size();
    }

    public int documents() {
        return documents.size();
    }

    /** How many places there are for a text. */
    public int places() {
        return slots.size();
    }

    /** Shared by so many users, each of whom does one thing after the other. */
    public Findings run(int users) throws InterruptedException, ExecutionException {
        var work = new ArrayList<Work>();
        for (int number = 0; number < strings.size(); number++) {
            var text = strings.get(number);
            int first = number % apart;
            work.add(new Work("text " + Texts.quoted(text), visitor -> write(text, first, visitor)));
        }
        documents.forEach(document ->
                work.add(new Work("document " + document.name(), visitor -> everywhere(document, visitor))));
        PathTricks.targets().forEach(target -> work.add(new Work("path " + target, visitor -> path(target, visitor))));
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var shares = new ArrayList<Callable<Void>>();
            for (int number = 0; number < users; number++) {
                var user = "visitor-" + number;
                shares.add(() -> {
                    try (var visitor = new Visitor(grounds, user)) {
                        for (int mine = next.getAndIncrement(); mine < work.size(); mine = next.getAndIncrement()) {
                            var share = work.get(mine);
                            findings.attempt(share.name(), () -> share.doing().by(visitor));
                        }
                    }
                    return null;
                });
            }
            for (var share : threads.invokeAll(shares)) {
                share.get();
            }
        }
        return findings;
    }

    /** A share of it; what breaks it off is a finding, and the others go on. */
    private record Work(String name, Doing doing) {
        interface Doing {
            void by(Visitor visitor) throws Exception;
        }
    }

    private void write(String text, int first, Visitor visitor) throws Exception {
        for (int place = first; place < slots.size(); place += apart) {
            var slot = slots.get(place);
            findings.count(slot.door());
            findings.attempt(slot.name() + " " + Texts.quoted(text), () -> write(text, slot, visitor));
        }
        ordinary.goTheirWay(visitor, Texts.quoted(text));
    }

    private void write(String text, Slot slot, Visitor visitor) throws Exception {
        var reply = slot.writing().write(text, visitor);
        if (reply.status() == 503) {
            findings.count("unavailable");
        }
        Clarity.objection(reply, slot.format(), slot.inHead(), text)
                .ifPresent(objection -> violation(slot.name(), text, objection + ": " + reply));
    }

    private void everywhere(Document document, Visitor visitor) throws Exception {
        documentSlots.put(document, visitor);
        ordinary.goTheirWay(visitor, document.name());
    }

    private void path(String target, Visitor visitor) throws Exception {
        findings.count("path-tricks");
        var unknown = visitor.askUnknown(Ask.get(target));
        Clarity.objection(unknown, Format.ANY, true, target)
                .or(() -> PathTricks.objectionUnknown(unknown))
                .ifPresent(objection -> violation("path without a token", target, objection + ": " + unknown));
        var known = visitor.ask(Ask.post(target, "{}"));
        Clarity.objection(known, Format.ANY, true, target)
                .ifPresent(objection -> violation("path", target, objection + ": " + known));
    }

    private void violation(String place, String text, String words) {
        findings.violation("%s %s: %s".formatted(place, Texts.quoted(text), words));
    }
}
