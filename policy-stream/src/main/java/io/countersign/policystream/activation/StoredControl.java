package io.countersign.policystream.activation;

import io.countersign.v1.Control;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An adopted control as the partitions' store of controls keeps it. */
public final class StoredControl {

    private StoredControl() {}

    public static byte[] bytes(Control control) {
        try {
            var buffer = Control.getEncoder().encode(control);
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("a control is always writable", e);
        }
    }

    public static Control read(byte[] bytes) {
        try {
            return Control.getDecoder().decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a store holds what was written to it", e);
        }
    }
}
