package io.countersign.stack.process;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;

/** What an address answers. */
public final class HttpProbe {

    private static final int NONE = -1;

    private static final int LIMIT_MILLIS = 2_000;

    private HttpProbe() {}

    /** Whether it answers 200. Asks once; whatever goes wrong means no. */
    public static boolean succeeds(URI address) {
        return status(address) == HttpURLConnection.HTTP_OK;
    }

    /** Asks once for the status; one that is no status if there is none, for whatever reason. */
    public static int status(URI address) {
        try {
            return ask(address);
        } catch (IOException e) {
            return NONE;
        }
    }

    /** Whether nobody takes connections there: one who takes long to answer may only be short of time. */
    public static boolean refuses(URI address) {
        try {
            ask(address);
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    private static int ask(URI address) throws IOException {
        // Not java.net.http, whose client keeps a selector thread for as long as it lives.
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
