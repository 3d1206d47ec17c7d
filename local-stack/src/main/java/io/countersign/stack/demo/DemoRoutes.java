package io.countersign.stack.demo;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The executor's routes to the demo's own backend and model. */
final class DemoRoutes {

    private static final List<Map.Entry<String, String>> PATHS = List.of(
            Map.entry("orders.read", "/orders"),
            Map.entry("orders.refund", "/refunds"),
            Map.entry("payments.payout", "/payouts"),
            Map.entry("shipping.label", "/labels"),
            Map.entry("inventory.sync", "/inventory"),
            Map.entry("mail.send", "/mails"),
            Map.entry("db.delete", "/rows"),
            Map.entry("reports.summarize", "/reports"));

    private DemoRoutes() {}

    /**
     * Writes the routes file.
     *
     * @param model base URL of an OpenAI-compatible API
     */
    static Path write(Path file, URI backend, String model) {
        var text = new StringBuilder(
                "# Written by the demo: its own backend and model are small local servers.\nroutes:\n");
        PATHS.forEach(path -> text.append("  - {action: \"%s\", connector: http, url: \"%s%s\"}%n"
                .formatted(path.getKey(), backend, path.getValue())));
        text.append("  - {action: \"llm.chat\", connector: llm, url: \"%s\"}%n".formatted(model));
        text.append("  - {action: \"*\", connector: echo}\n");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new StackException("cannot write " + file, e);
        }
    }
}
