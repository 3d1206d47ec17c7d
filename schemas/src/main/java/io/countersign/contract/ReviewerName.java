package io.countersign.contract;

import org.jspecify.annotations.Nullable;

/**
 * What a reviewer is called in votes, events and words about an intent: their user name if they are of its tenant, the
 * key of an {@link Owner} if they come from another one. So two people of one name are told apart.
 */
public final class ReviewerName {
    private ReviewerName() {}

    /**
     * True if the reviewer comes from another tenant than what they decide about. To what belongs to no tenant everybody
     * is an outsider; a review that does not say where its reviewer comes from is by one of the tenant's own.
     */
    public static boolean isOutsider(@Nullable String tenant, @Nullable String reviewerTenant) {
        return tenant == null || (reviewerTenant != null && !reviewerTenant.equals(tenant));
    }

    /** The name that is shown and kept. */
    public static String of(@Nullable String tenant, @Nullable String reviewerTenant, String reviewer) {
        if (reviewerTenant == null || !isOutsider(tenant, reviewerTenant)) {
            return reviewer;
        }
        return Owner.of(reviewerTenant, reviewer).map(Owner::key).orElse(reviewerTenant + "/" + reviewer);
    }
}
