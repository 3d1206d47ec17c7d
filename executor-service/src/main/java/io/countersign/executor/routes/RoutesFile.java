package io.countersign.executor.routes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.countersign.contract.ActionGlob;
import io.countersign.executor.connector.BreakerFields;
import io.countersign.executor.connector.ConnectorKinds;
import io.countersign.executor.connector.Fields;
import io.countersign.executor.connector.InvalidRoutes;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.gate.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Reads routes from YAML or JSON, strictly: what it does not know is an error with its place. */
public final class RoutesFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Secrets secrets;
    private final ConnectorKinds kinds;
    private final Gate.Watch watch;

    /** A reader of routes with these kinds of connectors, which look up these secrets; the watch hears of their breakers. */
    public RoutesFile(Secrets secrets, ConnectorKinds kinds, Gate.Watch watch) {
        this.secrets = secrets;
        this.kinds = kinds;
        this.watch = watch;
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
        var tree = tree(source, text);
        LiteralSecrets.refuseIn(source, tree);
        var file = Fields.ofFile(source, tree);
        var routes = new ArrayList<Route>();
        for (var element : file.array("routes")) {
            routes.add(route(Fields.of(source + ": routes[" + routes.size() + "]", element)));
        }
        file.nothingElse();
        if (routes.isEmpty()) {
            throw new InvalidRoutes(source + ": routes", "there is no route");
        }
        return new Routes(routes, secrets);
    }

    private static JsonNode tree(String source, String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            var place = location == null ? source : source + " line " + location.getLineNr();
            throw new InvalidRoutes(place, "is neither YAML nor JSON: " + firstLine(e));
        }
    }

    /** Without the lines that the parser quotes. */
    private static String firstLine(JsonProcessingException e) {
        return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    }

    private Route route(Fields fields) {
        var actions = fields.parsed("action", fields.text("action"), RoutesFile::glob);
        var kind = fields.text("connector");
        var inFlight = fields.number("inFlight", 32, 1, 10_000);
        var concurrency = fields.number("concurrency", 0, 1, 100_000);
        var breaker = BreakerFields.read(fields).orElse(null);
        var connector = kinds.named(kind)
                .orElseThrow(() -> fields.wrong("connector", "\"" + kind + "\" is none of " + kinds.names()))
                .connector(fields, secrets);
        fields.nothingElse();
        if (concurrency > connector.concurrency()) {
            throw fields.wrong("concurrency", "the connector bears no more than " + connector.concurrency());
        }
        var entrance = connector.entrance();
        if (entrance.isPresent() && fields.value("breaker").isPresent()) {
            throw fields.wrong("breaker", "each of the providers has its own");
        }
        var most = concurrency == 0 ? connector.concurrency() : concurrency;
        var gate = entrance.map(each -> new Gate(actions.pattern(), most, each, watch))
                .orElseGet(() -> new Gate(actions.pattern(), most, breaker, watch));
        return new Route(actions, kind, inFlight, gate, connector);
    }

    private static ActionGlob glob(String text) {
        if (!ActionGlob.isValid(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no action's name or glob");
        }
        return new ActionGlob(text);
    }
}
