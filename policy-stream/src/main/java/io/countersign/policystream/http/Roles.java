package io.countersign.policystream.http;

/** The roles that this API asks for. */
final class Roles {

    static final String POLICY = "countersign-policy";
    static final String OPERATOR = "countersign-operator";
    static final String AUDITOR = "countersign-auditor";

    private Roles() {}
}
