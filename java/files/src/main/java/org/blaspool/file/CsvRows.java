package org.blaspool.file;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.blaspool.error.InvalidInputException;

/** A manifest in CSV (RFC 4180, and blanks around values are dropped) whose first line names the columns. */
final class CsvRows implements ManifestRow.Reader {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .build();

    private final String manifest;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> columns;
    private boolean broken;

    CsvRows(String manifest, Reader text) throws IOException {
        this.manifest = manifest;
        parser = FORMAT.parse(text);
        records = parser.iterator();
        columns = columns();
    }

    private List<String> columns() throws IOException {
        CSVRecord header;
        try {
            header = records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            throw new IOException(syntax(e));
        }
        if (header == null) {
            throw new InvalidInputException("manifest is empty: file=" + manifest + ", expected a first line that names"
                    + " the columns: a,b,out");
        }
        List<String> names = header.toList();
        if (!ManifestRow.ALL.containsAll(names)
                || !names.containsAll(ManifestRow.REQUIRED)
                || new HashSet<>(names).size() < names.size()) {
            throw new InvalidInputException("columns of manifest are wrong: file=" + manifest + " columns="
                    + FileName.quoted(String.join(",", names)) + ", " + ManifestRow.EXPECTED);
        }
        return names;
    }

    @Override
    public ManifestRow next() throws IOException {
        CSVRecord record;
        try {
            record = broken || !records.hasNext() ? null : records.next();
        } catch (UncheckedIOException e) {
            broken = true; // where the next line starts is not known any more
            return ManifestRow.bad(parser.getCurrentLineNumber(), syntax(e));
        }
        if (record == null) {
            return null;
        }
        long line = firstLine(record);
        if (record.size() != columns.size()) {
            return ManifestRow.bad(
                    line, "number of values is wrong: values=" + record.size() + ", expected " + columns.size());
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < record.size(); i++) {
            values.put(columns.get(i), record.get(i));
        }
        return new ManifestRow(line, values, null);
    }

    /** The parser throws the same class for its own complaints and for the reader's, which are thrown. */
    private static String syntax(UncheckedIOException e) throws IOException {
        if (e.getCause().getClass() == IOException.class
                && String.valueOf(e.getCause().getMessage()).contains("token")) {
            return "quotes are wrong: " + e.getCause().getMessage();
        }
        throw e.getCause();
    }

    /** The parser knows where a record ended; quoted values may hold line ends. */
    private long firstLine(CSVRecord record) {
        long inside = record.stream()
                .flatMapToInt(String::chars)
                .filter(c -> c == '\n')
                .count();
        return parser.getCurrentLineNumber() - inside;
    }
}
