/** Comparing ways to run a batch: clocks, rounds, statistics, verdicts. */
@SuppressWarnings({"module", "requires-automatic"}) // those by name lie above; of the libraries not all are modules
module org.blaspool.lab {
    requires transitive org.blaspool;

    exports org.blaspool.measure to
            org.blaspool.cli;
}
