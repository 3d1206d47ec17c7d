package io.countersign.wire;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Ed25519 signatures with one key. They follow from key and text alone (RFC 8032, section 5.1.6), so it does not
 * matter who computes them: a provider in the platform's own code, where one is on the class path and gives the same
 * signature, takes a quarter of the processor time; elsewhere it is Bouncy Castle. Safe for use by many threads.
 */
final class Ed25519 {

    private static final Logger LOG = LoggerFactory.getLogger(Ed25519.class);
    private static final String NATIVE = "AmazonCorrettoCryptoProvider";
    private static final byte[] PROBE = new byte[] {1};

    private final Ed25519PrivateKeyParameters key;
    private final @Nullable ThreadLocal<Signature> natively;

    Ed25519(Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.natively = natively(key);
    }

    /** True if the platform's own code signs. */
    boolean isNative() {
        return natively != null;
    }

    byte[] sign(byte[] text) {
        if (natively != null) {
            try {
                return sign(natively.get(), text);
            } catch (GeneralSecurityException e) {
                natively.remove();
                LOG.warn("a signature was made in Java, because the platform's own code failed", e);
            }
        }
        return portably(key, text);
    }

    private static byte[] portably(Ed25519PrivateKeyParameters key, byte[] text) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(text, 0, text.length);
        return signer.generateSignature();
    }

    /** A signature begins anew when it was made: the key stays. */
    private static byte[] sign(Signature signature, byte[] text) throws GeneralSecurityException {
        signature.update(text);
        return signature.sign();
    }

    private static @Nullable ThreadLocal<Signature> natively(Ed25519PrivateKeyParameters key) {
        var provider = provider().orElse(null);
        if (provider == null) {
            return null;
        }
        try {
            var same = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.getEncoded()));
            return Arrays.equals(sign(signature(provider, same), PROBE), portably(key, PROBE))
                    ? ThreadLocal.withInitial(() -> signature(provider, same))
                    : null;
        } catch (GeneralSecurityException | IllegalStateException | LinkageError e) {
            LOG.info("signatures are made in Java: the platform's own code does not work here", e);
            return null;
        }
    }

    /** Providers whose native library is for another platform fail when they are loaded. */
    private static Optional<Provider> provider() {
        try {
            return ServiceLoader.load(Provider.class, Ed25519.class.getClassLoader()).stream()
                    .filter(each -> each.type().getSimpleName().equals(NATIVE))
                    .map(ServiceLoader.Provider::get)
                    .filter(each -> each.getService("Signature", "EdDSA") != null)
                    .findFirst();
        } catch (ServiceConfigurationError | LinkageError e) {
            LOG.info("signatures are made in Java: the platform's own code cannot be loaded", e);
            return Optional.empty();
        }
    }

    private static Signature signature(Provider provider, PrivateKey key) {
        try {
            var signature = Signature.getInstance("EdDSA", provider);
            signature.initSign(key);
            return signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs", e);
        }
    }
}
