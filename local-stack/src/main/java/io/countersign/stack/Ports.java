package io.countersign.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A port number for everything that listens; all of it on the loopback address. */
public record Ports(Map<Port, Integer> numbers) {

    /** Below the range that the system hands to outgoing connections, so that none of them takes a port meanwhile. */
    private static final int LOWEST_FREE = 20_000;

    private static final int SLICES = 60;
    private static final int SLICE = 200;

    /**
     * What is drawn is bound seconds later, or once more after a crash. Processes that start at the same time draw from slices of
     * their own, unless their ids differ by a multiple of how many there are; and each draws the same number only after all others.
     */
    private static final int FIRST_FREE =
            LOWEST_FREE + Math.floorMod(ProcessHandle.current().pid(), SLICES) * SLICE;

    private static final AtomicInteger DRAWN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(SLICE));

    public Ports {
        numbers = Map.copyOf(numbers);
        for (Port port : Port.values()) {
            var number = numbers.get(port);
            if (number == null || number < 1 || number > 65_535) {
                throw new StackException("%s must be a port number from 1 to 65535".formatted(port.variable()));
            }
        }
    }

    /** The contract's ports, except where a variable of the environment says otherwise. */
    public static Ports from(Map<String, String> environment) {
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, number(port, environment.getOrDefault(port.variable(), "")));
        }
        return new Ports(numbers);
    }

    private static int number(Port port, String text) {
        if (text.isBlank()) {
            return port.standard();
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new StackException("%s is not a port number: %s".formatted(port.variable(), text), e);
        }
    }

    /** Ports on which nothing listens now. */
    public static Ports free() {
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, oneFree());
        }
        return new Ports(numbers);
    }

    /** One port on which nothing listens now. */
    public static int oneFree() {
        for (int attempt = 0; attempt < SLICE; attempt++) {
            int candidate = FIRST_FREE + Math.floorMod(DRAWN.getAndIncrement(), SLICE);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new StackException("no free port from %d to %d".formatted(FIRST_FREE, FIRST_FREE + SLICE - 1));
    }

    public int of(Port port) {
        return numbers.getOrDefault(port, port.standard());
    }

    /** Fails in one line that names every port of these that something else holds, and the variable that moves it. */
    public void requireFree(Collection<Port> needed) {
        var taken = needed.stream()
                .filter(port -> !isFree(of(port)))
                .map(port -> "%d (%s, %s)".formatted(of(port), port.title(), port.variable()))
                .collect(Collectors.joining(", "));
        if (!taken.isEmpty()) {
            throw new StackException(
                    "taken ports: " + taken + "; end what listens there, or set the variable to another");
        }
    }

    private static boolean isFree(int number) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), number));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
