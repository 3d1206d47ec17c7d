@NullMarked
package io.countersign.executor.routes;

import org.jspecify.annotations.NullMarked;
