package io.countersign.intake.door;

import io.countersign.stack.LocalStack;

/** What the doors under test stand in. */
record Surroundings(LocalStack stack, BrokerSide broker, QueryApi queries) {}
