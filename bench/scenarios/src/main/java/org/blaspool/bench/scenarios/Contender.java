package org.blaspool.bench.scenarios;

/** Something that does the same work again and again and says how long it took. For one thread. */
interface Contender extends AutoCloseable {
    /** Does the work once; its seconds by its own clock. What has to be done once was done before. */
    double seconds();

    /** Ends it, and checks what it computed where that can be checked. */
    @Override
    void close();

    /** The same after a preparation each time, outside the clock. */
    default Contender after(Runnable preparation) {
        Contender prepared = this;
        return new Contender() {
            @Override
            public double seconds() {
                preparation.run();
                return prepared.seconds();
            }

            @Override
            public void close() {
                prepared.close();
            }
        };
    }

    /** The same with its seconds divided, as by the number of tasks in a round. */
    default Contender dividedBy(double divisor) {
        Contender whole = this;
        return new Contender() {
            @Override
            public double seconds() {
                return whole.seconds() / divisor;
            }

            @Override
            public void close() {
                whole.close();
            }
        };
    }
}
