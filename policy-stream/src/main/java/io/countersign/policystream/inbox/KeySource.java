package io.countersign.policystream.inbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jose4j.http.Get;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** Where the issuer's JWK set is to be had. */
@FunctionalInterface
public interface KeySource {

    /** The keys as they are now. Whatever keeps them from being had, none included, is an exception. */
    List<JsonWebKey> fetch() throws IOException, JoseException;

    /** A URL, or a file. */
    static KeySource at(String location) {
        if (location.startsWith("http://") || location.startsWith("https://")) {
            var get = new Get();
            get.setConnectTimeout(2_000);
            get.setReadTimeout(5_000);
            get.setRetries(0);
            return () -> keys(get.get(location).getBody());
        }
        var file = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        return () -> keys(Files.readString(file));
    }

    private static List<JsonWebKey> keys(String json) throws JoseException {
        var keys = new JsonWebKeySet(json).getJsonWebKeys();
        if (keys.isEmpty()) {
            throw new JoseException("the set has no key that is of use");
        }
        return List.copyOf(keys);
    }
}
