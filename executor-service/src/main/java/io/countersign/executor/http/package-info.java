/** What the service answers by HTTP. */
@NullMarked
package io.countersign.executor.http;

import org.jspecify.annotations.NullMarked;
