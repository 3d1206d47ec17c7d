package io.countersign.policystream.stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.countersign.policystream.store.Codec;

/** Balances as CBOR, for the store. */
final class StateCodec {

    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StateCodec() {}

    /** The bytes of one type of value. */
    static <T> Codec<T> of(Class<T> type) {
        return Codec.mapped(CBOR, type);
    }
}
