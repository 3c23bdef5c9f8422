/*
 * A CBLAS of plain loops that takes a given time for a product and notes which it computed: one line a call, the first
 * element of A, appended to the file BLASPOOL_TEST_NOTES; BLASPOOL_TEST_MILLIS is the time. So a test sees what was
 * computed, and how often, whatever the machine's speed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum { TRANSPOSED = 112 };

EXPORT int openblas_get_num_threads(void);
EXPORT void openblas_set_num_threads(int threads);
EXPORT double cblas_ddot(int n, const double *x, int step_x, const double *y, int step_y);
EXPORT void cblas_dgemm(
    int order, int trans_a, int trans_b, int m, int n, int k, double alpha, const double *a, int lda, const double *b,
    int ldb, double beta, double *c, int ldc);

int openblas_get_num_threads(void) { return 1; }

void openblas_set_num_threads(int threads) { (void)threads; }

double cblas_ddot(int n, const double *x, int step_x, const double *y, int step_y) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += x[(long)i * step_x] * y[(long)i * step_y];
    }
    return sum;
}

static void note(double first) {
    const char *file = getenv("BLASPOOL_TEST_NOTES");
    int notes = file != NULL ? open(file, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (notes < 0 || dprintf(notes, "%.0f\n", first) < 0) {
        abort(); /* a test that sees nothing must not pass */
    }
    close(notes);
}

static void take_time(void) {
    const char *text = getenv("BLASPOOL_TEST_MILLIS");
    long millis = text != NULL ? atol(text) : 0;
    struct timespec time = {millis / 1000, millis % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* Column-major, which is all that blaspool asks for. */
void cblas_dgemm(
    int order, int trans_a, int trans_b, int m, int n, int k, double alpha, const double *a, int lda, const double *b,
    int ldb, double beta, double *c, int ldc) {
    (void)order;
    note(a[0]);
    take_time();
    for (long j = 0; j < n; j++) {
        for (long i = 0; i < m; i++) {
            double sum = 0;
            for (long l = 0; l < k; l++) {
                double left = trans_a == TRANSPOSED ? a[l + i * lda] : a[i + l * lda];
                double right = trans_b == TRANSPOSED ? b[j + l * ldb] : b[l + j * ldb];
                sum += left * right;
            }
            double *target = &c[i + j * ldc];
            *target = alpha * sum + (beta == 0 ? 0 : beta * *target);
        }
    }
}
