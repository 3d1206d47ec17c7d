/** The llm connector: several providers and models behind one face, streamed, capped and counted. */
@NullMarked
package io.countersign.executor.connector.llm;

import org.jspecify.annotations.NullMarked;
