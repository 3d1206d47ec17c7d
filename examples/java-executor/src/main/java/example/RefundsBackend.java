package example;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Permit;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * A backend that makes refunds ({@code POST /refunds}), answers for those that it made ({@code GET /refunds/<key>}), says
 * whether it is up ({@code GET /health}), and bears eight calls at a time.
 */
final class RefundsBackend implements ActionHandler {

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private final HttpClient client = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Semaphore places = new Semaphore(8);
    private final URI url;

    RefundsBackend(URI url) {
        this.url = url;
    }

    /** While the backend is down nothing begins: no attempt is burned, and other actions go on. */
    @Override
    public Permit admit(ApprovedAction action) throws InterruptedException {
        places.acquire();
        try {
            while (!isUp()) {
                Thread.sleep(ASK_AGAIN);
            }
        } catch (InterruptedException e) {
            places.release();
            throw e;
        }
        return places::release;
    }

    /** What the answer says of the effect, and nothing that it does not say. */
    @Override
    public Result run(ApprovedAction action, Attempt attempt) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/refunds"))
                .timeout(action.timeout())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", action.idempotencyKey())
                .POST(BodyPublishers.ofString(action.parameters()))
                .build();
        HttpResponse<String> answer;
        try {
            answer = client.send(request, BodyHandlers.ofString());
        } catch (ConnectException | HttpConnectTimeoutException neverConnected) {
            // Certain: no byte of the request was written. (This client sends a GET a second time by itself, a POST never.)
            return Result.withoutEffect("BACKEND_AWAY", "the backend cannot be reached");
        }
        return switch (answer.statusCode()) {
            case 200, 201 -> Result.succeeded(answer.body());
            case 400, 409, 422 -> Result.failed("REFUSED", "the backend answers " + answer.statusCode());
            // No word of a missing effect: whoever stands before the backend may have said so after passing the request on.
            case 429, 503 -> Result.failedRetryable("BUSY", "the backend answers " + answer.statusCode(), null);
            default -> Result.unknown("BACKEND_BROKEN", "the backend answers " + answer.statusCode());
        };
    }

    /** The backend remembers every key; one that it does not know may still be on its way, so that is no denial. */
    @Override
    public Optional<Result> probe(ProbedAction action) throws IOException, InterruptedException {
        var answer = get("/refunds/" + action.idempotencyKey());
        return Optional.of(
                answer.statusCode() == 200
                        ? Result.succeeded(answer.body())
                        : Result.unknown("NOT_FOUND", "the backend answers " + answer.statusCode()));
    }

    private boolean isUp() throws InterruptedException {
        try {
            return get("/health").statusCode() == 200;
        } catch (IOException away) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
