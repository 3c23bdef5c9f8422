package org.blaspool.cpu;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.blaspool.error.InvalidInputException;

/** An immutable set of CPU numbers, written in the kernel's list form ({@code 0-3,8}). Thread-safe. */
public final class CpuSet {
    /** CPU numbers are below this; the kernel's own largest NR_CPUS, as in {@code blaspool/affinity.h}. */
    public static final int MAX_CPUS = 8192;

    private static final CpuSet EMPTY = new CpuSet(new BitSet());

    private final BitSet cpus;

    private CpuSet(BitSet cpus) {
        this.cpus = cpus;
    }

    public static CpuSet empty() {
        return EMPTY;
    }

    public static CpuSet of(int... cpus) {
        return of(Arrays.stream(cpus));
    }

    public static CpuSet of(IntStream cpus) {
        BitSet bits = new BitSet();
        cpus.forEach(cpu -> bits.set(checked(cpu)));
        return new CpuSet(bits);
    }

    /** All CPUs from {@code first} to {@code last}, both included. */
    public static CpuSet range(int first, int last) {
        return of(IntStream.rangeClosed(first, last));
    }

    /**
     * Reads a list such as {@code 0-3,8} or {@code 0-14:2} (every second CPU).
     *
     * @throws InvalidInputException where the text is no such list, or an empty one
     */
    public static CpuSet parse(String list) {
        CpuSet set = parseMaybeEmpty(list);
        if (set.isEmpty()) {
            throw new InvalidInputException("cpu list is empty: list=\"" + list + "\", expected for example 0-3,8");
        }
        return set;
    }

    /** As {@link #parse}, for the kernel's files, where nothing at all is the empty set. */
    static CpuSet parseMaybeEmpty(String list) {
        BitSet bits = new BitSet();
        if (!list.isBlank()) {
            for (String range : list.strip().split(",", -1)) {
                addRange(bits, range.strip(), list.strip());
            }
        }
        return new CpuSet(bits);
    }

    private static void addRange(BitSet bits, String range, String list) {
        int dash = range.indexOf('-');
        int colon = range.indexOf(':');
        if (colon >= 0 && dash < 0) {
            throw unreadable(range, list);
        }
        String bounds = colon < 0 ? range : range.substring(0, colon);
        int first = number(dash < 0 ? bounds : bounds.substring(0, Math.min(dash, bounds.length())), range, list);
        int last = dash < 0 ? first : number(bounds.substring(Math.min(dash + 1, bounds.length())), range, list);
        int stride = colon < 0 ? 1 : number(range.substring(colon + 1), range, list);
        if (last < first || stride < 1) {
            throw unreadable(range, list);
        }
        for (int cpu = first; cpu <= last; cpu += stride) {
            bits.set(cpu);
        }
    }

    private static int number(String digits, String range, String list) {
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw unreadable(range, list);
        }
        return checked(Integer.parseInt(digits));
    }

    private static int checked(int cpu) {
        if (cpu < 0 || cpu >= MAX_CPUS) {
            throw new InvalidInputException(
                    "cpu number is out of range: cpu=" + cpu + ", expected 0 to " + (MAX_CPUS - 1));
        }
        return cpu;
    }

    private static InvalidInputException unreadable(String range, String list) {
        return new InvalidInputException("cpu list is not readable: range=\"" + range + "\" in list=\"" + list
                + "\", expected CPU numbers and ranges such as 0-3,8");
    }

    /** How many CPUs are in it. */
    public int size() {
        return cpus.cardinality();
    }

    public boolean isEmpty() {
        return cpus.isEmpty();
    }

    public boolean contains(int cpu) {
        return cpu >= 0 && cpus.get(cpu);
    }

    public boolean containsAll(CpuSet other) {
        return other.minus(this).isEmpty();
    }

    public boolean intersects(CpuSet other) {
        return cpus.intersects(other.cpus);
    }

    /** The lowest CPU; the set must not be empty. */
    public int first() {
        if (isEmpty()) {
            throw new IllegalStateException("cpu set is empty");
        }
        return cpus.nextSetBit(0);
    }

    public CpuSet union(CpuSet other) {
        BitSet bits = (BitSet) cpus.clone();
        bits.or(other.cpus);
        return new CpuSet(bits);
    }

    public CpuSet intersection(CpuSet other) {
        BitSet bits = (BitSet) cpus.clone();
        bits.and(other.cpus);
        return new CpuSet(bits);
    }

    public CpuSet minus(CpuSet other) {
        BitSet bits = (BitSet) cpus.clone();
        bits.andNot(other.cpus);
        return new CpuSet(bits);
    }

    /** The CPU numbers, ascending. */
    public IntStream stream() {
        return cpus.stream();
    }

    public int[] toArray() {
        return cpus.stream().toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet set && set.cpus.equals(cpus);
    }

    @Override
    public int hashCode() {
        return cpus.hashCode();
    }

    /** The list form, {@code 0-3,8}; the empty string for the empty set. */
    @Override
    public String toString() {
        StringBuilder list = new StringBuilder();
        for (int first = cpus.nextSetBit(0); first >= 0; ) {
            int end = cpus.nextClearBit(first);
            list.append(list.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                list.append('-').append(end - 1);
            }
            first = cpus.nextSetBit(end);
        }
        return list.toString();
    }
}
