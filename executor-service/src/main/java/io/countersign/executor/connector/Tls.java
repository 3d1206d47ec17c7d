package io.countersign.executor.connector;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom a route believes, and who it says that it is: files in PEM, read once.
 *
 * @param trust certificates to believe instead of the JDK's
 * @param certificate our own, with those that vouch for it
 * @param key its private key, PKCS #8 without a passphrase
 */
public record Tls(
        @Nullable Path trust,
        @Nullable Path certificate,
        @Nullable Path key) {

    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final char[] NO_PASSWORD = new char[0];

    public Tls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("certificate and key go together");
        }
    }

    /** The context that {@code tls} among these settings describes. */
    public static Optional<SSLContext> of(Fields settings) {
        return settings.fields("tls").map(tls -> {
            var files = settings.parsed(
                    "tls", tls, each -> new Tls(file(each, "trust"), file(each, "certificate"), file(each, "key")));
            tls.nothingElse();
            return settings.parsed("tls", files, Tls::context);
        });
    }

    private static @Nullable Path file(Fields tls, String name) {
        return tls.optionalText(name).map(Path::of).orElse(null);
    }

    /** The context of connections; what a file lacks is an {@link IllegalArgumentException} that names it. */
    SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    key == null || certificate == null
                            ? null
                            : ours(certificate, key).getKeyManagers(),
                    trust == null ? null : believed(trust).getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("certificates and key do not fit together", e);
        }
    }

    private static TrustManagerFactory believed(Path file) throws GeneralSecurityException, IOException {
        var store = empty();
        for (var certificate : certificates(file)) {
            store.setCertificateEntry("trusted-" + store.size(), certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    private static KeyManagerFactory ours(Path certificate, Path key) throws GeneralSecurityException, IOException {
        var chain = certificates(certificate);
        var algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        var store = empty();
        store.setKeyEntry("own", privateKey(key, algorithm), NO_PASSWORD, chain.toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        return keys;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static List<Certificate> certificates(Path file) throws GeneralSecurityException {
        try (var pem = new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8))) {
            var certificates = List.<Certificate>copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(pem));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("the file " + file + " has no certificate");
            }
            return certificates;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the file " + file + " has no certificates in PEM", e);
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) throws GeneralSecurityException {
        var pem = KEY.matcher(text(file));
        if (!pem.find()) {
            throw new IllegalArgumentException(
                    "the file " + file + " has no private key in PEM (PKCS #8, not encrypted)");
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("the key in " + file + " is not that of the certificate", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " cannot be read", e);
        }
    }
}
