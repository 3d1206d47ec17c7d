package io.countersign.policystream.policy.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.expression.CompiledSize;
import io.countersign.policystream.policy.parameters.ParameterSchema.Reading;
import io.countersign.policystream.policy.yaml.FileMarkers;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.YamlStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterSchemaTest {
    private static final String REFUND = """
            type: object
            additionalProperties: false
            required: [order, amount]
            properties:
              order: {type: string, minLength: 1, pattern: "^[A-Z][0-9]+$"}
              amount: {type: number, exclusiveMinimum: 0, multipleOf: 0.01}
              a/b: {enum: [1, x]}
            """;

    private final Findings findings = new Findings();
    private final ParameterSchemas schemas = new ParameterSchemas(findings, new CompiledSize());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":99.99,\"order\":\"A1\"}",
                "{\"amount\":250,\"order\":\"A1\"}",
                "{\"amount\":0.01,\"order\":\"A1\"}",
                "{\"a/b\":1,\"amount\":1,\"order\":\"A1\"}"
            })
    void arguments_that_keep_the_schema_are_accepted(String parameters) {
        assertThat(schema(REFUND).read(parameters)).isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void every_violation_is_told_with_its_pointer() {
        assertThat(violations(schema(REFUND), "{\"a/b\":2,\"amount\":\"much\",\"order\":\"\",\"x~y\":1}"))
                .containsExactlyInAnyOrder(
                        "/amount: string found, number expected",
                        "/order: must be at least 1 characters long",
                        "/order: does not match the regex pattern ^[A-Z][0-9]+$",
                        "/a~1b: does not have a value in the enumeration [1, \"x\"]",
                        "/x~0y: property 'x~y' is not defined in the schema and the schema does not allow additional"
                                + " properties");
        assertThat(violations(schema(REFUND), "{}"))
                .containsExactly(
                        "/order: required property 'order' not found", "/amount: required property 'amount' not found");
        assertThat(violations(schema(REFUND), "{\"amount\":0.001,\"order\":\"A1\"}"))
                .containsExactly("/amount: must be multiple of 0.01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "5", "\"{}\"", "{", "", "{\"a\":1,\"a\":1}", "{\"amount\":1e999}"})
    void what_is_no_json_object_is_refused(String parameters) {
        assertThat(violations(schema("{type: object}"), parameters)).hasSize(1);
    }

    @Test
    void violations_of_a_huge_list_are_not_all_told() {
        String many = "{\"list\":[" + "1,".repeat(10_000) + "1]}";

        assertThat(violations(schema("{properties: {list: {items: {type: string}}}}"), many))
                .hasSize(50);
    }

    @ParameterizedTest
    @CsvSource({
        "date, 2026-02-29, 2026-02-28",
        "email, nobody, a@example.com",
        "uuid, 12, 0190f3a2-7c3e-7d52-8f0a-1b2c3d4e5f60",
        "ipv4, 1.2.3.256, 1.2.3.4",
        "hostname, a..b, www.example.com",
        "json-pointer, a/b, /a/b",
        "uri, not a uri, https://example.com/a",
        "date-time, yesterday, 2026-01-05T10:00:00Z"
    })
    void formats_are_checked(String format, String bad, String good) {
        var schema = schema("{properties: {a: {format: " + format + "}}}");

        assertThat(violations(schema, "{\"a\":\"" + bad + "\"}")).hasSize(1);
        assertThat(schema.read("{\"a\":\"" + good + "\"}")).isInstanceOf(Reading.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@shop.example",
                "a@mail.internal",
                "ana.b+c@x-1.test",
                "a@localhost",
                "a@[10.0.0.1]",
                "a@[IPv6:::1]",
                "a@xn--bcher-kva.example"
            })
    void an_address_is_one_by_its_form_whatever_its_domain(String address) {
        assertThat(schema("{properties: {a: {format: email}}}").read("{\"a\":\"" + address + "\"}"))
                .isInstanceOf(Reading.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@",
                "@b.test",
                "a b@c.test",
                "a@b..test",
                "a@-b.test",
                "a@b-.test",
                "a@b_c.test",
                "a@[300.0.0.1]",
                "a@b@c.test",
                "a@b.test\\r\\nBcc: x@y.test"
            })
    void what_has_not_the_form_of_an_address_is_none(String address) {
        assertThat(violations(schema("{properties: {a: {format: email}}}"), "{\"a\":\"" + address + "\"}"))
                .hasSize(1);
    }

    @Test
    void numbers_enter_by_their_declared_type_wherever_they_are() {
        var schema = schema("""
                $defs: {price: {type: number}, count: {type: integer}}
                properties:
                  real: {type: number}
                  whole: {type: integer}
                  undeclared: {}
                  either: {type: [integer, string]}
                  both: {type: [integer, number]}
                  referred: {$ref: "#/$defs/count"}
                  lists: {items: {type: integer}, prefixItems: [{type: number}]}
                  nested: {properties: {deep: {items: {properties: {n: {type: integer}, p: {$ref: "#/$defs/price"}}}}}}
                  chosen: {anyOf: [{type: integer}, {type: string}]}
                  doubtful: {oneOf: [{type: integer, maximum: 3}, {type: number, minimum: 4}]}
                patternProperties: {"^n_": {type: integer}}
                additionalProperties: {type: number}
                allOf: [{properties: {more: {type: integer}}}]
                """);

        assertThat(values(
                        schema, "{\"real\":250,\"whole\":250,\"undeclared\":1,\"either\":2,\"both\":3,\"referred\":4}"))
                .isEqualTo(Map.of(
                        "real", 250.0, "whole", 250L, "undeclared", 1.0, "either", 2L, "both", 3.0, "referred", 4L));
        assertThat(values(schema, "{\"lists\":[1,2,3],\"nested\":{\"deep\":[{\"n\":1,\"p\":2}]}}"))
                .isEqualTo(Map.of(
                        "lists", List.of(1.0, 2L, 3L), "nested", Map.of("deep", List.of(Map.of("n", 1L, "p", 2.0)))));
        assertThat(values(schema, "{\"chosen\":1,\"doubtful\":3,\"more\":5,\"n_a\":6,\"other\":7}"))
                .isEqualTo(Map.of("chosen", 1L, "doubtful", 3.0, "more", 5L, "n_a", 6L, "other", 7.0));
    }

    @ParameterizedTest
    @CsvSource({"99.99, 99.99", "100, 100.0", "100.0, 100.0", "250, 250.0", "250.0, 250.0", "1e2, 100.0", "1e21, 1e21"})
    void a_number_is_a_double_however_it_is_written(String text, double number) {
        assertThat(values(schema("{properties: {a: {type: number}}}"), "{\"a\":" + text + "}"))
                .isEqualTo(Map.of("a", number));
    }

    @Test
    void an_integer_beyond_all_longs_stays_comparable() {
        assertThat(values(schema("{properties: {a: {type: integer}}}"), "{\"a\":9007199254740991}"))
                .isEqualTo(Map.of("a", 9007199254740991L));
        assertThat(values(schema("{properties: {a: {}}}"), "{\"a\":1e300}")).isEqualTo(Map.of("a", 1e300));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {type: strnig}                                        | enumeration
            {required: order}                                     | array expected
            {properties: {a: {minLength: -1}}}                    | minimum value of 0
            {additionalProperites: false}                         | the keyword 'additionalProperites' is not supported
            {properties: {a: {maxlength: 5}}}                     | the keyword 'maxlength' is not supported
            {$id: "https://example.com/a"}                        | the keyword '$id' is not supported
            {definitions: {}}                                     | the keyword 'definitions' is not supported
            {properties: {a: {$defs: {}}}}                        | the keyword '$defs' is not supported
            {type: string}                                        | parameters are always an object
            {type: [object, "null"]}                              | parameters are always an object
            {$schema: "http://json-schema.org/draft-07/schema#"}  | only draft 2020-12
            {$ref: "https://example.com/a.json"}                  | only #/$defs/NAME is supported
            {$ref: "file:///etc/passwd"}                          | only #/$defs/NAME is supported
            {$ref: "https://json-schema.org/draft/2020-12/schema"} | only #/$defs/NAME is supported
            {$ref: "#"}                                           | only #/$defs/NAME is supported
            {$ref: "#/properties/a", properties: {a: {}}}         | only #/$defs/NAME is supported
            {$ref: "#/$defs/a"}                                   | there is no #/$defs/a
            {$ref: "#/$defs/a", $defs: {a: {$ref: "#/$defs/a"}}}  | refers to itself
            {$defs: {a: {items: {$ref: "#/$defs/b"}}, b: {not: {$ref: "#/$defs/a"}}}} | refers to itself
            {properties: {a: {pattern: "(?=x)"}}}                 | not a pattern of RE2
            {properties: {a: {pattern: "((a{99}){99}){99}"}}}     | repeats too much
            {patternProperties: {"(a)\\\\1": {}}}                 | not a pattern of RE2
            {properties: {a: {format: postcode}}}                 | the format 'postcode' is not checked here
            {properties: {a: {format: regex}}}                    | the format 'regex' is not checked here
            {properties: {a: {const: 9007199254740993}}}          | 9007199254740993
            """)
    void these_schemas_do_not_load(String schema, String problem) {
        assertThat(compile(schema)).isEmpty();
        assertThat(findings.problems())
                .isNotEmpty()
                .anySatisfy(found -> assertThat(found.message())
                        .startsWith("action a: parameters: ")
                        .contains(problem));
    }

    @Test
    void a_problem_of_a_schema_names_its_line() {
        compile("type: object\nproperties:\n  a:\n    type: strnig\n  b:\n    maxlength: 5\n");
        compile("type: object\nproperties:\n  b:\n    maxlength: 5\n");

        assertThat(findings.problems()).extracting(Findings.Finding::line).containsExactly(4, 4);
    }

    @Test
    void references_that_double_with_each_step_are_refused() {
        var schema = new StringBuilder("$ref: \"#/$defs/a0\"\n$defs:\n");
        for (int step = 0; step < 40; step++) {
            String next = "{$ref: \"#/$defs/a" + (step + 1) + "\"}";
            schema.append("  a" + step + ": {allOf: [" + next + ", " + next + "]}\n");
        }
        schema.append("  a40: {type: object}\n");

        assertThat(compile(schema.toString())).isEmpty();
        assertThat(findings.problems())
                .singleElement()
                .satisfies(found -> assertThat(found.message()).contains("more than 10000 subschemas"));
    }

    @Test
    void nothing_is_fetched_for_what_looks_like_an_address() {
        var schema =
                schema("{properties: {a: {const: {$ref: 'https://example.com/a.json'}}}, x-ref: {$ref: 'https://b'}}");

        assertThat(schema.read("{\"a\":{\"$ref\":\"https://example.com/a.json\"}}"))
                .isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void a_pattern_that_backtracking_dies_of_answers_at_once() {
        var schema = schema("{properties: {a: {pattern: '^(a+)+$'}}}");
        long began = System.nanoTime();

        assertThat(violations(schema, "{\"a\":\"" + "a".repeat(50_000) + "!\"}"))
                .hasSize(1);
        // backtracking would take longer than the universe has existed
        assertThat(System.nanoTime() - began).isLessThan(20_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date",
                "date-time",
                "time",
                "duration",
                "email",
                "hostname",
                "ipv4",
                "ipv6",
                "uri",
                "uri-reference",
                "uuid",
                "json-pointer"
            })
    void no_long_text_has_a_format_and_none_overflows_the_stack(String format) {
        var schema = schema("{properties: {a: {format: " + format + "}}}");

        for (String piece : List.of("a.", "/a", "1", ":", "%41", "a@", "-")) {
            assertThat(violations(schema, "{\"a\":\"" + piece.repeat(60_000) + "\"}"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-300", "1e-13", "1e13", "1e300"})
    void nothing_is_divided_by_what_no_sum_is_made_of(String divisor) {
        assertThat(compile("{properties: {a: {multipleOf: " + divisor + "}}}")).isEmpty();
        assertThat(findings.problems()).singleElement().asString().contains("multipleOf: from 1e-12 to 1e12");
    }

    @Test
    void doubts_about_parameters_follow_the_schema() {
        var schema = schema("""
                additionalProperties: false
                required: [a]
                properties: {a: {required: [b], properties: {b: {}, c: {}}}, d: {}}
                """);

        assertThat(schema.doubt(List.of("a"))).isEmpty();
        assertThat(schema.doubt(List.of("a", "b"))).isEmpty();
        assertThat(schema.doubt(List.of("a", "c")))
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("is optional"));
        assertThat(schema.doubt(List.of("d")))
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("is optional"));
        assertThat(schema.doubt(List.of("e")))
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("is not in its schema"));
    }

    @Test
    void actions_that_take_the_same_arguments_share_a_schema() {
        assertThat(schema("properties: {a: {type: string}}")).isSameAs(schema("properties:\n  a:\n    type: string\n"));
        assertThat(schema("properties: {a: {type: string}}")).isNotSameAs(schema("properties: {b: {type: string}}"));
    }

    @Test
    void what_is_wrong_with_a_schema_is_told_wherever_it_stands() {
        compile("properties: {a: {$ref: 'https://example.org/schema'}}");
        compile("\nproperties: {a: {$ref: 'https://example.org/schema'}}");

        assertThat(findings.problems()).extracting(Findings.Finding::line).containsExactly(1, 2);
    }

    private Optional<ParameterSchema> compile(String yaml) {
        var root = (Members)
                YamlStream.documents(yaml, findings, new FileMarkers()).getFirst();
        return schemas.compile(root, "action a: parameters");
    }

    private ParameterSchema schema(String yaml) {
        var schema = compile(yaml);
        assertThat(findings.problems()).isEmpty();
        return schema.orElseThrow();
    }

    private static List<String> violations(ParameterSchema schema, String parameters) {
        return schema.read(parameters) instanceof Reading.Rejected(List<String> violations) ? violations : List.of();
    }

    private static Map<String, Object> values(ParameterSchema schema, String parameters) {
        return schema.read(parameters) instanceof Reading.Accepted(Map<String, Object> values) ? values : Map.of();
    }
}
