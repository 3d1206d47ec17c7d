package io.countersign.executor.connector;

/** The routes file is wrong; the message says where. */
public final class InvalidRoutes extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A mistake at a place of the file. */
    public InvalidRoutes(String place, String message) {
        super(place + ": " + message);
    }
}
