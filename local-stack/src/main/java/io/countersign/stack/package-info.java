/** The embedded Kafka broker, schema registry and PostgreSQL, the services beside them, and what starts and ends them. */
@NullMarked
package io.countersign.stack;

import org.jspecify.annotations.NullMarked;
