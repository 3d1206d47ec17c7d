/** OpenAI's words for chats, models, limits and errors: plain Java, no framework. */
@NullMarked
package io.countersign.intake.openai;

import org.jspecify.annotations.NullMarked;
