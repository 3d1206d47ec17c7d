package io.countersign.intake.http;

import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import io.countersign.door.CurrentCaller;
import io.countersign.door.ProblemAnswers;
import io.countersign.door.admission.BodyLength;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Asks every request that needs a token, behind the look at it and before its body is read, whether its caller may bring it
 * now. A body that does not say its length is counted while it is read.
 */
@Singleton
public final class CallerFilter {
    private final CurrentCaller callers;
    private final CurrentVertxRequest current;

    /** What it needs is made with the first request: filters are made before settings are read. */
    private final Instance<CallerAdmission> admission;

    private final ProblemAnswers problems;

    CallerFilter(
            CurrentCaller callers,
            CurrentVertxRequest current,
            Instance<CallerAdmission> admission,
            ProblemAnswers problems) {
        this.callers = callers;
        this.current = current;
        this.admission = admission;
        this.problems = problems;
    }

    /** The refusal; empty if the request goes on. */
    @ServerRequestFilter
    public Optional<Response> admit(ContainerRequestContext request, ResourceInfo called) {
        if (isOpen(called)) {
            return Optional.empty();
        }
        var caller = callers.identify().owner();
        return admission
                .get()
                .objection(caller, announced(request, caller), current.getCurrent())
                .map(problems::answer);
    }

    /** In bytes. Of a body that does not say its length one is asked for, which is refused to whoever owes some already. */
    private long announced(ContainerRequestContext request, Owner caller) {
        var length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        boolean unsaid = BodyLength.isUnsaid(
                request.getMethod(),
                current.getCurrent().request().version() == HttpVersion.HTTP_2,
                length,
                request.getHeaderString("Transfer-Encoding"));
        if (unsaid) {
            request.setEntityStream(new Counted(request.getEntityStream(), caller));
            return 1;
        }
        return length(length);
    }

    /** Whether nobody has to say who calls. */
    private static boolean isOpen(ResourceInfo called) {
        return called.getResourceMethod().isAnnotationPresent(PermitAll.class)
                || called.getResourceClass().isAnnotationPresent(PermitAll.class);
    }

    /** No more than is read of any body. */
    private static long length(@Nullable String said) {
        try {
            return said == null ? 0 : Math.clamp(Long.parseLong(said.strip()), 0L, Limits.BUNDLE_BYTES);
        } catch (NumberFormatException noLength) {
            return 0;
        }
    }

    /** Charges what is read of it. */
    private final class Counted extends FilterInputStream {
        private final Owner caller;

        private Counted(InputStream body, Owner caller) {
            super(body);
            this.caller = caller;
        }

        @Override
        public int read() throws IOException {
            var next = super.read();
            if (next >= 0) {
                admission.get().charge(caller, 1);
            }
            return next;
        }

        @Override
        public long skip(long most) throws IOException {
            var skipped = super.skip(most);
            if (skipped > 0) {
                admission.get().charge(caller, skipped);
            }
            return skipped;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            var count = super.read(into, from, most);
            if (count > 0) {
                admission.get().charge(caller, count);
            }
            return count;
        }
    }
}
