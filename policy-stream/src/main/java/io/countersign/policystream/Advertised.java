package io.countersign.policystream;

import io.countersign.policystream.view.Instance;
import org.apache.kafka.common.utils.Utils;

/** Reads where this instance says that it listens. */
final class Advertised {

    private Advertised() {}

    static Instance read(String hostAndPort) {
        var host = Utils.getHost(hostAndPort);
        var port = Utils.getPort(hostAndPort);
        if (host == null || port == null) {
            throw new IllegalArgumentException("COUNTERSIGN_ADVERTISED has to be host:port, but is " + hostAndPort);
        }
        return new Instance(host, port);
    }
}
