/** What a chat completion is: the request within what is held, the streamed answer, and what it consumed. */
@NullMarked
package io.countersign.executor.chat;

import org.jspecify.annotations.NullMarked;
