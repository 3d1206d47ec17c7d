package io.countersign.policystream.http;

import io.countersign.contract.FreezeScope;
import io.countersign.policystream.http.FreezeResource.RunningJson;
import io.countersign.policystream.view.Answer;
import io.countersign.policystream.view.RunningIntent;
import io.countersign.policystream.view.Views;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has begun and not ended, on the partitions of all instances. */
@Singleton
final class RunningEverywhere {

    private static final Logger LOG = LoggerFactory.getLogger(RunningEverywhere.class);

    private final Views views;
    private final OtherInstances others;

    RunningEverywhere(Views views, OtherInstances others) {
        this.views = views;
        this.others = others;
    }

    /** On the partitions of this instance; empty if it cannot be told. */
    Optional<RunningJson> here() throws InterruptedException {
        return views.running() instanceof Answer.Found<List<RunningIntent>>(var running)
                ? Optional.of(new RunningJson(running))
                : Optional.empty();
    }

    /** In a freeze's scope, everywhere; empty if it cannot be told. */
    Optional<List<RunningIntent>> in(String scope) throws InterruptedException {
        var here = here();
        if (here.isEmpty()) {
            return Optional.empty();
        }
        var all = new ArrayList<>(here.get().running());
        for (var instance : views.others()) {
            try {
                all.addAll(others.read(instance, FreezeResource.HERE, RunningJson.class)
                        .running());
            } catch (IOException e) {
                LOG.warn("another instance does not tell what runs instance={} why={}", instance, e.toString());
                return Optional.empty();
            }
        }
        return Optional.of(all.stream()
                .filter(intent -> FreezeScope.covers(scope, intent.tenant(), intent.action()))
                .toList());
    }
}
