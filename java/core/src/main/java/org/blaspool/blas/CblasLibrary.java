package org.blaspool.blas;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.blaspool.ThreadLimit;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeBlas;
import org.blaspool.jni.NativeTable;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.ProductShape;
import org.blaspool.memory.Region;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.unpack.LibraryCache;
import org.blaspool.usage.Computed;

/** A native library with a C interface to BLAS: OpenBLAS, MKL, BLIS, FlexiBLAS, the reference. Thread-safe. */
final class CblasLibrary implements BlasLibrary {
    private final long handle;
    private final BlasInfo info;
    private final LibrarySettings settings;
    private volatile boolean closed;

    private CblasLibrary(long handle) {
        this.handle = handle;
        settings = LibrarySettings.of(handle);
        info = settings.info();
    }

    /**
     * Loads the library that a user named.
     *
     * @param path a path, or a name that the dynamic linker finds
     * @throws ResourceUnavailableException where it cannot be loaded or is no BLAS
     */
    static BlasLibrary open(String path) {
        try {
            return load(path);
        } catch (ResourceUnavailableException refused) {
            throw new ResourceUnavailableException(
                    refused.getMessage() + "; expected a CBLAS library, or --blas bundled or system", refused);
        }
    }

    /** Loads a library; the errors are the dynamic linker's and advise nothing. */
    static BlasLibrary load(String path) {
        if (path.indexOf('/') >= 0) {
            LibraryCache.loadCompanions(Path.of(path));
        }
        return new CblasLibrary(NativeBlas.open(path));
    }

    @Override
    public BlasInfo info() {
        return info;
    }

    @Override
    public int threads() {
        requireOpen();
        return settings.threads();
    }

    @Override
    public ThreadLimit limitThreads(int threads) {
        requireOpen();
        return settings.limit(threads);
    }

    @Override
    public BlasTurn turn(String who, int threads, SplitRules rules) {
        requireOpen();
        return settings.turn(who, threads, rules);
    }

    @Override
    public void split(SplitRules rules) {
        requireOpen();
        settings.split(rules);
    }

    @Override
    public SplitRules splitRules() {
        requireOpen();
        SplitRules set = SplitRules.parse(NativeBlas.split(handle));
        return new SplitRules(set.rules(), !NativeBlas.kernels(handle).equals("off"));
    }

    @Override
    public String smallKernels() {
        requireOpen();
        return NativeBlas.kernels(handle);
    }

    @Override
    public Computed computed() {
        return Computed.of(NativeBlas.computed(handle));
    }

    @Override
    public SplitRules calibrateSplit(long budgetNanos) {
        return measured(() -> NativeBlas.calibrateSplit(handle, budgetNanos));
    }

    @Override
    public SplitRules raceSplit(ProductShape shape, long budgetNanos) {
        return measured(() -> NativeBlas.raceSplit(handle, shape.m(), shape.n(), shape.k(), budgetNanos));
    }

    private SplitRules measured(Supplier<String> measuring) {
        requireOpen();
        if (!info.mayHaveOneThread()) {
            return SplitRules.NONE;
        }
        try (BlasTurn turn = turn("measuring splits", 1, SplitRules.NONE)) {
            turn.begin();
            return turn.effective() == 1 ? SplitRules.parse(measuring.get()) : SplitRules.NONE;
        }
    }

    @Override
    public void multiply(Dgemm product) {
        requireOpen();
        Dgemm call = product.columnMajor();
        Region[] regions = {call.a().region(), call.b().region(), call.c().region()};
        int held = 0;
        try {
            for (; held < regions.length; held++) {
                regions[held].retain();
            }
            NativeBlas.dgemm(
                    handle,
                    call.transposeA(),
                    call.transposeB(),
                    call.m(),
                    call.n(),
                    call.k(),
                    call.alpha(),
                    call.a().address(),
                    call.a().leadingDimension(),
                    call.b().address(),
                    call.b().leadingDimension(),
                    call.beta(),
                    call.c().address(),
                    call.c().leadingDimension());
        } catch (IllegalArgumentException refused) {
            throw new InvalidInputException(refused.getMessage(), refused);
        } finally {
            while (held > 0) {
                regions[--held].release();
            }
        }
    }

    @Override
    public void work(TaskTable table, int slot, RegionMap map) {
        requireOpen();
        map.retain();
        try {
            table.region().retain();
            try {
                NativeTable.work(table.address(), slot, handle, map.bases(), map.bytes());
            } catch (IllegalArgumentException refused) {
                throw new InvalidInputException(refused.getMessage(), refused);
            } finally {
                table.region().release();
            }
        } finally {
            map.release();
        }
    }

    /** Marks it closed; the handle is not freed, as another thread may be in a call and the library stays loaded anyway. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public long handle() {
        requireOpen();
        return handle;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("BLAS is closed: path=" + info.path());
        }
    }
}
