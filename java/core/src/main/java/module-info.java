/**
 * Batches of matrix products, run the fastest way: {@link org.blaspool.BlasPool} is the door. What is exported to other
 * modules of blaspool by name is theirs alone and may change with any version.
 */
@SuppressWarnings("module") // those by name lie above: they are compiled later
module org.blaspool {
    requires java.management;
    requires jdk.jfr;

    exports org.blaspool;
    exports org.blaspool.blas to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.netlib,
            org.blaspool.spark;
    exports org.blaspool.cpu to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.netlib,
            org.blaspool.spark;
    exports org.blaspool.dispatch to
            org.blaspool.files;
    exports org.blaspool.error to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.netlib,
            org.blaspool.spark;
    exports org.blaspool.jni to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.spark;
    exports org.blaspool.matrix to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.netlib,
            org.blaspool.spark;
    exports org.blaspool.memory to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.netlib,
            org.blaspool.spark;
    exports org.blaspool.observe to
            org.blaspool.cli,
            org.blaspool.files;
    exports org.blaspool.operation to
            org.blaspool.spark;
    exports org.blaspool.plan to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.spark;
    exports org.blaspool.pool to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.spark;
    exports org.blaspool.sample to
            org.blaspool.cli,
            org.blaspool.lab;
    exports org.blaspool.strategy to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.spark;
    exports org.blaspool.task to
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.netlib;
    exports org.blaspool.transport to
            org.blaspool.files;
    exports org.blaspool.unpack to
            org.blaspool.files,
            org.blaspool.netlib;
    exports org.blaspool.usage to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.spark;
    exports org.blaspool.verify to
            org.blaspool.cli,
            org.blaspool.files,
            org.blaspool.lab,
            org.blaspool.spark;
    exports org.blaspool.worker to
            org.blaspool.files;

    uses org.blaspool.blas.BlasProvider;
    uses org.blaspool.strategy.StrategyProvider;
    uses org.blaspool.worker.WorkProvider;
}
