package io.countersign.chaos;

import java.util.Map;

/** Somebody whose tokens a product takes. */
public interface TokenIssuer {

    /** The settings by which services believe it. */
    Map<String, String> settings();

    /** A token of somebody who may push a bundle. */
    String policyToken();
}
