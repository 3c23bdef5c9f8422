package org.blaspool.file;

import org.blaspool.BlaspoolException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;

/** What reading the heads of a product's files gave: its sizes, or what is wrong with them. */
record Sizing(ProductEntry entry, SizedProduct product, RuntimeException failure) {
    static Sizing of(ProductEntry entry, HeaderCache headers) {
        try {
            return new Sizing(entry, SizedProduct.of(entry, headers), null);
        } catch (StoppedException | ResourceUnavailableException e) {
            throw e; // no product's fault
        } catch (BlaspoolException | InvalidInputException e) {
            return new Sizing(entry, null, e);
        }
    }
}
