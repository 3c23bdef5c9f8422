/**
 * Batches of matrix products whose operands and results are files: {@link org.blaspool.files} is the door. What is
 * exported to other modules of blaspool by name is theirs alone and may change with any version.
 */
@SuppressWarnings({"module", "requires-automatic"}) // those by name lie above; of the libraries not all are modules
module org.blaspool.files {
    requires transitive org.blaspool;
    requires com.fasterxml.jackson.core;
    requires org.apache.commons.csv;

    exports org.blaspool.files;
    exports org.blaspool.file to
            org.blaspool.cli,
            org.blaspool.spark;
    exports org.blaspool.run to
            org.blaspool.cli;

    provides org.blaspool.strategy.StrategyProvider with
            org.blaspool.independent.IndependentStrategy.Provider;
    provides org.blaspool.worker.WorkProvider with
            org.blaspool.independent.FileWork.Provider;
}
