#!/usr/bin/env python3
"""The same work in numpy, for comparison: P products of two n x n matrices, one way or another.

    products.py MODE N PAIRS ROUNDS [WORKERS [random|ones]]

MODE:
  loop               one caller; BLAS brings the threads (all CPUs, or OPENBLAS_NUM_THREADS)
  threadpool         multiprocessing.pool.ThreadPool of WORKERS callers; set OPENBLAS_NUM_THREADS=1
  pool               multiprocessing.Pool().starmap with its default chunk size
  pool-chunked       Pool(WORKERS).starmap with chunk size PAIRS / WORKERS
  shared             Pool(WORKERS) over multiprocessing.shared_memory, operands and results in place
  threadpool-single  the same with chunk size 1: what one task costs, for small N
  pool-single        the same
  shared-single      the same
  spawn              no product: a Pool of one worker that is spawned, imports numpy and says that it is there

A round covers what a program would do from cold: making the operands, starting the pool, computing, collecting. One more
figure, compute_seconds, leaves out making the operands and starting the pool (spawn has nothing else). Prints one JSON
line. Without numpy it says so and exits with 3.

ROUNDS is a number, or - for one round a line of standard input, so that another program's rounds can alternate with
these: "ready" is printed when the first can begin, and after each round its two figures; the JSON line comes last.
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


fill = "random"


def operands(size, pairs):
    if fill == "ones":
        return [(numpy.ones((size, size)), numpy.ones((size, size))) for _ in range(pairs)]
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


def threadpool(size, pairs, workers, chunksize=None):
    return timed(
        lambda: operands(size, pairs),
        lambda: ThreadPool(workers),
        lambda threads, data: threads.starmap(numpy.dot, data, chunksize=chunksize))


def threadpool_single(size, pairs, workers):
    return threadpool(size, pairs, workers, chunksize=1)


def pool(size, pairs, _):
    return timed(
        lambda: operands(size, pairs),
        lambda: multiprocessing.Pool(),
        lambda workers, data: workers.starmap(numpy.dot, data))


def pool_of(size, pairs, workers, chunksize):
    return timed(
        lambda: operands(size, pairs),
        lambda: multiprocessing.Pool(workers),
        lambda started, data: started.starmap(numpy.dot, data, chunksize=chunksize))


def pool_chunked(size, pairs, workers):
    return pool_of(size, pairs, workers, max(1, pairs // workers))


def pool_single(size, pairs, workers):
    return pool_of(size, pairs, workers, 1)


attached = None


def attach(name, shape):
    global attached
    memory = shared_memory.SharedMemory(name=name)
    attached = (memory, numpy.ndarray(shape, dtype=numpy.float64, buffer=memory.buf))


def product_in_place(index):
    arrays = attached[1]
    numpy.dot(arrays[index, 0], arrays[index, 1], out=arrays[index, 2])


def fill_shared(arrays):
    generator = numpy.random.default_rng(42)
    for pair in arrays:
        for operand in pair[0], pair[1]:
            if fill == "ones":
                operand[...] = 1
            else:
                generator.random(out=operand)


def shared(size, pairs, workers, chunksize=None):
    shape = (pairs, 3, size, size)
    begun = time.perf_counter()
    memory = shared_memory.SharedMemory(create=True, size=pairs * 3 * size * size * 8)
    try:
        arrays = numpy.ndarray(shape, dtype=numpy.float64, buffer=memory.buf)
        fill_shared(arrays)
        with multiprocessing.Pool(workers, attach, (memory.name, shape)) as started:
            ready = time.perf_counter()
            started.map(product_in_place, range(pairs), chunksize=chunksize)
            done = time.perf_counter()
        del arrays
        return done - begun, done - ready, None
    finally:
        memory.close()
        memory.unlink()


def shared_single(size, pairs, workers):
    return shared(size, pairs, workers, chunksize=1)


def numpy_is_there():
    return numpy.__version__


def spawn(_size, _pairs, _workers):
    begun = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(1) as started:
        started.apply(numpy_is_there)
        done = time.perf_counter()
    return done - begun, done - begun, None


MODES = {
    "loop": loop,
    "threadpool": threadpool,
    "pool": pool,
    "pool-chunked": pool_chunked,
    "shared": shared,
    "threadpool-single": threadpool_single,
    "pool-single": pool_single,
    "shared-single": shared_single,
    "spawn": spawn,
}


def rounds_of(text):
    """Yields once for each round: so many times, or for each line of standard input."""
    if text == "-":
        print("ready", flush=True)
        yield from sys.stdin
    else:
        yield from range(int(text))


def main(arguments):
    global fill
    if not 4 <= len(arguments) <= 6 or arguments[0] not in MODES or arguments[5:] not in ([], ["random"], ["ones"]):
        print(__doc__, file=sys.stderr)
        return 2
    mode, size, pairs = arguments[0], int(arguments[1]), int(arguments[2])
    workers = int(arguments[4]) if len(arguments) > 4 else multiprocessing.cpu_count()
    fill = arguments[5] if len(arguments) > 5 else "random"
    seconds, compute = [], []
    for _ in rounds_of(arguments[3]):
        whole, computing, results = MODES[mode](size, pairs, workers)
        del results
        seconds.append(whole)
        compute.append(computing)
        if arguments[3] == "-":
            print(f"{whole:.9f} {computing:.9f}", flush=True)
    print(json.dumps({
        "program": "numpy", "mode": mode, "n": size, "pairs": pairs, "workers": workers, "fill": fill,
        "seconds": seconds, "compute_seconds": compute, "numpy": numpy.__version__}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
