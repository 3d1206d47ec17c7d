package io.countersign.stack.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.countersign.contract.Limits;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * What makes one bundle of another: which documents are added, removed and changed, in the order of kinds and names. Files,
 * comments, layout and the order of a document's members are no difference; the order of an action's answers is one, because
 * the first that matches is given.
 */
public record BundleDiff(List<Difference> differences) {

    public BundleDiff {
        differences = List.copyOf(differences);
    }

    /** What happened to a document. */
    public enum Change {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** A document that is not the same in both, such as {@code changed Rule no-large-refunds}. */
    public record Difference(Change change, String document) {

        @Override
        public String toString() {
            return "%-7s %s".formatted(change.name().toLowerCase(Locale.ROOT), document);
        }
    }

    /**
     * Compares two bundles.
     *
     * @param before a YAML stream
     * @param after what takes its place
     */
    public static BundleDiff between(String before, String after) {
        var old = documents(before);
        var fresh = documents(after);
        var names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        var differences = new ArrayList<Difference>();
        for (var name : names) {
            if (!old.containsKey(name)) {
                differences.add(new Difference(Change.ADDED, name));
            } else if (!fresh.containsKey(name)) {
                differences.add(new Difference(Change.REMOVED, name));
            } else if (!Objects.equals(old.get(name), fresh.get(name))) {
                differences.add(new Difference(Change.CHANGED, name));
            }
        }
        return new BundleDiff(differences);
    }

    /** By kind and name; of a bundle that gives two documents one name, both count. */
    private static TreeMap<String, List<JsonNode>> documents(String stream) {
        var documents = new TreeMap<String, List<JsonNode>>();
        var answers = new HashMap<String, Integer>();
        try (var read = mapper().readerFor(JsonNode.class).<JsonNode>readValues(stream)) {
            while (read.hasNextValue()) {
                var document = read.nextValue();
                if (document != null && document.isObject()) {
                    var kind = document.path("kind").asText();
                    boolean answer = kind.equals("Answer");
                    int place = answer ? answers.merge(document.path("action").asText(), 1, Integer::sum) : 0;
                    documents
                            .computeIfAbsent(kind + " " + name(document, place), first -> new ArrayList<>())
                            .add(answer ? placed(place, document) : document);
                }
            }
        } catch (JsonProcessingException e) {
            throw new StackException("not YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new StackException("not YAML: " + e.getMessage(), e);
        }
        return documents;
    }

    /** An answer without a name is called as the reasons of decisions call it. */
    private static String name(JsonNode document, int place) {
        var name = document.path("name").asText();
        return name.isEmpty() && place > 0 ? document.path("action").asText() + "/" + place : name;
    }

    private static JsonNode placed(int place, JsonNode document) {
        return JsonNodeFactory.instance.arrayNode().add(place).add(document);
    }

    private static YAMLMapper mapper() {
        var limits = new LoaderOptions();
        limits.setCodePointLimit(Limits.BUNDLE_BYTES);
        return new YAMLMapper(YAMLFactory.builder().loaderOptions(limits).build());
    }
}
