package io.countersign.chaos.doors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is written, whatever HTTP says of it: nothing of it is checked or encoded.
 *
 * @param target what stands between the method and the version
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
public record Ask(String method, String target, List<Header> headers, byte @Nullable [] body) {

    public Ask {
        headers = List.copyOf(headers);
    }

    /** One line of the head. */
    public record Header(String name, String value) {}

    public static Ask get(String target) {
        return new Ask("GET", target, List.of(), null);
    }

    public static Ask delete(String target) {
        return new Ask("DELETE", target, List.of(), null);
    }

    /** With a body that is of that media type, or is said to be. */
    public static Ask of(String method, String target, String type, byte[] body) {
        return new Ask(method, target, List.of(new Header("Content-Type", type)), body);
    }

    public static Ask of(String method, String target, String type, String body) {
        return of(method, target, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** With a body of JSON, or of what is said to be JSON. */
    public static Ask post(String target, byte[] body) {
        return of("POST", target, "application/json", body);
    }

    public static Ask post(String target, String body) {
        return post(target, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with another header; one of that name is replaced. */
    public Ask with(String name, String value) {
        var more = new ArrayList<Header>();
        headers.stream().filter(header -> !header.name().equalsIgnoreCase(name)).forEach(more::add);
        more.add(new Header(name, value));
        return new Ask(method, target, more, body);
    }

    /** The same with a bearer token. */
    public Ask by(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same, of whoever takes this. */
    public Ask accepting(String type) {
        return with("Accept", type);
    }

    /** What it is called in the list of calls: method and target. */
    @Override
    public String toString() {
        return method + " " + target;
    }

    byte[] bytes(String host) {
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        if (headers.stream().noneMatch(header -> header.name().equals("Upgrade"))) {
            head.append("Connection: close\r\n");
        }
        headers.forEach(header ->
                head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (body != null) {
            bytes.writeBytes(body);
        }
        return bytes.toByteArray();
    }
}
