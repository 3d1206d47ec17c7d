package io.countersign.contract;

import java.util.regex.Pattern;

/** The name of a model, as providers write them: gpt-4.1-mini, meta/llama-3:70b. */
public final class ModelName {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}");

    private ModelName() {}

    /** Whether it is one: letters, digits and the signs . _ : / @ + -, at most 128, a letter or digit first. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }
}
