package io.countersign.policystream.policy;

import io.countersign.contract.ActionName;
import io.countersign.contract.Limits;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.Value.Items;
import io.countersign.policystream.policy.yaml.Value.Member;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.Value.Scalar;
import io.countersign.policystream.policy.yaml.Value.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one map of a document. What is wrong becomes a problem, and a default or a placeholder stands in,
 * so that reading goes on; a bundle with a problem is never used.
 */
final class Fields {
    private final Members members;
    private final String what;
    private final Findings findings;
    private final Set<String> known = new HashSet<>();

    /** {@code what} names the map in problems, such as "rule refunds-above-100". */
    Fields(Members members, String what, Findings findings) {
        this.members = members;
        this.what = what;
        this.findings = findings;
    }

    String what() {
        return what;
    }

    int line() {
        return members.line();
    }

    /** The line of a field, or of the map if it is not there. */
    int line(String field) {
        Member member = members.members().get(field);
        return member == null ? members.line() : member.line();
    }

    boolean has(String field) {
        return members.members().containsKey(field);
    }

    /** The names of all fields, where the author gives them. */
    Set<String> names() {
        return members.members().keySet();
    }

    void problem(String field, String message) {
        findings.problem(line(field), what + ": " + field + ": " + message);
    }

    /** The field's value, if it is there. */
    Optional<Value> value(String field) {
        known.add(field);
        return Optional.ofNullable(members.members().get(field)).map(Member::value);
    }

    /** A text, if it is there. */
    Optional<String> text(String field) {
        return read(field, Fields::asText, "a text");
    }

    /** A text that must be there, and not be blank. */
    String requiredText(String field) {
        demand(field);
        Optional<String> text = text(field);
        if (text.isPresent() && text.get().isBlank()) {
            problem(field, "must not be empty");
        }
        return text.orElse("");
    }

    /** The document's name. */
    String name() {
        String name = requiredText("name");
        if (!name.isBlank() && !ActionName.isValid(name)) {
            problem(
                    "name",
                    "'" + name + "' must be lower-case words of letters, digits and hyphens, joined by dots, at"
                            + " most 64 characters");
        }
        return name;
    }

    boolean truth(String field, boolean otherwise) {
        return read(field, Fields::asTruth, "true or false").orElse(otherwise);
    }

    /** A whole number within bounds. */
    int count(String field, int otherwise, int least, int most) {
        BigDecimal number = number(field, otherwise);
        boolean fits = number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0;
        if (!fits) {
            problem(field, "must be a whole number from " + least + " to " + most);
        }
        return fits ? number.intValue() : otherwise;
    }

    /** A whole number from {@code least} to 2^53 - 1, if it is there and is one. */
    Optional<Long> amount(String field, long least) {
        var number = read(field, Fields::asNumber, "a number");
        var amount = number.filter(value -> value.stripTrailingZeros().scale() <= 0
                        && value.compareTo(BigDecimal.valueOf(least)) >= 0
                        && value.compareTo(BigDecimal.valueOf(Limits.EXACT_INTEGER)) <= 0)
                .map(BigDecimal::longValueExact);
        if (number.isPresent() && amount.isEmpty()) {
            problem(field, "must be a whole number from " + least + " to 2^53 - 1");
        }
        return amount;
    }

    BigDecimal number(String field, int otherwise) {
        return read(field, Fields::asNumber, "a number").orElse(BigDecimal.valueOf(otherwise));
    }

    Duration duration(String field, Duration otherwise, Duration least, Duration most) {
        return optionalDuration(field, least, most).orElse(otherwise);
    }

    Optional<Duration> optionalDuration(String field, Duration least, Duration most) {
        return text(field).flatMap(text -> durationIn(field, text, least, most));
    }

