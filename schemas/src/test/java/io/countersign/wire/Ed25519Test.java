package io.countersign.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;

/** Whoever computes a signature, it is the one that RFC 8032 says. */
class Ed25519Test {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void gives_the_signatures_of_the_rfc() {
        // RFC 8032, section 7.1: tests 1 and 3
        assertThat(signed("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""))
                .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        assertThat(signed("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"))
                .isEqualTo("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
                        + "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    }

    @Test
    void the_platforms_code_and_java_agree_from_many_threads() throws Exception {
        var key = new Ed25519PrivateKeyParameters(bytes(1, 32));
        var signing = new Ed25519(key);
        assumeThat(signing.isNative()).as("the platform's own code is there").isTrue();

        try (var threads = Executors.newFixedThreadPool(4)) {
            var same = threads.invokeAll(IntStream.range(0, 400)
                    .<Callable<Boolean>>mapToObj(seed -> () -> {
                        var text = bytes(seed, seed * 3);
                        return HEX.formatHex(signing.sign(text)).equals(HEX.formatHex(byJava(key, text)));
                    })
                    .toList());
            for (var each : same) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    private static String signed(String key, String text) {
        var seed = new Ed25519PrivateKeyParameters(HEX.parseHex(key));
        return HEX.formatHex(new Ed25519(seed).sign(HEX.parseHex(text)));
    }

    private static byte[] byJava(Ed25519PrivateKeyParameters key, byte[] text) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(text, 0, text.length);
        return signer.generateSignature();
    }

    private static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
