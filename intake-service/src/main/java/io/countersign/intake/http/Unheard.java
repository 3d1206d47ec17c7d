package io.countersign.intake.http;

import io.countersign.intake.channel.AnswerNarration;

/** Wants no pieces: only what comes in the end. */
enum Unheard implements AnswerNarration.Reader {
    READER;

    @Override
    public void piece(String data) {}

    @Override
    public void restart() {}

    @Override
    public void gone() {}

    @Override
    public void alive() {}

    @Override
    public boolean wantsPieces() {
        return false;
    }
}
