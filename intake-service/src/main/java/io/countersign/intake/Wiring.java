package io.countersign.intake;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import io.countersign.contract.Owner;
import io.countersign.door.admission.CallerLimits;
import io.countersign.door.admission.Rate;
import io.countersign.intake.channel.Feeds;
import io.countersign.intake.channel.History;
import io.countersign.intake.mcp.Origins;
import io.countersign.intake.submission.CallReader;
import io.countersign.intake.submission.ChatReader;
import io.countersign.intake.submission.Commands;
import io.countersign.intake.submission.MessageReader;
import io.countersign.intake.submission.SubmissionReader;
import io.countersign.intake.waiting.CallsUnderWay;
import io.countersign.intake.waiting.Changes;
import io.countersign.intake.waiting.Decisions;
import io.countersign.intake.waiting.Drain;
import io.countersign.intake.waiting.Handover;
import io.countersign.intake.waiting.PromisedVersions;
import io.countersign.intake.waiting.WaitingRoom;
import io.countersign.submission.SubmissionRules;
import io.countersign.submission.TokenCounter;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongFunction;

/** Makes the plain parts of the service. */
final class Wiring {

    @Produces
    @Singleton
    WireFormat wireFormat(IntakeConfig config) {
        return WireFormat.of(config.registry());
    }

    void close(@Disposes WireFormat wireFormat) {
        wireFormat.close();
    }

    /** Special tokens in a text are text: they are counted by their letters. Its vocabulary takes a while to load. */
    @Produces
    @Singleton
    @Startup
    TokenCounter tokenCounter() {
        var encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
        return encoding::countTokensOrdinary;
    }

    @Produces
    @Singleton
    SubmissionReader submissionReader(TokenCounter tokens) {
        return new SubmissionReader(new SubmissionRules(tokens));
    }

    @Produces
    @Singleton
    MessageReader messageReader(SubmissionReader submissions) {
        return new MessageReader(submissions);
    }

    @Produces
    @Singleton
    ChatReader chatReader(SubmissionReader submissions) {
        return new ChatReader(submissions);
    }

    @Produces
    @Singleton
    CallReader callReader(SubmissionReader submissions) {
        return new CallReader(submissions);
    }

    @Produces
    @Singleton
    CallsUnderWay callsUnderWay() {
        return new CallsUnderWay();
    }

    @Produces
    @Singleton
    Origins origins(IntakeConfig config) {
        return new Origins(config.origins().orElse(Set.of()));
    }

    @Produces
    @Singleton
    Decisions decisions(MeterRegistry meters) {
        return new Decisions(Timer.builder("countersign.intake.decision")
                .description("From handing a command over to the broker's decision")
                .publishPercentileHistogram()
                .register(meters)::record);
    }

    @Produces
    @Singleton
    Drain drain(IntakeConfig config) {
        return new Drain(config.drain());
    }

    @Produces
    @Singleton
    Changes changes() {
        return new Changes();
    }

    @Produces
    @Singleton
    Feeds feeds(History history, IntakeConfig config) {
        return new Feeds(owner -> Owner.partitionOf(owner, config.partitions()), history);
    }

    @Produces
    @Singleton
    PromisedVersions promisedVersions() {
        return new PromisedVersions();
    }

    @Produces
    @Singleton
    WaitingRoom waitingRoom(IntakeConfig config) {
        var limits = config.limits();
        return new WaitingRoom(
                limits.enabled()
                        ? new WaitingRoom.Seats(config.waiting(), limits.userWaiting(), limits.tenantWaiting())
                        : WaitingRoom.Seats.ofAnybody(config.waiting()));
    }

    @Produces
    @Singleton
    CallerLimits callerLimits(IntakeConfig config) {
        return new CallerLimits(rates(config.limits()), config.limits().remembered(), System::nanoTime);
    }

    /** None are limited if limits are off. */
    static CallerLimits.Rates rates(LimitsConfig config) {
        LongFunction<Rate> rate = perSecond -> new Rate(config.enabled() ? perSecond : 0, config.burst());
        return new CallerLimits.Rates(
                rate.apply(config.userRequests()),
                rate.apply(config.userBytes().asLongValue()),
                rate.apply(config.tenantRequests()),
                rate.apply(config.tenantBytes().asLongValue()));
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    Handover handover(
            Commands commands,
            Decisions decisions,
            Changes changes,
            WaitingRoom room,
            Drain drain,
            IntakeConfig config) {
        return new Handover(commands, decisions, changes, room, drain.lastCall(), config.decisionWithin());
    }
}
