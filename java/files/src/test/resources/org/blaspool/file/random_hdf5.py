#!/usr/bin/env python3
"""Writes random HDF5 files with h5py, and beside each what h5py reads of it: random_hdf5.py SEED COUNT DIRECTORY.

Prints a line for each: the dataset as a user would name it, a tab, and the .npy file of float64 that it is to be.
"""
import ctypes
import os
import sys

import h5py
import numpy as np

seed, count, directory = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
os.chdir(directory)
RANDOM = np.random.RandomState(seed)
LIBRARY = ctypes.CDLL(next(line.split()[-1] for line in open("/proc/self/maps") if "/libhdf5" in line and "_hl" not in line))
TYPES = [end + code for code in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8".split() for end in "<>"]
NAMES = ["x", "data", "\u00e4\u00f6", "a b", "a.b", "with:colon"]


def one_of(*choices):
    return choices[RANDOM.randint(len(choices))]


def often(probability):
    return RANDOM.random_sample() < probability


def numbers(rows, columns, dtype):
    if dtype.kind == "f":
        x = (RANDOM.standard_normal((rows, columns)) * 10.0 ** RANDOM.randint(-5, 4)).astype(dtype)
        if often(0.2):
            x.flat[RANDOM.randint(x.size)] = one_of(np.inf, -np.inf, -0.0, np.nan, np.finfo(dtype).tiny / 4)
        return x
    info = np.iinfo(dtype)
    if often(0.3):
        return np.array([info.min, info.max, 0, 1], dtype=dtype)[RANDOM.randint(4, size=(rows, columns))]
    return RANDOM.randint(-100 if info.min < 0 else 0, 100, (rows, columns)).astype(dtype)


def creation(rows, columns, dtype, latest):
    """How a dataset is laid out: its property list, its largest shape, and the shape of its chunks or None."""
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    layout = one_of("contiguous", "chunked", "chunked", "chunked", "chunked", "compact")
    if rows * columns * dtype.itemsize > 60000 and layout == "compact":
        layout = "contiguous"
    largest, chunks = (rows, columns), None
    if layout == "compact":
        properties.set_layout(h5py.h5d.COMPACT)
    elif layout == "chunked":
        chunks = one_of(
            (RANDOM.randint(1, rows + 3), RANDOM.randint(1, columns + 3)),
            (1, RANDOM.randint(1, columns + 1)), (RANDOM.randint(1, rows + 1), 1), (1, 1), (rows, columns))
        unlimited = h5py.h5s.UNLIMITED
        largest = one_of(
            (rows, columns), (rows, unlimited), (unlimited, columns), (unlimited, unlimited),
            (rows, columns + RANDOM.randint(60)), (rows + RANDOM.randint(60), columns + RANDOM.randint(60)),
            (unlimited, columns + RANDOM.randint(60)))
        # A fixed shape wants chunks that are not larger.
        chunks = tuple(c if l == unlimited else min(c, max(1, l)) for c, l in zip(chunks, largest))
        properties.set_chunk(chunks)
        if often(0.5):
            if often(0.5):
                properties.set_shuffle()
            if dtype.kind in "iu" and dtype.isnative and often(0.2):
                properties.set_scaleoffset(h5py.h5z.SO_INT, 0)
            if often(0.7):
                properties.set_deflate(RANDOM.randint(0, 10))
            if often(0.4):
                properties.set_fletcher32()
        if latest and often(0.3):
            LIBRARY.H5Pset_chunk_opts(ctypes.c_int64(properties.id), ctypes.c_uint(2))  # edges are not filtered
        if often(0.4):
            properties.set_alloc_time(one_of(h5py.h5d.ALLOC_TIME_EARLY, h5py.h5d.ALLOC_TIME_INCR, h5py.h5d.ALLOC_TIME_LATE))
    if often(0.5):
        properties.set_fill_value(np.array(one_of(0, 1, 7, 100), dtype=dtype))
    if often(0.2):
        properties.set_fill_time(h5py.h5d.FILL_TIME_ALLOC)
    return properties, largest, chunks


def fill(dataset, chunks, dtype):
    rows, columns = dataset.shape
    how = one_of("all", "all", "parts", "parts", "nothing", "grow", "shrink", "masked")
    x = numbers(rows, columns, dtype)
    if how in ("all", "masked", "grow", "shrink"):
        dataset[...] = x
    if how == "parts":
        for _ in range(RANDOM.randint(1, 4)):
            i, j = RANDOM.randint(rows), RANDOM.randint(columns)
            dataset[i:i + 5, j:j + 5] = x[i:i + 5, j:j + 5]
    if chunks and how in ("grow", "shrink"):
        shape = [s if m == s else max(1, s + RANDOM.randint(-s, 30)) for s, m in zip(dataset.shape, dataset.maxshape)]
        shape = [s if m is None else min(s, m) for s, m in zip(shape, dataset.maxshape)]
        dataset.resize(shape)
        if often(0.5):
            i, j = RANDOM.randint(shape[0]), RANDOM.randint(shape[1])
            dataset[i, j] = 3
    if chunks and how == "masked" and dataset.id.get_create_plist().get_nfilters() > 0:
        every = (1 << dataset.id.get_create_plist().get_nfilters()) - 1
        dataset.id.write_direct_chunk((0, 0), numbers(*chunks, dtype).tobytes(), filter_mask=every)


def write(number):
    version = one_of("earliest", "latest", "latest", ("earliest", "v108"), ("v108", "latest"))
    latest = version == "latest" or version[1] == "latest"
    name = f"{number}.h5"
    options = {"libver": version}
    if often(0.2):
        options["userblock_size"] = one_of(512, 1024, 4096)
    with h5py.File(name, "w", **options) as file:
        for i in range(RANDOM.randint(0, 12) if often(0.3) else 0):
            file.create_group(f"other{i}").attrs["note"] = "x" * RANDOM.randint(200)
        group = file
        for depth in range(one_of(0, 0, 1, 3)):
            group = group.create_group(one_of("g", "group", "\u6f22"), track_order=often(0.3))
        rows, columns = one_of((RANDOM.randint(1, 40), RANDOM.randint(1, 40)), (RANDOM.randint(1, 400), RANDOM.randint(1, 8)),
                               (1, RANDOM.randint(1, 300)), (RANDOM.randint(1, 2000), 1))
        dtype = np.dtype(one_of(*TYPES))
        properties, largest, chunks = creation(rows, columns, dtype, latest)
        path = one_of(*NAMES)
        kind = h5py.h5t.py_create(dtype, logical=True)
        if often(0.1):
            kind.commit(group.id, b"type")
        h5py.h5d.create(group.id, path.encode(), kind, h5py.h5s.create_simple((rows, columns), largest), properties)
        fill(group[path], chunks, dtype)
        if often(0.2):
            group["soft"] = h5py.SoftLink(path)
            path = "soft"
        path = f"{group.name.rstrip('/')}/{path}"
        if often(0.3):
            group[one_of("later", "zz")] = numbers(3, 3, dtype)
    if often(0.1):
        whole = open(name, "rb").read()
        if "userblock_size" not in options:
            open(name, "wb").write(bytes(one_of(512, 2048)) + whole)
    with h5py.File(name, "r") as file:
        np.save(f"{number}.npy", np.ascontiguousarray(file[path][...].astype("<f8")))
    print(f"{name}:{path}\t{number}.npy")


for each in range(count):
    write(each)
