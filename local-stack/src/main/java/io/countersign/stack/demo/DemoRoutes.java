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
     * An OpenAI-compatible API.
     *
     * @param url its base URL
     * @param name how the models of the bundle are called there, all of them
     * @param hasKey true if the executor's environment has the API's key
     */
    record Model(String url, String name, boolean hasKey) {

        static Model of(URI own, Map<String, String> environment) {
            var url = environment.getOrDefault("COUNTERSIGN_MODEL_URL", "");
            return new Model(
                    url.isBlank() ? own.toString() : url,
                    environment.getOrDefault("COUNTERSIGN_MODEL_NAME", "demo-model"),
                    environment.containsKey("COUNTERSIGN_MODEL_KEY"));
        }

        private String key() {
            return hasKey ? ", key: \"${env:COUNTERSIGN_MODEL_KEY}\"" : "";
        }
    }

    /**
     * Writes the routes file.
     *
     * @param model where the model route goes
     */
    static Path write(Path file, URI backend, Model model) {
        var text = new StringBuilder(
                "# Written by the demo: its own backend and model are small local servers.\nroutes:\n");
        PATHS.forEach(path -> text.append("  - {action: \"%s\", connector: http, url: \"%s%s\"}%n"
                .formatted(path.getKey(), backend, path.getValue())));
        text.append("""
                  - action: llm.chat
                    connector: llm
                    providers: {demo: {url: "%1$s"%3$s}}
                    models: {small: {provider: demo, as: "%2$s"}, tiny: {provider: demo, as: "%2$s"}}
                    default: small
                """.formatted(model.url(), model.name(), model.key()));
        text.append("  - {action: \"*\", connector: echo}\n");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new StackException("cannot write " + file, e);
        }
    }
}
