package org.blaspool.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverlapTest {
    private final MatrixStore store = MatrixStore.privateMemory();

    @AfterEach
    void close() {
        store.close();
    }

    private static StoredMatrix block(StoredMatrix whole, long row, long column, long rows, long columns) {
        long offset = whole.offset() + (row + column * whole.leadingDimension()) * Double.BYTES;
        return StoredMatrix.over(
                whole.region(), offset, new Shape(rows, columns), whole.leadingDimension(), Layout.COLUMN_MAJOR);
    }

    @Test
    void shouldRefuseAResultThatIsAnOperandOfItsProduct() {
        StoredMatrix a = store.allocate(4, 4);
        StoredMatrix b = store.allocate(4, 4);
        assertThatThrownBy(() -> Dgemm.of(a, b, a))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("result of product 0 (4x4) overlaps operand of product 0 (4x4)");
        assertThatThrownBy(() -> Dgemm.of(a, b, b.transpose())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void shouldRefuseAResultThatIsAnOperandOfAnotherProduct() {
        StoredMatrix a = store.allocate(4, 4);
        StoredMatrix b = store.allocate(4, 4);
        StoredMatrix c = store.allocate(4, 4);
        Dgemm first = Dgemm.of(a, b, c);
        Dgemm second = Dgemm.of(c, b, store.allocate(4, 4));
        assertThatThrownBy(() -> Batch.of(first, second))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("result of product 0")
                .hasMessageContaining("operand of product 1");
    }

    @Test
    void shouldRefuseOneResultOfTwoProducts() {
        StoredMatrix a = store.allocate(4, 4);
        StoredMatrix whole = store.allocate(4, 6);
        Dgemm first = Dgemm.of(a, a, block(whole, 0, 0, 4, 4));
        Dgemm second = Dgemm.of(a, block(store.allocate(4, 3), 0, 0, 4, 3), block(whole, 0, 3, 4, 3));
        assertThatThrownBy(() -> Batch.of(first, second)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Batch.of(first, first)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void shouldTakeBlocksOfOneMatrixAsResultsAndOperands() {
        StoredMatrix whole = store.allocate(60, 60);
        StoredMatrix b = block(whole, 50, 50, 10, 10);
        List<Dgemm> products = new ArrayList<>();
        for (int row = 0; row < 50; row += 10) {
            StoredMatrix a = block(whole, row, 50, 10, 10);
            for (int column = 0; column < 50; column += 10) {
                products.add(Dgemm.of(a, b, block(whole, row, column, 10, 10)));
            }
        }
        assertThatCode(() -> new Batch(products)).doesNotThrowAnyException();
        products.add(Dgemm.of(b, b, block(whole, 9, 9, 10, 10)));
        assertThatThrownBy(() -> new Batch(products)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void shouldTakeOneOperandOfManyProducts() {
        StoredMatrix a = store.allocate(3, 3);
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            products.add(Dgemm.of(a, a, store.allocate(3, 3)));
        }
        assertThat(new Batch(products).size()).isEqualTo(100);
    }

    @Test
    void shouldTakeEmptyMatricesForWhatTheyAre() {
        StoredMatrix whole = store.allocate(8, 8);
        Dgemm full = Dgemm.of(store.allocate(8, 2), store.allocate(2, 8), whole);
        StoredMatrix empty = block(whole, 2, 2, 0, 5);
        Dgemm none = Dgemm.of(store.allocate(0, 3), store.allocate(3, 5), empty);
        assertThat(Batch.of(full, none, none).size()).isEqualTo(3);
    }

    @Test
    void shouldAgreeWithABitForEachElement() {
        SplittableRandom random = new SplittableRandom(11);
        int refused = 0;
        for (int attempt = 0; attempt < 3000; attempt++) {
            StoredMatrix memory = store.allocate(1, 400 + random.nextInt(20_000));
            int products = 1 + random.nextInt(4);
            List<StoredMatrix> results = new ArrayList<>();
            List<List<StoredMatrix>> operands = new ArrayList<>();
            long commonLine = 1 + random.nextInt(24);
            for (int i = 0; i < products; i++) {
                results.add(any(memory, random, commonLine));
                operands.add(List.of(any(memory, random, commonLine), any(memory, random, commonLine)));
            }
            boolean overlaps = overlapsByBits(memory, results, operands);
            refused += overlaps ? 1 : 0;
            Throwable thrown = null;
            try {
                Overlap.refuse(products, operands::get, results::get);
            } catch (InvalidInputException e) {
                thrown = e;
            }
            assertThat(thrown != null).as("attempt %d", attempt).isEqualTo(overlaps);
            store.rewind();
        }
        assertThat(refused).isBetween(500, 2500);
    }

    private static StoredMatrix any(StoredMatrix memory, SplittableRandom random, long commonLine) {
        Layout layout = random.nextBoolean() ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR;
        long leading = random.nextInt(4) > 0 ? commonLine : 1 + random.nextInt(24);
        long line = random.nextLong(leading + 1);
        long lines = random.nextLong(12);
        Shape shape = layout == Layout.COLUMN_MAJOR ? new Shape(line, lines) : new Shape(lines, line);
        long room = memory.columns() - (lines == 0 ? 0 : (lines - 1) * leading + line);
        return StoredMatrix.over(memory.region(), memory.offset() + 8 * random.nextLong(room), shape, leading, layout);
    }

    private static boolean overlapsByBits(
            StoredMatrix memory, List<StoredMatrix> results, List<List<StoredMatrix>> operands) {
        int[] readers = new int[(int) memory.columns()];
        int[] writers = new int[readers.length];
        results.forEach(each -> count(each, memory, writers));
        operands.forEach(pair -> pair.forEach(each -> count(each, memory, readers)));
        for (int i = 0; i < readers.length; i++) {
            if (writers[i] > 1 || writers[i] == 1 && readers[i] > 0) {
                return true;
            }
        }
        return false;
    }

    private static void count(StoredMatrix matrix, StoredMatrix memory, int[] counts) {
        long first = (matrix.offset() - memory.offset()) / Double.BYTES;
        for (long line = 0; line < matrix.lines(); line++) {
            for (long i = 0; i < matrix.lineLength(); i++) {
                counts[(int) (first + line * matrix.leadingDimension() + i)]++;
            }
        }
    }
}
