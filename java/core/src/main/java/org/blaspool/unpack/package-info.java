/**
 * Takes native files out of jars into a private cache directory, once, and knows that they are whole.
 *
 * <p>What is in the cache: {@code native/<bundle>-<key>/<file>}, where the key is a digest of the names, sizes and
 * checksums of the packed files, so that two versions never meet; and {@code <file>.sha256} beside each, in the form
 * that {@code sha256sum -c} reads, with the file's stamp (size, inode, times) as a comment. A file is written under
 * another name, synced, checked and renamed, so whoever sees it sees all of it.
 *
 * <p>A file whose stamp is as recorded is trusted, as the kernel changes the stamp with every write; reading 37 MB for
 * a checksum would cost each start 0.14 s. Where the stamp differs the checksum decides, and a file that fails is
 * unpacked again, with a warning to the {@link java.lang.System.Logger} {@code org.blaspool.unpack}.
 *
 * <p>A JVM holds a lock on {@code .used} in the directories that it uses. Whoever unpacks a new version deletes those that
 * nobody holds and nobody has used for 30 days ({@link OldVersions}).
 *
 * <p>Beside {@code native} lies {@code archive}, with the class data archives of worker JVMs ({@link ArchiveCache}).
 */
package org.blaspool.unpack;
