package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.chaos.TopicReader;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Sha256;
import io.countersign.contract.Topics;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Ports;
import io.countersign.stack.Service;
import io.countersign.stack.ServiceProcess;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.stack.policy.BundleFiles;
import io.countersign.stack.policy.PolicyClient;
import io.countersign.stack.policy.PolicyClient.InForce;
import io.countersign.stack.policy.Push;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.OnQuota;
import io.countersign.wire.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two instances of policy-stream share the partitions; callers need not know which has theirs. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Products.OWN)
final class TwoInstancesIT {

    /** Enough that every partition has some. */
    private static final List<Owner> OWNERS = IntStream.range(0, 12)
            .mapToObj(number -> new Owner("acme", "user-" + number))
            .toList();

    private static final Duration SOON = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final LocalStack stack = LocalStack.forTests();
    private final WireFormat wire = WireFormat.of(stack.registry().url());
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.broker().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final ServiceProcess first;
    private final ServiceProcess second;

    TwoInstancesIT() {
        stack.provision();
        first = stack.service(Service.POLICY_STREAM, Map.of());
        int port = Ports.oneFree();
        second = stack.instance(
                Service.POLICY_STREAM, "policy-stream-2", port, Map.of("COUNTERSIGN_ADVERTISED", "127.0.0.1:" + port));
    }

    @BeforeEach
    void start() {
        first.start();
        var bundle = bundle();
        await().atMost(SOON).until(() -> policy(first).push(bundle) instanceof Push.InForce);
        second.start();
        await().atMost(SOON).until(() -> hasSome(first) && hasSome(second));
    }

    @AfterEach
    void end() {
        producer.close();
        wire.close();
        http.close();
        stack.close();
    }

    @Test
    void every_owner_is_found_through_either_instance_a_policy_counts_on_both_and_one_takes_over_from_the_other()
            throws Exception {
        var intents = submit();
        await().atMost(SOON).untilAsserted(() -> assertAllAreDecided(first, intents));
        await().atMost(SOON).untilAsserted(() -> assertAllAreDecided(second, intents));

        var next = new BundleFiles(bundle().directory(), bundle().stream() + "# and nothing else\n");
        assertThat(policy(second).push(next)).isInstanceOf(Push.InForce.class);
        var judged = submit();
        assertThat(policy(first).inForce()).map(InForce::yaml).contains(next.stream());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(policiesOf(judged)).hasSize(OWNERS.size()).containsOnly(Sha256.hex(next.stream())));

        second.kill();
        intents.putAll(submit());

        await().atMost(SOON).untilAsserted(() -> assertAllAreDecided(first, intents));
    }

    private void assertAllAreDecided(ServiceProcess instance, Map<Owner, String> intents) throws Exception {
        for (var intent : intents.entrySet()) {
            var answer = send(request(instance, intent.getKey(), intent.getValue()));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).containsAnyOf("\"state\":\"APPROVED\"", "\"state\":\"RETRYING\"");
        }
    }

    /** One intent of every owner. */
    private Map<Owner, String> submit() throws Exception {
        var ids = new LinkedHashMap<Owner, String>();
        for (var owner : OWNERS) {
            var id = IntentIds.random();
            var intent = Intent.newBuilder()
                    .setId(id)
                    .setTenant(owner.tenant())
                    .setUser(owner.user())
                    .setAgent("worker")
                    .setAction("work.once")
                    .setParameters("{}")
                    .setRoles(List.of())
                    .setOnQuota(OnQuota.REJECT)
                    .setNonce(ByteBuffer.wrap(new byte[32]))
                    .setSubmittedAt(Instant.now())
                    .build();
            producer.send(new ProducerRecord<>(
                            Topics.SUBMITTED,
                            owner.key().getBytes(StandardCharsets.UTF_8),
                            wire.encode(Topics.SUBMITTED, intent)))
                    .get();
            ids.put(owner, id);
        }
        return ids;
    }

    /** True if the instance answers about some owner itself: what was passed on to it, it does not pass on. */
    private boolean hasSome(ServiceProcess instance) throws Exception {
        for (var owner : OWNERS) {
            var passedOn = request(instance, owner, IntentIds.random()).header("Countersign-Passed-On", "true");
            if (send(passedOn).statusCode() == 404) {
                return true;
            }
        }
        return false;
    }

    private HttpRequest.Builder request(ServiceProcess instance, Owner owner, String id) {
        var token = stack.identity().token(new TokenRequest(owner.tenant(), owner.user(), "worker", null, Set.of()));
        return HttpRequest.newBuilder(URI.create(instance.url() + "/v1/intents/" + id))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private List<String> policiesOf(Map<Owner, String> intents) {
        try (var log = new TopicReader(
                stack.broker().bootstrapServers(), stack.registry().url())) {
            return log.all(Topics.EVENTS, IntentEvent.class).stream()
                    .filter(event -> intents.containsValue(event.getIntentId()))
                    .map(IntentEvent::getPolicyVersion)
                    .toList();
        }
    }

    private PolicyClient policy(ServiceProcess instance) {
        return new PolicyClient(
                instance.url(), stack.identity().token(TokenRequest.person("acme", "ops", "countersign-policy")));
    }

    private static BundleFiles bundle() {
        return BundleFiles.read(Path.of("src/test/resources/policy"));
    }
}
