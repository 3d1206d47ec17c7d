package io.countersign.policystream.policy.yaml;

import io.countersign.policystream.policy.yaml.Value.Items;
import io.countersign.policystream.policy.yaml.Value.Member;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.Value.Scalar;
import io.countersign.policystream.policy.yaml.Value.Type;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns SnakeYAML's nodes into values, with their lines in the whole stream. */
final class ValueReader {
    private final Findings findings;
    private final int linesBefore;

    ValueReader(Findings findings, int linesBefore) {
        this.findings = findings;
        this.linesBefore = linesBefore;
    }

    /** The document, unless it is empty. */
    Optional<Value> read(Node document) {
        var value = value(document);
        return value instanceof Scalar scalar && scalar.type() == Type.NULL ? Optional.empty() : Optional.of(value);
    }

    private Value value(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> items(sequence);
            case MappingNode mapping -> members(mapping);
            default -> throw new IllegalStateException("aliases are refused before: " + node);
        };
    }

    private Scalar scalar(ScalarNode node) {
        int line = line(node);
        int textLine = node.getScalarStyle() == ScalarStyle.LITERAL ? line + 1 : line;
        return new Scalar(line, textLine, type(node), node.getTag().equals(Tag.NULL) ? "null" : node.getValue());
    }

    private Type type(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR)) {
            return Type.TEXT;
        }
        if (tag.equals(Tag.FLOAT) && JsonScalars.NUMBER.matcher(node.getValue()).matches()) {
            return Type.NUMBER;
        }
        if (tag.equals(Tag.BOOL) && JsonScalars.TRUTH.matcher(node.getValue()).matches()) {
            return Type.TRUTH;
        }
        if (tag.equals(Tag.NULL) && JsonScalars.NOTHING.matcher(node.getValue()).matches()) {
            return Type.NULL;
        }
        findings.problem(line(node), "the tag " + tag.getValue() + " is not supported here");
        return Type.TEXT;
    }

    private Items items(SequenceNode node) {
        plain(node, Tag.SEQ);
        return new Items(line(node), node.getValue().stream().map(this::value).toList());
    }

    private Members members(MappingNode node) {
        plain(node, Tag.MAP);
        var members = new LinkedHashMap<String, Member>();
        for (NodeTuple tuple : node.getValue()) {
            int line = line(tuple.getKeyNode());
            var value = value(tuple.getValueNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.problem(line, "a name must be a text, not a list or a map");
            } else if (key.getValue().equals("<<") && key.isPlain()) {
                findings.problem(line, "merge keys (<<) are not supported, write the values out");
            } else if (members.putIfAbsent(key.getValue(), new Member(line, value)) != null) {
                findings.problem(line, "'" + key.getValue() + "' is there twice");
            }
        }
        return new Members(line(node), members);
    }

    private void plain(Node node, Tag expected) {
        if (!node.getTag().equals(expected)) {
            findings.problem(line(node), "the tag " + node.getTag().getValue() + " is not supported here");
        }
    }

    private int line(Node node) {
        return linesBefore + node.getStartMark().getLine() + 1;
    }
}
