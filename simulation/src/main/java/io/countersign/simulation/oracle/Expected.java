package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event should lead to, beside the state that it should leave. */
public final class Expected {

    private static final int MOST_PASSED_OVER = 8;

    private boolean changed;
    private @Nullable Answer answer;
    private final List<String> letters = new ArrayList<>();
    private final List<String> directives = new ArrayList<>();
    private final List<String> reached = new ArrayList<>();
    private boolean handedOver;
    private List<String> fallbacks = List.of();
    private boolean cached;
    private boolean fallback;
    private @Nullable String rescuedBy;
    private @Nullable String untold;
    private int passedOver;
    private boolean strayed;
    private boolean rearmed;
    private @Nullable Ask spawned;
    private @Nullable String answeredBy;
    private @Nullable String result;

    /**
     * The answer to a command.
     *
     * @param opensAt when trying again makes sense, in milliseconds since the epoch, if that is promised
     */
    public record Answer(
            boolean accepted,
            @Nullable String code,
            @Nullable Long opensAt) {}

    Expected change() {
        changed = true;
        return this;
    }

    Expected answer(boolean accepted, @Nullable String code) {
        return answer(accepted, code, null);
    }

    Expected answer(boolean accepted, @Nullable String code, @Nullable Long opensAt) {
        answer = new Answer(accepted, code, opensAt);
        return this;
    }

    Expected letter(String category) {
        letters.add(category);
        return this;
    }

    Expected direct(String instruction, int attempt) {
        return direct(instruction, attempt, null);
    }

    Expected direct(String instruction, int attempt, @Nullable String run) {
        directives.add(instruction + " " + attempt + " " + run);
        return this;
    }

    Expected handOver(List<String> models) {
        handedOver = true;
        fallbacks = models;
        return this;
    }

    Expected given(String by, String what) {
        answeredBy = by;
        result = what;
        return this;
    }

    /** What is prepared stands in for an answer that nobody could give. */
    Expected rescued(String by, String what) {
        rescuedBy = by;
        result = what;
        fallback = true;
        return this;
    }

    /** Whether this one stands in could not be told. */
    Expected untold(String answer) {
        untold = answer;
        return this;
    }

    /** What a report says of where its answer came from. */
    Expected told(Event.Report report) {
        boolean answers = report.status() == Event.Status.SUCCEEDED;
        cached = answers && report.cached();
        fallback = answers && report.fallback();
        passedOver = Math.min(report.passedOver(), MOST_PASSED_OVER + 1);
        return this;
    }

    /** That so many models were tried in vain is said again. */
    Expected passedOver(int models) {
        passedOver = models;
        return this;
    }

    Expected stray() {
        strayed = true;
        return this;
    }

    Expected rearm() {
        rearmed = true;
        return this;
    }

    Expected spawn(Ask successor) {
        spawned = successor;
        return this;
    }

    Expected reach(List<String> shares) {
        reached.addAll(shares);
        return this;
    }

    public List<String> reached() {
        return reached;
    }

    public boolean isChange() {
        return changed;
    }

    public @Nullable Answer answer() {
        return answer;
    }

    public List<String> letters() {
        return letters;
    }

    public List<String> directives() {
        return directives;
    }

    public boolean isHandedOver() {
        return handedOver;
    }

    /** The models that may answer in the place of the one that was asked for. */
    public List<String> fallbacks() {
        return fallbacks;
    }

    /** Whether the event says that the answer came from the cache. */
    public boolean isCached() {
        return cached;
    }

    /** Whether the event says that the answer is a fail-safe one. */
    public boolean isFallback() {
        return fallback;
    }

    /** The answer that stands in for a failure, if one does. */
    public @Nullable String rescuedBy() {
        return rescuedBy;
    }

    /** The answer of which the reasons tell that nobody knows whether it would stand in. */
    public @Nullable String untold() {
        return untold;
    }

    /** How many reasons tell of models that were tried in vain. */
    public int passedOver() {
        return passedOver;
    }

    public boolean isStrayed() {
        return strayed;
    }

    public boolean isRearmed() {
        return rearmed;
    }

    /** The prepared answer that is given, if one is. */
    public @Nullable String answeredBy() {
        return answeredBy;
    }

    /** The result that the content newly has. */
    public @Nullable String result() {
        return result;
    }

    public @Nullable Ask spawned() {
        return spawned;
    }
}
