/** Answers that may be given again, to whom and for how long policy says; shared by all executors through a topic. */
@NullMarked
package io.countersign.executor.cache;

import org.jspecify.annotations.NullMarked;
