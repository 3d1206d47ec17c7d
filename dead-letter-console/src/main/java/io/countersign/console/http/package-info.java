/** The desk's pages and its API. */
@NullMarked
package io.countersign.console.http;

import org.jspecify.annotations.NullMarked;
