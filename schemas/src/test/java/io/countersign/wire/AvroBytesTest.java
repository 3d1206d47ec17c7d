package io.countersign.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroBytesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void it_writes_what_the_librarys_encoder_writes(long seed) throws IOException {
        var ours = new AvroBytes();
        var stream = new ByteArrayOutputStream();
        var library = EncoderFactory.get().directBinaryEncoder(stream, null);

        write(ours, new Random(seed));
        write(library, new Random(seed));

        assertThat(ours.toByteArray()).isEqualTo(stream.toByteArray());
    }

    private static void write(Encoder out, Random random) throws IOException {
        for (int i = 0; i < 1_000; i++) {
            switch (random.nextInt(9)) {
                case 0 -> out.writeBoolean(random.nextBoolean());
                case 1 -> out.writeInt(random.nextInt() >> random.nextInt(32));
                case 2 -> out.writeLong(random.nextLong() >> random.nextInt(64));
                case 3 -> out.writeFloat(random.nextFloat());
                case 4 -> out.writeDouble(random.nextDouble());
                case 5 -> out.writeBytes(new byte[random.nextInt(3) * 700]);
                case 6 -> {
                    out.writeArrayStart();
                    out.setItemCount(1);
                    out.startItem();
                    out.writeEnum(random.nextInt(300));
                    out.writeArrayEnd();
                }
                case 7 -> out.writeIndex(random.nextInt(2));
                default -> out.writeString(text(random));
            }
        }
        out.flush();
    }

    /** Half of them ASCII, the others with characters of two, three and four bytes somewhere; some are long. */
    private static String text(Random random) {
        var most = random.nextBoolean() ? 0x7f : 0x1ffff;
        return random.ints(random.nextInt(10) == 0 ? 3_000 : random.nextInt(40), 0, most)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
