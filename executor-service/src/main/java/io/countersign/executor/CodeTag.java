package io.countersign.executor;

import io.countersign.contract.Code;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a meter says of a failure's code. Backends and other connectors choose codes as they like; meters are bounded. */
final class CodeTag {

    /** Every code that is not ours. */
    static final String OTHER = "OTHER";

    private static final Pattern HTTP = Pattern.compile("HTTP_[1-5][0-9]{2}");

    /** Of a database's state the class is the standard's; the rest is whatever a function raises. */
    private static final Pattern SQL = Pattern.compile("(SQL_[0-9A-Z]{2})[0-9A-Z]{3}");

    private static final Set<String> OURS = Stream.concat(
                    Arrays.stream(Code.values()).map(Code::name),
                    Stream.of(
                            // of the protocol
                            "EXCEPTION",
                            "EXECUTOR_CLOSED",
                            "LEASE_OVER",
                            "NOT_ACKNOWLEDGED",
                            "NO_GO_AHEAD",
                            "NO_APPEND_TIME",
                            "START_BY_PASSED",
                            "START_REFUSED",
                            "STILL_RUNNING",
                            "TIMEOUT",
                            "WRONG_PARTITION",
                            // of all connectors
                            "CONNECTION_LOST",
                            "NOT_CONNECTED",
                            "NO_EFFECT",
                            "PROBE_FAILED",
                            "SECRET_UNAVAILABLE",
                            "UNUSABLE_PARAMETER",
                            // of http
                            "ANSWER_NOT_UNDERSTOOD",
                            "ERROR_IN_ANSWER",
                            // of sql
                            "AMBIGUOUS_COLUMNS",
                            "COMMIT_LOST",
                            "EFFECT_UNTOLD",
                            "SQL_FAILED",
                            "SQL_READ_ONLY",
                            "VOIDED",
                            // of llm
                            "ANSWER_TOO_LARGE",
                            "ANSWER_UNREADABLE",
                            "NO_MODEL_ANSWERED",
                            "NO_ROUTE_FOR_MODEL",
                            "PROVIDER_BUSY",
                            "PROVIDER_ERROR",
                            "PROVIDER_PAUSED",
                            "STREAM_BROKEN",
                            "WRONG_CONTENT_TYPE"))
            .collect(Collectors.toUnmodifiableSet());

    private CodeTag() {}

    /** The code if it is ours or a status, the class of a database's state, or {@link #OTHER}. */
    static String of(String code) {
        if (OURS.contains(code) || HTTP.matcher(code).matches()) {
            return code;
        }
        var sql = SQL.matcher(code);
        return sql.matches() ? sql.group(1) : OTHER;
    }
}
