/** The routes file: which actions go through which connector. */
@NullMarked
package io.countersign.executor.routes;

import org.jspecify.annotations.NullMarked;
