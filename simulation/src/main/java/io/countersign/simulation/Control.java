package io.countersign.simulation;

import io.countersign.simulation.oracle.Setting;

/** Something that changes what is in force. */
sealed interface Control {

    /** Another bundle. */
    record Activate(Bundles.Furnished bundle) implements Control {}

    /** A freeze, that may also want running calls stopped. */
    record Freeze(Setting.Stop stop, boolean cancelRunning) implements Control {}

    /** The end of a freeze. */
    record Thaw(String scope) implements Control {}

    /** A limit for one owner. */
    record Limit(Setting.Cap cap) implements Control {}

    /** The end of a limit for one owner. */
    record Unlimit(Setting.Cap cap) implements Control {}
}