    /** A duration that is the field's text, or a part of it. */
    Optional<Duration> durationIn(String field, String text, Duration least, Duration most) {
        Optional<Duration> duration = Durations.parse(text);
        if (duration.isEmpty()) {
            problem(field, "'" + text + "' is not " + Durations.FORM);
        } else if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
            problem(field, "must be from " + Durations.text(least) + " to " + Durations.text(most) + ", not " + text);
            return Optional.empty();
        }
        return duration;
    }

    /** A constant of an enum by its name in documents, which is its name in lower case. */
    <E extends Enum<E>> Optional<E> choice(String field, Class<E> type) {
        Optional<String> text = text(field);
        Optional<E> choice = text.flatMap(name -> Stream.of(type.getEnumConstants())
                .filter(constant -> documentName(constant).equals(name))
                .findFirst());
        if (text.isPresent() && choice.isEmpty()) {
            String names =
                    Stream.of(type.getEnumConstants()).map(Fields::documentName).collect(Collectors.joining(", "));
            problem(field, "must be one of " + names + ", not '" + text.get() + "'");
        }
        return choice;
    }

    /** The value of a field that must be there. */
    <T> T required(String field, Optional<T> value, T placeholder) {
        demand(field);
        return value.orElse(placeholder);
    }

    /** Reports the field if it is missing. */
    void demand(String field) {
        if (!has(field)) {
            findings.problem(line(), what + ": '" + field + "' is missing");
        }
    }

    /** Texts with their lines; none if the field is not there. */
    List<Placed> texts(String field) {
        return items(field).stream()
                .flatMap(item -> placed(field, item).stream())
                .toList();
    }

    private Optional<Placed> placed(String field, Value item) {
        Optional<String> text = asText(item);
        if (text.isEmpty()) {
            findings.problem(item.line(), what + ": " + field + ": must hold texts, not " + item.kind());
        } else if (text.get().isBlank()) {
            findings.problem(item.line(), what + ": " + field + ": must not hold an empty text");
        }
        return text.map(words -> new Placed(item.line(), words));
    }

    /** Texts, of which there must be one at least. */
    Optional<List<Placed>> someTexts(String field) {
        List<Placed> texts = texts(field);
        if (has(field) && texts.isEmpty()) {
            problem(field, "must not be empty");
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
    }

    /** Maps, of which there must be one at least. */
    Optional<List<Fields>> someMaps(String field) {
        var maps = new ArrayList<Fields>();
        for (Value item : items(field)) {
            if (item instanceof Members map) {
                maps.add(new Fields(map, what + ": " + field, findings));
            } else {
                findings.problem(item.line(), what + ": " + field + ": must hold maps, not " + item.kind());
            }
        }
        if (has(field) && items(field).isEmpty()) {
            problem(field, "must not be empty");
        }
        return maps.isEmpty() ? Optional.empty() : Optional.of(maps);
    }

    /** A map, if it is there. */
    Optional<Fields> map(String field) {
        return read(field, value -> value instanceof Members map ? Optional.of(map) : Optional.empty(), "a map")
                .map(map -> new Fields(map, what + ": " + field, findings));
    }

    /** An expression, which may also be written as a plain number or truth value; the default if it is not there. */
    <T> Expression<T> expression(
            String field, ResultKind<T> kind, Expressions expressions, @Nullable Expression<T> otherwise) {
        Optional<Scalar> source = read(field, Fields::asScalar, "an expression");
        if (source.isPresent()) {
            return expressions.compile(
                    what + ": " + field, source.get().textLine(), source.get().text(), kind);
        }
        if (otherwise != null) {
            return otherwise;
        }
        return required(field, Optional.empty(), new Expression.Constant<>(kind.placeholder()));
    }

    /** Reports every field that was not asked for. */
    void done() {
        for (Map.Entry<String, Member> member : members.members().entrySet()) {
            if (!known.contains(member.getKey())) {
                findings.problem(
                        member.getValue().line(),
                        what + ": unknown field '" + Words.clean(member.getKey()) + "'; there are "
                                + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    private List<Value> items(String field) {
        return read(
                        field,
                        value -> value instanceof Items list ? Optional.of(list.values()) : Optional.empty(),
                        "a list")
                .orElse(List.of());
    }

    private <T> Optional<T> read(String field, Function<Value, Optional<T>> reader, String expected) {
        Optional<Value> value = value(field);
        Optional<T> read = value.flatMap(reader);
        if (value.isPresent() && read.isEmpty()) {
            problem(field, "must be " + expected + ", not " + value.get().kind());
        }
        return read;
    }

    private static Optional<String> asText(Value value) {
        return value instanceof Scalar(int line, int textLine, Type type, String text) && type == Type.TEXT
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Optional<Boolean> asTruth(Value value) {
        return value instanceof Scalar scalar && scalar.type() == Type.TRUTH
                ? Optional.of(scalar.text().equals("true"))
                : Optional.empty();
    }

    private static Optional<BigDecimal> asNumber(Value value) {
        // an exponent of more digits than this is no number that anybody means, and costly to compare
        return value instanceof Scalar scalar
                        && scalar.type() == Type.NUMBER
                        && scalar.text().length() <= 20
                        && !scalar.text().matches(".*[eE][-+]?[0-9]{3,}")
                ? Optional.of(new BigDecimal(scalar.text()))
                : Optional.empty();
    }

    private static Optional<Scalar> asScalar(Value value) {
        return value instanceof Scalar scalar && scalar.type() != Type.NULL ? Optional.of(scalar) : Optional.empty();
    }

    private static String documentName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
