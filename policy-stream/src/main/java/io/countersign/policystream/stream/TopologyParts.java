package io.countersign.policystream.stream;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.WireFormat;

/**
 * What the deciding topology is made of.
 *
 * @param partitions of every owner-keyed topic
 */
public record TopologyParts(
        WireFormat wire, ControlLog controls, ApprovalSigner signer, DecisionLog log, int partitions) {}
