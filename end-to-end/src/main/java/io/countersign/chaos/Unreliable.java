package io.countersign.chaos;

import io.countersign.chaos.Behaviour.Answer;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A backend on a bad day: of a hundred calls some nine come late, three of them later than anybody waits, eleven end badly
 * before or after their effect, and one in fifty keys never gets a good answer to what was done. What a call meets depends
 * on seed, key and number alone, not on the order of calls.
 *
 * @param patience how long a caller waits
 */
public record Unreliable(long seed, Duration patience) implements Conduct {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    @Override
    public Behaviour of(String key, int call) {
        if (new SplittableRandom(seed ^ key.hashCode() * SPREAD).nextInt(50) == 0) {
            return new Behaviour(Duration.ZERO, true, Duration.ZERO, call % 2 == 0 ? Answer.NONE : Answer.BROKEN);
        }
        var random = new SplittableRandom(seed ^ key.hashCode() * SPREAD ^ call);
        int drawn = random.nextInt(100);
        var before = Duration.ofMillis(random.nextInt(400));
        var after = Duration.ofMillis(random.nextInt(400));
        if (drawn < 6) {
            return new Behaviour(before, true, patience.dividedBy(2), Answer.DONE);
        } else if (drawn < 9) {
            return new Behaviour(before, true, patience.multipliedBy(2), Answer.DONE);
        } else if (drawn < 12) {
            return new Behaviour(before, false, after, Answer.UNAVAILABLE);
        } else if (drawn < 14) {
            return new Behaviour(before, false, after, Answer.BROKEN);
        } else if (drawn < 16) {
            return new Behaviour(before, true, after, Answer.BROKEN);
        } else if (drawn < 18) {
            return new Behaviour(before, false, after, Answer.NONE);
        } else if (drawn < 20) {
            return new Behaviour(before, true, after, Answer.NONE);
        }
        return new Behaviour(before, true, after, Answer.DONE);
    }
}
