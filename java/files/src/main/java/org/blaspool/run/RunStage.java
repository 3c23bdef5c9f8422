package org.blaspool.run;

/** What a run's time goes to; from {@link #READ} on at the same time, in threads of their own. */
public enum RunStage {
    SETUP,
    READ,
    COMPUTE,
    VERIFY,
    STORE
}
