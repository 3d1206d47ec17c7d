package io.countersign.executor.routes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.countersign.contract.ActionGlob;
import io.countersign.contract.Limits;
import io.countersign.executor.connector.Connector;
import io.countersign.executor.connector.EchoConnector;
import io.countersign.executor.connector.HttpConnector;
import io.countersign.executor.connector.LlmConnector;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.execution.BodyTemplate;
import io.countersign.executor.execution.UrlTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads routes from YAML or JSON, strictly: what it does not know is an error with its place. */
public final class RoutesFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "DELETE", "POST", "PUT", "PATCH");

    private final Secrets secrets;
    private final ToLongFunction<String> tokens;

    /** A reader whose routes look up these secrets, and count tokens with this where a provider does not. */
    public RoutesFile(Secrets secrets, ToLongFunction<String> tokens) {
        this.secrets = secrets;
        this.tokens = tokens;
    }

    /** The routes in a file. */
    public Routes read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InvalidRoutes(file.toString(), "cannot be read");
        }
    }

    /** The routes in a text, whose errors name {@code source}. */
    public Routes parse(String source, String text) {
        var file = Fields.of(source, tree(source, text));
        var routes = new ArrayList<Route>();
        for (var element : file.array("routes")) {
            routes.add(route(Fields.of(source + ": routes[" + routes.size() + "]", element)));
        }
        file.nothingElse();
        if (routes.isEmpty()) {
            throw new InvalidRoutes(source + ": routes", "there is no route");
        }
        return new Routes(routes);
    }

    private static JsonNode tree(String source, String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            var place = location == null ? source : source + " line " + location.getLineNr();
            throw new InvalidRoutes(place, "is neither YAML nor JSON: " + e.getOriginalMessage());
        }
    }

    private Route route(Fields fields) {
        var actions = fields.parsed("action", fields.text("action"), RoutesFile::glob);
        var kind = fields.text("connector");
        var inFlight = fields.number("inFlight", 32, 1, 10_000);
        var connector = switch (kind) {
            case "echo" -> new EchoConnector();
            case "http" -> http(fields);
            case "llm" -> llm(fields);
            default -> throw fields.wrong("connector", "\"" + kind + "\" is none of echo, http and llm");
        };
        fields.nothingElse();
        return new Route(actions, kind, inFlight, connector);
    }

    private static ActionGlob glob(String text) {
        if (!ActionGlob.isValid(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no action's name or glob");
        }
        return new ActionGlob(text);
    }

    private Connector http(Fields fields) {
        var method = fields.optionalText("method").orElse("POST");
        if (!METHODS.contains(method)) {
            throw fields.wrong(
                    "method",
                    "\"" + method + "\" is none of " + METHODS.stream().sorted().toList());
        }
        var url = fields.parsed("url", fields.text("url"), text -> UrlTemplate.of(now(text)));
        var settings = new HttpConnector.Settings(
                method,
                url,
                fields.texts("headers", secrets::setting),
                body(fields, method),
                fields.number("responseLimit", Limits.RESULT_BYTES, 1, 16 * 1024 * 1024));
        return new HttpConnector(settings, secrets);
    }

    private static @Nullable BodyTemplate body(Fields fields, String method) {
        var body = fields.value("body");
        if (body.isPresent()) {
            return fields.parsed("body", body.get(), BodyTemplate::of);
        }
        return BODILESS.contains(method) ? null : BodyTemplate.PARAMETERS;
    }

    private Connector llm(Fields fields) {
        var url = fields.parsed("url", fields.text("url"), text -> {
            UrlTemplate.of(now(text));
            return secrets.setting(text);
        });
        var headers = new HashMap<>(fields.texts("headers", secrets::setting));
        fields.optionalText("key")
                .ifPresent(
                        key -> headers.put("Authorization", fields.parsed("key", "Bearer " + key, secrets::setting)));
        var model = fields.optionalText("model").orElse(null);
        return new LlmConnector(new LlmConnector.Settings(url, headers, model), secrets, tokens);
    }

    /** The value of references in an address: it is fixed at the start. */
    private String now(String text) {
        try {
            return secrets.setting(text).value();
        } catch (IOException gone) {
            throw new IllegalArgumentException(gone.getMessage(), gone);
        }
    }
}
