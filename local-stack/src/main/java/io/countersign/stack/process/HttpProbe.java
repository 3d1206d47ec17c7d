package io.countersign.stack.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Whether an address answers 200. */
public final class HttpProbe {

    private static final int LIMIT_MILLIS = 2_000;

    private HttpProbe() {}

    /** Asks once; whatever goes wrong means no. */
    public static boolean succeeds(URI address) {
        try {
            // Not java.net.http, whose client keeps a selector thread for as long as it lives.
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
