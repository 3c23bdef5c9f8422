package org.blaspool.pool;

import java.io.IOException;

/** A signal ended a worker before it was ready. Nothing that it was asked to be did that: another one may well start. */
final class KilledAtStartException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient WorkerDeath death;

    KilledAtStartException(WorkerDeath death, IOException cause) {
        super(death.toString(), cause);
        this.death = death;
    }

    WorkerDeath death() {
        return death;
    }
}
