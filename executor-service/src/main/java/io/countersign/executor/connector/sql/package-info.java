/** Named statements on PostgreSQL. */
@NullMarked
package io.countersign.executor.connector.sql;

import org.jspecify.annotations.NullMarked;
