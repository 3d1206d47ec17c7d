package io.countersign.endtoend.isolation;

import io.countersign.chaos.doors.Asks;
import io.countersign.endtoend.isolation.Row.Cell;
import io.countersign.stack.LocalStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the matrix against the calls that there are, and runs it while Ana goes on with her work. */
public final class Isolation implements AutoCloseable {

    /** The modules whose classes a service has its calls from. */
    private static final Map<String, List<String>> MODULES = Map.of(
            Place.INTAKE, List.of(Place.INTAKE, "http-door", "browser-door"),
            Place.POLICY_STREAM, List.of(Place.POLICY_STREAM, "http-door"),
            Place.DESK, List.of(Place.DESK, "http-door", "browser-door"));

    private final List<Place> places;
    private final Callers callers;
    private final Estate estate;
    private final Doorway doorway;
    private final IsolationMatrix matrix;
    private final Map<String, Set<String>> made;

    /**
     * What came of it.
     *
     * @param all a line for each attempt
     * @param wrong those of them that are not as they have to be
     */
    public record Lines(List<String> all, List<String> wrong) {}

    private Isolation(LocalStack stack, List<Place> places) throws Exception {
        this.places = List.copyOf(places);
        this.callers = Callers.of(stack.identity(), stack.data().root().resolve("another-issuer"));
        this.doorway = new Doorway(places.stream()
                .collect(Collectors.toMap(Place::name, place -> place.service().url())));
        this.estate = Estate.of(callers, doorway);
        this.made = places.stream()
                .collect(Collectors.toMap(
                        Place::name, place -> MadeCalls.of(MODULES.getOrDefault(place.name(), List.of()))));
        this.matrix = new IsolationMatrix(callers, estate, doorway);
    }

    /** For these services, on a stack on which nobody else is Ana meanwhile. */
    public static Isolation of(LocalStack stack, Place... places) throws Exception {
        return new Isolation(stack, List.of(places));
    }

    /** Calls that are described, or made, and that no row tries. */
    public List<String> forgotten() throws IOException {
        var forgotten = new ArrayList<String>();
        for (var place : places) {
            var there =
                    new TreeSet<>(DescribedCalls.of(place, callers.operators().getFirst(), doorway));
            there.addAll(made(place));
            there.removeAll(matrix.calls(place.name(), call -> true));
            there.forEach(call -> forgotten.add(place.name() + " " + call));
        }
        tools().filter(tool -> !matrix.calls(Place.INTAKE, call -> true).contains(tool))
                .forEach(forgotten::add);
        return forgotten;
    }

    /** Calls that rows try, and that are not made. What is no resource has a name without a method. */
    public List<String> gone() throws IOException {
        var gone = new ArrayList<String>();
        Predicate<String> ofHttp = call -> call.matches("[A-Z]+ /.*");
        for (var place : places) {
            var calls = matrix.calls(place.name(), ofHttp);
            calls.removeAll(made(place));
            calls.forEach(call -> gone.add(place.name() + " " + call));
        }
        var tools = matrix.calls(Place.INTAKE, call -> call.startsWith("tool "));
        tools.removeAll(tools().toList());
        gone.addAll(tools);
        return gone;
    }

    /** Tries everything. */
    public Lines run() throws Exception {
        var cells = new ArrayList<Cell>();
        Optional<String> hindered;
        try (var ana = new AnasWork(doorway, callers.ana().asks(Estate.held(estate.word())))) {
            for (var row : matrix.rows()) {
                cells.add(row.run(estate));
            }
            hindered = ana.end();
        }
        var wrong = cells.stream().filter(cell -> cell.objection().isPresent()).map(Cell::line);
        return new Lines(
                cells.stream().map(Cell::line).toList(),
                Stream.concat(wrong, hindered.stream()).toList());
    }

    private Set<String> made(Place place) {
        return made.getOrDefault(place.name(), Set.of());
    }

    /** The door's own tools, which are there beside those of actions. */
    private Stream<String> tools() throws IOException {
        var list = Asks.rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}");
        var reply = doorway.ask(Place.INTAKE, callers.ana().asks(list));
        return reply.json()
                .at("/result/tools")
                .valueStream()
                .map(tool -> tool.path("name").asText())
                .filter(name -> name.startsWith("countersign_"))
                .map(name -> "tool " + name);
    }

    @Override
    public void close() {
        doorway.close();
    }
}
