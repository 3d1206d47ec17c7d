package io.countersign.wire;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;

/** Tells a registry that is away from one that answered: there is no such schema. */
final class RegistryTrouble {
    private RegistryTrouble() {}

    /** Whether the registry says that it has no such schema, or has one that is not Avro. */
    static boolean isUnknownSchema(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RestClientException answer) {
                return saysNotFound(answer);
            }
            if (isUnusableSchema(cause)) {
                return true;
            }
        }
        return false;
    }

    /** A 404 of the registry itself has such a code; any other is of a proxy, or of a URL that leads elsewhere. */
    private static boolean saysNotFound(RestClientException answer) {
        return answer.getStatus() == 404 && answer.getErrorCode() / 100 == 404;
    }

    /** What Confluent's client throws for a schema that does not parse, or is of a type that it has no provider for. */
    private static boolean isUnusableSchema(Throwable e) {
        return (e.getClass() == IOException.class || e instanceof IllegalStateException)
                && e.getMessage() != null
                && e.getMessage().startsWith("Invalid schema");
    }

    /** Whether an encoding failed because of the registry, and not because of the record. */
    static boolean isBehind(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof RestClientException answer) {
                return !saysNotFound(answer);
            }
            if (e instanceof IOException
                    || e instanceof RetriableException
                    || e instanceof ThrottlingQuotaExceededException
                    || e instanceof AuthenticationException
                    || e instanceof AuthorizationException) {
                return true;
            }
        }
        return false;
    }
}
