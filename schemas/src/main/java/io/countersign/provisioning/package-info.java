/** Creates the topics and registers the schemas that everything else takes for granted. */
@NullMarked
package io.countersign.provisioning;

import org.jspecify.annotations.NullMarked;
