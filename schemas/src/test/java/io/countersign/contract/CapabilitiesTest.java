package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static final byte[] NONCE = HexFormat.of().parseHex("00".repeat(31) + "01");

    /** Computed with {@code openssl dgst -sha256 -mac HMAC -macopt hexkey:...}. */
    @Test
    void they_are_hmacs_under_the_nonce() {
        assertThat(Capabilities.lease(NONCE, 1)).isEqualTo("d3594df1-94df-d9ab-9c07-645fc7b4fe7f");
        assertThat(Capabilities.probe(NONCE, 1)).isEqualTo("4f6d1725-e3f2-5cc3-cd71-a3dd4e6ea9e5");
        assertThat(HexFormat.of().formatHex(Capabilities.salt(NONCE)))
                .isEqualTo("123504302ebf1946c7cff703cbe5b96a84b38dfb733dc8d3af226c46b3a5ca2e");
        assertThat(HexFormat.of().formatHex(Capabilities.derivedNonce(NONCE, "review-1")))
                .isEqualTo("780de3d7c5eb2cfb1a078f528cdb24cfe927b0e5492a921c3aede0d6544524ba");
    }

    @Test
    void every_attempt_and_every_nonce_has_a_lease_of_its_own() {
        assertThat(Capabilities.lease(NONCE, 1))
                .isNotEqualTo(Capabilities.lease(NONCE, 2))
                .isNotEqualTo(Capabilities.lease(new byte[32], 1));
        assertThat(IntentIds.isValid(Capabilities.lease(NONCE, 1))).isTrue();
    }

    @Test
    void a_nonce_that_somebody_left_empty_stops_nothing() {
        assertThat(Capabilities.lease(new byte[0], 1)).isEqualTo(Capabilities.lease(new byte[1], 1));
    }
}
