package dev.ludovic.netlib.blas;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.blaspool.netlib.LudovicBLAS;

/**
 * Chooses what {@code BLAS.getInstance()} returns. dev.ludovic.netlib has no property that names a class of others, so
 * this class takes the place of its own of the same name where blaspool's jar stands first on the class path: the
 * choice is dev.ludovic.netlib's, native before Java, with blaspool's dgemm in front. Where it is to stay out
 * ({@value #ALLOW_NATIVE} = false, as in its newer versions), or cannot be loaded, which the log says, everything is as without it.
 */
final class InstanceBuilder {
    private static final String ALLOW_NATIVE = "dev.ludovic.netlib.blas.allowNative";
    private static final Logger LOG = Logger.getLogger(InstanceBuilder.class.getName());
    private static final int FIRST_JAVA_WITH_VECTORS = 16;

    private static final JavaBLAS JAVA_BLAS = javaInstance();
    private static final NativeBLAS NATIVE_BLAS = nativeInstance();
    private static final BLAS CHOSEN = NATIVE_BLAS != null ? NATIVE_BLAS : JAVA_BLAS;

    static {
        LOG.info("Using " + CHOSEN.getClass().getName());
    }

    private InstanceBuilder() {}

    static BLAS blas() {
        return CHOSEN;
    }

    static NativeBLAS nativeBlas() {
        if (NATIVE_BLAS == null) {
            throw new RuntimeException("Unable to load native implementation");
        }
        return NATIVE_BLAS;
    }

    static JavaBLAS javaBlas() {
        return JAVA_BLAS;
    }

    private static NativeBLAS nativeInstance() {
        String allowed = System.getProperty(ALLOW_NATIVE, "true");
        if (!Boolean.parseBoolean(allowed)) {
            LOG.info("Skip trying to load native BLAS implementation because system property " + ALLOW_NATIVE + " is "
                    + allowed);
            return null;
        }
        NativeBLAS theirs = tryOut("dev.ludovic.netlib.blas.JNIBLAS", Level.FINE, () -> JNIBLAS.getInstance());
        BLAS others = theirs != null ? theirs : JAVA_BLAS;
        NativeBLAS ours = tryOut("org.blaspool.netlib.LudovicBLAS", Level.WARNING, () -> new LudovicBLAS(others));
        return ours != null ? ours : theirs;
    }

    private static JavaBLAS javaInstance() {
        if (Runtime.version().feature() >= FIRST_JAVA_WITH_VECTORS) {
            JavaBLAS vectors = tryOut("dev.ludovic.netlib.blas.VectorBLAS", Level.FINE, () -> VectorBLAS.getInstance());
            if (vectors != null) {
                return vectors;
            }
        }
        return Java11BLAS.getInstance();
    }

    /**
     * The instance, or null with a word in the log where its library or its module is not there. It comes from a lambda:
     * a method reference would be linked, and fail, before the try.
     */
    private static <T> T tryOut(String name, Level level, Supplier<T> instance) {
        try {
            return instance.get();
        } catch (LinkageError | RuntimeException absent) {
            LOG.log(level, "Failed to load implementation from: " + name, absent);
            return null;
        }
    }
}
