package io.countersign.benchmarks.bare;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts a body on a topic as it is, and answers {@code 202} when the broker has acknowledged it. Whoever it comes from. */
@Singleton
@Path("/bare")
public final class BareDoor {

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    BareDoor(
            @ConfigProperty(name = "bare-door.kafka") String kafka,
            @ConfigProperty(name = "bare-door.topic") String topic) {
        this.topic = topic;
        // As the door's own: see its application.properties.
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** One record for each body. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response post(byte[] body) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, body)).get();
        return Response.accepted().build();
    }

    @PreDestroy
    void close() {
        producer.close();
    }
}
