package org.blaspool.task;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;

/**
 * The regions that a task table refers to, numbered from 1 in the same order in every process that works on it.
 * Immutable.
 */
public final class RegionMap {
    /** A reference to a matrix has 16 bits for its region, and 0 is none. */
    public static final int MAX_REGIONS = 0xffff;

    private final List<Region> regions;
    private final Map<Region, Integer> numbers = new IdentityHashMap<>();
    private final long[] bases;
    private final long[] bytes;

    /** The map of these regions, number 1 first. */
    public RegionMap(List<Region> regions) {
        if (regions.size() > MAX_REGIONS) {
            throw new InvalidInputException("batch lies in too many regions: regions=" + regions.size() + ", allowed "
                    + MAX_REGIONS + "; reserve the matrix store once for all of them");
        }
        this.regions = List.copyOf(regions);
        bases = new long[regions.size() + 1];
        bytes = new long[regions.size() + 1];
        for (int i = 0; i < regions.size(); i++) {
            numbers.put(regions.get(i), i + 1);
            bases[i + 1] = regions.get(i).address();
            bytes[i + 1] = regions.get(i).bytes();
        }
    }

    public List<Region> regions() {
        return regions;
    }

    /** Start addresses by number; entry 0 is 0. The caller must not change them. */
    public long[] bases() {
        return bases;
    }

    /** Sizes by number; entry 0 is 0. The caller must not change them. */
    public long[] bytes() {
        return bytes;
    }

    /** The reference to a matrix's first element; its region is one of these. */
    long reference(StoredMatrix matrix) {
        Integer number = numbers.get(matrix.region());
        if (number == null) {
            throw new IllegalStateException("matrix " + matrix + " lies in a region that is not mapped");
        }
        return ((long) number << TaskTableDescriptor.REFERENCE_REGION_SHIFT) | matrix.offset();
    }

    /** The matrix behind a reference into a mapped region. */
    StoredMatrix matrix(long reference, Shape shape, long leadingDimension, Layout layout) {
        int number = (int) (reference >>> TaskTableDescriptor.REFERENCE_REGION_SHIFT);
        if (number == 0 || number > regions.size()) {
            throw new InvalidInputException(
                    "reference to an unknown region: region=" + number + ", allowed 1 to " + regions.size());
        }
        long offset = reference & TaskTableDescriptor.REFERENCE_OFFSET_MASK;
        return StoredMatrix.over(regions.get(number - 1), offset, shape, leadingDimension, layout);
    }

    /** Holds all regions open until {@link #release()}. */
    public void retain() {
        List<Region> held = new ArrayList<>();
        try {
            for (Region region : regions) {
                region.retain();
                held.add(region);
            }
        } catch (IllegalStateException e) {
            held.forEach(Region::release);
            throw e;
        }
    }

    /** Ends one {@link #retain()}. */
    public void release() {
        regions.forEach(Region::release);
    }
}
