package io.countersign.policystream.view;

/** Keeps which bundles were put into force, when and by whom: the latest of them. */
final class PolicyFold {

    /** What lies further back is still in the audit log. */
    static final int KEPT = 1_000;

    private final ViewStores stores;

    PolicyFold(ViewStores stores) {
        this.stores = stores;
    }

    void activated(ActivatedPolicy policy) {
        stores.activations().put(policy.controlOffset(), policy);
        int more = -KEPT;
        try (var all = stores.activations().all()) {
            while (all.hasNext()) {
                all.next();
                more++;
            }
        }
        try (var all = stores.activations().all()) {
            for (; more > 0; more--) {
                stores.activations().delete(all.next().key);
            }
        }
    }
}
