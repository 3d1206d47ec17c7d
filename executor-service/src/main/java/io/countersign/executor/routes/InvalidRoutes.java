package io.countersign.executor.routes;

/** The routes file is wrong; the message says where. */
public final class InvalidRoutes extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidRoutes(String place, String message) {
        super(place + ": " + message);
    }
}
