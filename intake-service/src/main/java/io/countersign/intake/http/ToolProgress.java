package io.countersign.intake.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.intake.channel.AnswerNarration;
import io.countersign.intake.mcp.Speech;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells a client that its call goes on: when nothing has come for a while, and at most once a second while pieces come. */
final class ToolProgress implements AnswerNarration.Reader {
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

    private final RpcEvents events;
    private final @Nullable JsonNode token;
    private long told;
    private long pieces;
    private long since = System.nanoTime();

    /** @param token names the progress; null if none is to be told */
    ToolProgress(RpcEvents events, @Nullable JsonNode token) {
        this.events = events;
        this.token = token;
    }

    @Override
    public void piece(String data) throws IOException {
        pieces++;
        if (System.nanoTime() - since >= AT_MOST_EVERY.toNanos()) {
            tell();
        }
    }

    @Override
    public void restart() {
        pieces = 0;
    }

    @Override
    public void gone() {}

    @Override
    public void alive() throws IOException {
        if (token == null) {
            events.alive();
        } else {
            tell();
        }
    }

    @Override
    public boolean wantsPieces() {
        return token != null;
    }

    private void tell() throws IOException {
        if (token != null) {
            events.say(Speech.progress(token, ++told, pieces == 0 ? "it goes on" : pieces + " pieces of its answer"));
            since = System.nanoTime();
        }
    }
}
