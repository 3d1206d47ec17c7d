package io.countersign.simulation.house;

import java.util.List;

/**
 * A counter of approved intents.
 *
 * @param parts into how many it is divided, by the remainder of the amount; 1 if it has no key
 * @param addsAmount whether it adds the amount, or one for each intent
 */
public record CounterTerms(String name, List<String> actions, int parts, boolean addsAmount, Shape shape) {

    public CounterTerms {
        actions = List.copyOf(actions);
    }

    /** True if intents of this action are added. */
    public boolean concerns(String action) {
        return actions.contains(action) || actions.contains("*");
    }

    /** Which part an intent belongs to. */
    public long part(Ask ask) {
        return ask.amount() % parts;
    }

    /** What an intent adds. */
    public long adds(Ask ask) {
        return addsAmount ? ask.amount() : 1;
    }

    String yaml() {
        return """
                kind: Counter
                name: %s
                actions: %s
                window: %s
                """.formatted(name, House.list(actions), shape.text())
                + (parts > 1 ? "key: \"parameters.amount %% %d\"\n".formatted(parts) : "")
                + (addsAmount ? "add: parameters.amount\n" : "")
                + (shape instanceof Shape.Monthly monthly ? "zone: " + monthly.zone() + "\n" : "");
    }
}
