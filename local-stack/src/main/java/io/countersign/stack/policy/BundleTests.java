package io.countersign.stack.policy;

/** Runs a bundle's own tests by policy-stream's compiler; nothing else has to be running. */
public final class BundleTests {

    private static final String MAIN = "io.countersign.policystream.PolicyTestMain";

    private BundleTests() {}

    /** Tells of each test on standard output, of problems on standard error; the status is 0 if there are none. */
    public static int run(BundleFiles bundle) throws InterruptedException {
        return PolicyStreamTool.small("policy-test", MAIN)
                .run(bundle.stream(), bundle.directory().toString());
    }
}
