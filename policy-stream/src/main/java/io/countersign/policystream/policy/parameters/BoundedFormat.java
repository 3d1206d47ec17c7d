package io.countersign.policystream.policy.parameters;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;

/** A format that no long text has: the library's patterns would fill the stack with it. */
record BoundedFormat(Format format) implements Format {
    /** Characters; the longest address that is in use anywhere is shorter. */
    static final int LENGTH = 2_048;

    @Override
    public String getName() {
        return format.getName();
    }

    @Override
    public String getMessageKey() {
        return format.getMessageKey();
    }

    @Override
    public boolean matches(ExecutionContext execution, SchemaContext schema, String text) {
        return text.length() <= LENGTH && format.matches(execution, schema, text);
    }
}
