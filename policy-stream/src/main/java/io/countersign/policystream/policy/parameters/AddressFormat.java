package io.countersign.policystream.policy.parameters;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import java.util.regex.Pattern;

/**
 * An e-mail address by its form (RFC 5321, 4.1.2), and not by a list of the top-level domains of some day: what is refused
 * does not change with a library's release, and names of one's own like {@code shop.example} are domains too.
 *
 * @param listed the library's, which knows those domains only
 */
record AddressFormat(Format listed) implements Format {

    /** Octets (RFC 5321, 4.5.3.1.2). */
    private static final int DOMAIN_LENGTH = 255;

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+");
    private static final String LISTED_DOMAIN = "example.com";

    @Override
    public String getName() {
        return listed.getName();
    }

    @Override
    public String getMessageKey() {
        return listed.getMessageKey();
    }

    @Override
    public boolean matches(ExecutionContext execution, SchemaContext schema, String text) {
        int domainAt = text.lastIndexOf('@') + 1;
        var domain = text.substring(domainAt);
        if (domain.startsWith("[")) {
            return listed.matches(execution, schema, text);
        }
        return domain.length() <= DOMAIN_LENGTH
                && DOMAIN.matcher(domain).matches()
                && listed.matches(execution, schema, text.substring(0, domainAt) + LISTED_DOMAIN);
    }
}
