@NullMarked
package io.countersign.executor.chat;

import org.jspecify.annotations.NullMarked;
