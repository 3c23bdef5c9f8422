package org.blaspool.file;

/** A product that cannot be computed because a file of it could not be read any more. */
public record EntryFailure(ProductEntry entry, RuntimeException cause) {}
