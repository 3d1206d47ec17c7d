package io.countersign.chaos.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against doors that say what they are told to. */
final class RawHttpTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /** How a door ends what it says. */
    private enum End {
        CLOSES,
        RESETS,
        IS_SILENT
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK + "Content-Length: 5\r\n\r\nhello",
                OK + "content-length:5\r\n\r\nhello and more",
                OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n005\r\nhello\r\n0\r\nAfter: wards\r\n\r\n"
            })
    void an_answer_ends_where_its_head_says_also_on_a_connection_that_stays_open(String answer) throws Exception {
        assertThat(reply(answer, End.IS_SILENT, LONG))
                .returns(200, Reply::status)
                .returns("hello", Reply::body)
                .returns(true, Reply::whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 204, 304})
    void some_answers_are_a_head_alone(int status) throws Exception {
        assertThat(reply("HTTP/1.1 " + status + " So\r\nContent-Type: none\r\n\r\n", End.IS_SILENT, LONG))
                .returns(status, Reply::status)
                .returns("none", reply -> reply.header("content-type"))
                .returns("", Reply::body)
                .returns(true, Reply::whole);
    }

    @Test
    void an_answer_that_announces_no_end_is_whole_when_its_connection_is_closed() throws Exception {
        assertThat(reply(OK + "\r\nhello", End.CLOSES, LONG))
                .returns("hello", Reply::body)
                .returns(true, Reply::whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK + "Content-Length: 6\r\n\r\nhello",
                OK + "Transfer-Encoding: chunked\r\n\r\n6\r\nhello",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nand so on\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n"
            })
    void what_is_closed_before_the_end_that_was_announced_is_not_whole(String answer) throws Exception {
        assertThat(reply(answer, End.CLOSES, LONG))
                .returns(200, Reply::status)
                .returns("hello", Reply::body)
                .returns(false, Reply::whole);
    }

    @Test
    void what_is_reset_is_not_whole_whether_it_announced_an_end_or_not() throws Exception {
        assertThat(reply(OK + "Content-Length: 6\r\n\r\nhello", End.RESETS, LONG))
                .returns(200, Reply::status)
                .returns(false, Reply::whole);
        assertThat(reply(OK + "\r\nhello", End.RESETS, LONG))
                .returns(200, Reply::status)
                .returns(false, Reply::whole);
    }

    @Test
    void silence_before_the_end_is_not_whole() throws Exception {
        assertThat(reply(OK + "Content-Length: 6\r\n\r\nhello", End.IS_SILENT, SHORT))
                .returns("hello", Reply::body)
                .returns(false, Reply::whole);
        assertThat(reply(OK + "\r\nhello", End.IS_SILENT, SHORT))
                .returns("hello", Reply::body)
                .returns(false, Reply::whole);
    }

    @Test
    void a_stream_is_left_when_it_has_been_silent_for_a_while() throws Exception {
        var stream = OK + "Content-Type: text/event-stream\r\n\r\ndata: x\n\n";

        assertThat(reply(stream, End.IS_SILENT, LONG))
                .returns("data: x\n\n", Reply::body)
                .returns(false, Reply::whole);
    }

    @Test
    void without_a_head_it_is_no_answer_and_is_told_apart_from_one_that_did_not_come_in_time() throws Exception {
        assertThat(reply("", End.CLOSES, LONG)).returns(0, Reply::status).returns(true, Reply::whole);
        assertThat(reply("", End.RESETS, LONG)).returns(0, Reply::status).returns(true, Reply::whole);
        assertThat(reply("HTTP/1.1 200 O", End.CLOSES, LONG))
                .returns(0, Reply::status)
                .returns("HTTP/1.1 200 O", Reply::body);
        assertThat(reply("", End.IS_SILENT, SHORT)).returns(0, Reply::status).returns(false, Reply::whole);
    }

    private static Reply reply(String answer, End end, Duration within) throws Exception {
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            door.setSoTimeout((int) LONG.toMillis());
            var heard = new CountDownLatch(1);
            var answering = threads.submit(answering(door, answer, end, heard));
            try {
                var url = URI.create("http://127.0.0.1:" + door.getLocalPort());
                return new RawHttp(within).send(url, Ask.get("/"));
            } finally {
                heard.countDown();
                answering.get();
            }
        }
    }

    private static Callable<Void> answering(ServerSocket door, String answer, End end, CountDownLatch heard) {
        return () -> {
            try (var caller = door.accept()) {
                readRequest(caller);
                caller.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                caller.getOutputStream().flush();
                switch (end) {
                    case CLOSES -> {}
                    case RESETS -> caller.setSoLinger(true, 0);
                    case IS_SILENT -> heard.await();
                }
            }
            return null;
        };
    }

    /** What is closed with something unread is reset. */
    private static void readRequest(Socket caller) throws IOException {
        var request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) {
            request.append((char) caller.getInputStream().read());
        }
    }
}
