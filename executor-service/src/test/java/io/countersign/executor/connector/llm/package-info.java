@NullMarked
package io.countersign.executor.connector.llm;

import org.jspecify.annotations.NullMarked;
