/**
 * What becomes of an owner's intents, as one resumable stream of entries: what is read now and what was written before are
 * joined by their offsets, so that nothing is missed and nothing comes twice. Plain Java, no framework.
 */
@NullMarked
package io.countersign.intake.channel;

import org.jspecify.annotations.NullMarked;
