#!/usr/bin/env python3
"""The same work in numpy, for comparison: P products of two n x n matrices, one way or another.

    products.py MODE N PAIRS ROUNDS [WORKERS]

MODE:
  loop           one caller; BLAS brings the threads (all CPUs, or OPENBLAS_NUM_THREADS)
  threadpool     multiprocessing.pool.ThreadPool of WORKERS callers; set OPENBLAS_NUM_THREADS=1
  pool           multiprocessing.Pool().starmap with its default chunk size
  pool-chunked   Pool(WORKERS).starmap with chunk size PAIRS / WORKERS
  pool-single    Pool(WORKERS).starmap(chunksize=1): what one task costs, for small N
  shared         Pool(WORKERS) over multiprocessing.shared_memory, operands and results in place

A round covers what a program would do from cold: making the operands, starting the pool, computing, collecting. One more
figure, compute_seconds, leaves out making the operands and starting the pool. Prints one JSON line. Without numpy it says
so and exits with 3.
"""
import json
import multiprocessing
import sys
import time
from multiprocessing import shared_memory
from multiprocessing.pool import ThreadPool

try:
    import numpy
except ImportError:
    print("numpy is not installed: this reference is skipped", file=sys.stderr)
    sys.exit(3)


def operands(size, pairs):
    generator = numpy.random.default_rng(42)
    return [(generator.random((size, size)), generator.random((size, size))) for _ in range(pairs)]


def timed(make, start, compute):
    """One round: seconds in all, and seconds of the computing alone."""
    begun = time.perf_counter()
    data = make()
    pool = start()
    ready = time.perf_counter()
    results = compute(pool, data)
    done = time.perf_counter()
    if pool is not None:
        pool.terminate()
        pool.join()
    return done - begun, done - ready, results


def loop(size, pairs, _):
    return timed(
        lambda: operands(size, pairs),
        lambda: None,
        lambda _pool, data: [numpy.dot(a, b) for a, b in data])


def threadpool(size, pairs, workers):
    return timed(
        lambda: operands(size, pairs),
        lambda: ThreadPool(workers),
        lambda pool, data: pool.starmap(numpy.dot, data))


def pool(size, pairs, _):
    return timed(
        lambda: operands(size, pairs),
        lambda: multiprocessing.Pool(),
        lambda workers, data: workers.starmap(numpy.dot, data))


def pool_chunked(size, pairs, workers):
    return timed(
        lambda: operands(size, pairs),
        lambda: multiprocessing.Pool(workers),
        lambda pool, data: pool.starmap(numpy.dot, data, chunksize=max(1, pairs // workers)))


def pool_single(size, pairs, workers):
    return timed(
        lambda: operands(size, pairs),
        lambda: multiprocessing.Pool(workers),
        lambda pool, data: pool.starmap(numpy.dot, data, chunksize=1))


attached = None


def attach(name, shape):
    global attached
    memory = shared_memory.SharedMemory(name=name)
    attached = (memory, numpy.ndarray(shape, dtype=numpy.float64, buffer=memory.buf))


def product_in_place(index):
    arrays = attached[1]
    numpy.dot(arrays[index, 0], arrays[index, 1], out=arrays[index, 2])


def shared(size, pairs, workers):
    shape = (pairs, 3, size, size)
    begun = time.perf_counter()
    memory = shared_memory.SharedMemory(create=True, size=pairs * 3 * size * size * 8)
    try:
        arrays = numpy.ndarray(shape, dtype=numpy.float64, buffer=memory.buf)
        generator = numpy.random.default_rng(42)
        for index in range(pairs):
            generator.random(out=arrays[index, 0])
            generator.random(out=arrays[index, 1])
        with multiprocessing.Pool(workers, attach, (memory.name, shape)) as started:
            ready = time.perf_counter()
            started.map(product_in_place, range(pairs))
            done = time.perf_counter()
        del arrays
        return done - begun, done - ready, None
    finally:
        memory.close()
        memory.unlink()


MODES = {
    "loop": loop,
    "threadpool": threadpool,
    "pool": pool,
    "pool-chunked": pool_chunked,
    "pool-single": pool_single,
    "shared": shared,
}


def main(arguments):
    if len(arguments) < 4 or arguments[0] not in MODES:
        print(__doc__, file=sys.stderr)
        return 2
    mode, size, pairs, rounds = arguments[0], *map(int, arguments[1:4])
    workers = int(arguments[4]) if len(arguments) > 4 else multiprocessing.cpu_count()
    seconds, compute = [], []
    for _ in range(rounds):
        whole, computing, results = MODES[mode](size, pairs, workers)
        del results
        seconds.append(whole)
        compute.append(computing)
    print(json.dumps({
        "program": "numpy", "mode": mode, "n": size, "pairs": pairs, "workers": workers,
        "seconds": seconds, "compute_seconds": compute, "numpy": numpy.__version__}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
