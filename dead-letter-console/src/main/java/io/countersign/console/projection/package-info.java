/** The log as rows of PostgreSQL: facts and offsets in one transaction, the list worked out from the facts. */
@NullMarked
package io.countersign.console.projection;

import org.jspecify.annotations.NullMarked;
