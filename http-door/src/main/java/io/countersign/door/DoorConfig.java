package io.countersign.door;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much a door reads. */
@ConfigMapping(prefix = "countersign.door")
public interface DoorConfig {

    /** The largest body that anything behind this door reads: for more than that a request needs no room. */
    @WithDefault("1M")
    MemorySize largestBody();

    /** The largest form; one that says it is larger is refused at once. */
    @WithDefault("64K")
    MemorySize largestForm();
}
