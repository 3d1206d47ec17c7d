package io.countersign.intake.mcp;

/** The members of {@code _meta} that mean something here. */
public final class Meta {
    /** Names the progress that is to be told. */
    public static final String PROGRESS_TOKEN = "progressToken";

    /** What MCP has no place for and an intent has: see {@link io.countersign.intake.submission.CallReader}. */
    public static final String INTENT = "io.countersign/intent";

    static final String REVISION = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String SERVER = "io.modelcontextprotocol/serverInfo";
    static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

    private Meta() {}
}
