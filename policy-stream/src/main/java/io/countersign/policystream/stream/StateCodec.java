package io.countersign.policystream.stream;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.store.Codec;

/** The core's values as CBOR, for the stores. Instants and durations are whole milliseconds, as in the records. */
final class StateCodec {

    private static final ObjectMapper CBOR = CBORMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(IntentState.class, States.class)
            .addMixIn(Sums.Bucket.class, Compact.class)
            .build();

    private StateCodec() {}

    /** The bytes of one type of value. */
    static <T> Codec<T> of(Class<T> type) {
        return Codec.mapped(CBOR, type);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = IntentState.Deferred.class, name = "DEFERRED"),
        @JsonSubTypes.Type(value = IntentState.Held.class, name = "HELD"),
        @JsonSubTypes.Type(value = IntentState.Approved.class, name = "APPROVED"),
        @JsonSubTypes.Type(value = IntentState.Running.class, name = "RUNNING"),
        @JsonSubTypes.Type(value = IntentState.Retrying.class, name = "RETRYING"),
        @JsonSubTypes.Type(value = IntentState.Unknown.class, name = "UNKNOWN"),
        @JsonSubTypes.Type(value = IntentState.Dead.class, name = "DEAD"),
        @JsonSubTypes.Type(value = IntentState.Ended.class, name = "ENDED")
    })
    private interface States {}

    /** A sum has many buckets: their members need no names. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    private interface Compact {}
}
