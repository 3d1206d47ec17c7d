package io.countersign.policystream.stream;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.v1.ApprovedIntent;
import io.countersign.wire.WireFormat;
import java.util.function.UnaryOperator;

/**
 * What the deciding topology is made of.
 *
 * @param signing puts the broker's signature on an approval
 * @param partitions of every owner-keyed topic
 */
public record TopologyParts(
        WireFormat wire, ControlLog controls, UnaryOperator<ApprovedIntent> signing, DecisionLog log, int partitions) {}
