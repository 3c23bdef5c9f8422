package org.blaspool.file;

import org.blaspool.BlaspoolException;

/** A product that cannot be computed because a file of it could not be read any more. */
public record EntryFailure(ProductEntry entry, BlaspoolException cause) {}
