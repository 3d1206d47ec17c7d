package io.countersign.intake.door;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A channel by its bytes, for what no client library sends. */
final class RawChannel implements AutoCloseable {
    private static final int FINAL_TEXT = 0x81;
    private static final int CLOSE = 0x88;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private RawChannel(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    static RawChannel open(URI address, String token) throws IOException {
        var socket = new Socket("127.0.0.1", address.getPort());
        socket.setSoTimeout(20_000);
        var channel = new RawChannel(socket);
        channel.out.write(
                ("GET /v1/channel HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                + "Authorization: Bearer " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) channel.in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(head.toString());
        }
        return channel;
    }

    void sayText(byte[] payload) throws IOException {
        say(FINAL_TEXT, payload);
    }

    /**
     * One frame, masked by zeros.
     *
     * @param first its first byte: whether it is the last of its message, and its opcode
     */
    void say(int first, byte[] payload) throws IOException {
        out.writeByte(first);
        if (payload.length < 126) {
            out.writeByte(0x80 | payload.length);
        } else {
            out.writeByte(0x80 | 127);
            out.writeLong(payload.length);
        }
        out.writeInt(0);
        try {
            out.write(payload);
            out.flush();
        } catch (IOException refused) {
            // the server need not read what it refuses
        }
    }

    /** The code with which the server closes it; what it says before that is passed over. */
    int closing() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            var payload = in.readNBytes(length());
            if (first == CLOSE) {
                return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
            }
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte();
        return length < 126 ? length : length == 126 ? in.readUnsignedShort() : Math.toIntExact(in.readLong());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
