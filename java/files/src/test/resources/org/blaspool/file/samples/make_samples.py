#!/usr/bin/env python3
"""Writes the samples of this directory anew: make_samples.py npz|members|h5|kinds|mtx, as far as numpy, h5py and scipy are there.

Each family has a file FAMILY.tsv: the name of a matrix as a user would write it, a tab, and either the name of a .npy file
of float64 in C order that holds what numpy makes of it, or an exclamation mark and a part of the reason why it is refused.
"""
import io
import os
import sys
import zipfile

import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
RANDOM = np.random.RandomState(7)
cases = []


def expect(name, array, file):
    np.save(file + ".expected.npy", np.ascontiguousarray(array, dtype="<f8"))
    cases.append((name, file + ".expected.npy"))


def refuse(name, reason):
    cases.append((name, "!" + reason))


def finish(family):
    with open(family + ".tsv", "w") as table:
        table.writelines(f"{name}\t{what}\n" for name, what in cases)


def matrix(rows, columns, dtype="<f8"):
    return (RANDOM.standard_normal((rows, columns)) * 100).astype(dtype)


def npz():
    wide, column_major = matrix(5, 3), np.asfortranarray(matrix(4, 6))
    np.savez("stored.npz", wide=wide, column_major=column_major, ints=np.arange(12, dtype=">i4").reshape(3, 4))
    expect("stored.npz:wide", wide, "stored-wide")
    expect("stored.npz:wide.npy", wide, "stored-wide")
    expect("stored.npz:column_major", column_major, "stored-column-major")
    expect("stored.npz:ints", np.arange(12).reshape(3, 4), "stored-ints")
    refuse("stored.npz", "file holds several arrays")
    refuse("stored.npz:none", "array is not in the file")
    small = np.round(matrix(20, 7))
    np.savez_compressed("deflated.npz", small)
    expect("deflated.npz", small, "deflated")
    expect("deflated.npz:arr_0", small, "deflated")
    np.savez("objects.npz", np.array([[1, None]], dtype=object))
    refuse("objects.npz", "Python objects")
    np.savez("stack.npz", np.zeros((2, 2, 2)))
    refuse("stack.npz", "array is not a matrix")
    # Sizes in the extra field although they would fit, as archives written to a pipe have them.
    with zipfile.ZipFile("zip64.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("a.npy", "w", force_zip64=True) as member:
            np.lib.format.write_array(member, small)
    expect("zip64.npz", small, "deflated")
    with zipfile.ZipFile("bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
        with archive.open("a.npy", "w") as member:
            np.lib.format.write_array(member, small)
    refuse("bzip2.npz", "bad compression method")
    damaged = bytearray(open("stored.npz", "rb").read())
    damaged[damaged.index(wide.tobytes())] ^= 1
    open("checksum.npz", "wb").write(damaged)
    refuse("checksum.npz:wide", "file is damaged")
    open("cut.npz", "wb").write(damaged[: len(damaged) // 2])
    refuse("cut.npz:wide", "file cannot be read")
    open("empty.npz", "wb").write(b"")
    refuse("empty.npz", "file cannot be read")


def members():
    """Archives as others than numpy write them, with what numpy reads of them."""

    def npy(array, descr=None):
        bytes = io.BytesIO()
        np.save(bytes, array)
        whole = bytes.getvalue()
        if descr is None:
            return whole
        text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {array.shape}, }}".encode()
        text += b" " * (-(len(text) + 11) % 64) + b"\n"
        return whole[:8] + len(text).to_bytes(2, "little") + text + array.tobytes()

    x, y = matrix(3, 4), matrix(2, 2)
    with zipfile.ZipFile("exact.npz", "w") as archive:
        archive.writestr("x.npy", npy(x))
        archive.writestr("x", npy(y))
        archive.writestr("y/", b"")
        archive.writestr("y.npy", npy(y))
    with np.load("exact.npz") as archive:
        expect("exact.npz:x", archive["x"], "exact-x")
        expect("exact.npz:x.npy", archive["x.npy"], "exact-x-npy")
        expect("exact.npz:y", archive["y.npy"], "exact-y")
    with zipfile.ZipFile("packed.npz", "w") as archive:
        archive.writestr("folder/", b"")
        archive.writestr("folder/x.npy", npy(x))
        archive.writestr("__MACOSX/folder/._x.npy", b"attributes")
    expect("packed.npz", x, "packed")
    expect("packed.npz:folder/x", x, "packed")
    refuse("packed.npz:none", "arrays=1 names='folder/x'")
    # Without the flag that says UTF-8, as DOS had it.
    with zipfile.ZipFile("old-names.npz", "w") as archive:
        archive.writestr("nXX.npy", npy(x))
    whole = open("old-names.npz", "rb").read().replace(b"nXX", b"n\x86\xe1")
    open("old-names.npz", "wb").write(whole)
    with np.load("old-names.npz") as archive:
        expect("old-names.npz:n\u00e5\u00df", archive["n\u00e5\u00df"], "packed")
    with zipfile.ZipFile("dtypes.npz", "w") as archive:
        for descr in "<d >f e ? float64 int16 uint8 <l B half".split():
            kind = np.dtype(descr)
            archive.writestr(descr.strip("<>?") + "-" + str(len(descr)) + ".npy", npy(np.arange(6).reshape(2, 3).astype(kind), descr))
    with np.load("dtypes.npz") as archive:
        for name in archive.files:
            expect("dtypes.npz:" + name, archive[name], "dtypes-" + name)


def h5():
    import h5py

    old = matrix(7, 5)
    with h5py.File("old.h5", "w", libver="earliest") as file:
        file["x"] = old
        file["group/deep/y"] = matrix(3, 4, "<f4")
        expect("old.h5:/group/deep/y", file["group/deep/y"][:], "old-y")
        file["soft"] = h5py.SoftLink("/group/deep/y")
        file["away"] = h5py.ExternalLink("new.h5", "/x")
        file["vector"] = np.arange(3.0)
        file["number"] = 1.5
        file["complex"] = np.zeros((2, 2), dtype=complex)
        file["strings"] = np.array([[b"a", b"b"]])
        file["bools"] = np.array([[True, False]])
        file["objects"] = np.zeros((2, 2, 2))
        file["empty"] = np.zeros((0, 3))
    expect("old.h5:/x", old, "old-x")
    expect("old.h5:x", old, "old-x")
    expect("old.h5:/soft", np.load("old-y.expected.npy"), "old-y")
    refuse("old.h5:/away", "name the other file itself: other='new.h5'")
    refuse("old.h5", "holds several objects")
    refuse("old.h5:/group", "found=a group")
    refuse("old.h5:/none", "dataset is not in the file")
    refuse("old.h5:/group/none", "dataset is not in the file")
    refuse("old.h5:/vector", "dimensions=1")
    refuse("old.h5:/number", "dimensions=0")
    refuse("old.h5:/objects", "dimensions=3")
    refuse("old.h5:/complex", "compound")
    refuse("old.h5:/strings", "strings")
    refuse("old.h5:/bools", "enumeration")
    expect("old.h5:/empty", np.zeros((0, 3)), "old-empty")
    with h5py.File("new.h5", "w", libver="latest") as file:
        file["x"] = old
    expect("new.h5", old, "old-x")
    expect("new.h5:/x", old, "old-x")
    with h5py.File("types.h5", "w") as file:
        for code in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8".split():
            for end in "<>":
                kind = np.dtype(end + code)
                if kind.kind == "f":
                    x = matrix(3, 4).astype(kind)
                    x[0] = [np.inf, -np.inf, -0.0, np.finfo(kind).tiny]
                else:
                    whole = np.iinfo(kind)
                    x = np.array([[whole.min, whole.max, 0, 1], [7, 8, 9, 10]], dtype=kind)
                name = ("little" if end == "<" else "big") + code
                file[name] = x
                file.create_dataset(name + "z", data=x, chunks=(2, 3), compression="gzip", shuffle=True)
                expect("types.h5:/" + name, x, "types-" + name)
                expect("types.h5:/" + name + "z", x, "types-" + name)
        file["long"] = np.zeros((2, 2), dtype=np.longdouble)
    refuse("types.h5:/long", "float of 16 bytes")
    sparse = np.full((10, 9), 2.5)
    sparse[:4, :4] = 1
    for version in ("earliest", "latest"):
        with h5py.File(f"chunked-{version}.h5", "w", libver=version) as file:
            x = matrix(23, 17)
            for name, options in {
                "plain": {},
                "gzip": {"compression": "gzip"},
                "shuffled": {"compression": 9, "shuffle": True},
                "checked": {"compression": 1, "shuffle": True, "fletcher32": True},
                "only-checked": {"fletcher32": True},
            }.items():
                file.create_dataset(name, data=x, chunks=(5, 4), **options)
                expect(f"chunked-{version}.h5:/{name}", x, f"chunked-{version}")
            file.create_dataset("one-chunk", data=x, chunks=(23, 17), compression="gzip")
            expect(f"chunked-{version}.h5:/one-chunk", x, f"chunked-{version}")
            file.create_dataset("growing", data=x, chunks=(5, 4), maxshape=(None, None), compression="gzip")
            expect(f"chunked-{version}.h5:/growing", x, f"chunked-{version}")
            file.create_dataset("growing-rows", data=x, chunks=(5, 4), maxshape=(None, 17))
            expect(f"chunked-{version}.h5:/growing-rows", x, f"chunked-{version}")
            file.create_dataset("row", data=x[:1], chunks=(1, 4))
            expect(f"chunked-{version}.h5:/row", x[:1], f"chunked-{version}-row")
            file.create_dataset("column", data=x[:, :1], chunks=(4, 1))
            expect(f"chunked-{version}.h5:/column", x[:, :1], f"chunked-{version}-column")
            for end in "<>":
                name = "holes-" + ("little" if end == "<" else "big")
                holes = file.create_dataset(name, (10, 9), end + "f8", chunks=(4, 4), fillvalue=2.5)
                holes[:4, :4] = 1
                expect(f"chunked-{version}.h5:/{name}", sparse, "holes")
            file.create_dataset("unwritten", (3, 2), "<i4", fillvalue=-7)
            expect(f"chunked-{version}.h5:/unwritten", np.full((3, 2), -7), "unwritten")
            file.create_dataset("unwritten-chunks", (3, 2), "<i4", chunks=(2, 2))
            expect(f"chunked-{version}.h5:/unwritten-chunks", np.zeros((3, 2)), "unwritten-chunks")
            file.create_dataset("lzf", data=x, chunks=(5, 4), compression="lzf")
            refuse(f"chunked-{version}.h5:/lzf", "filter=lzf")
    with h5py.File("compact.h5", "w") as file:
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_layout(h5py.h5d.COMPACT)
        small = matrix(3, 2)
        dataset = h5py.h5d.create(
            file.id, b"x", h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple((3, 2)), properties)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, small)
    expect("compact.h5", small, "compact")
    with h5py.File("user-block.hdf5", "w", userblock_size=512) as file:
        file["x"] = old
        file.create_dataset("z", data=old, chunks=(3, 3), compression="gzip")
    expect("user-block.hdf5:/x", old, "old-x")
    expect("user-block.hdf5:/z", old, "old-x")
    with h5py.File("external.h5", "w") as file:
        file.create_dataset("x", (2, 2), "<f8", external=[("raw.data", 0, 32)])
    refuse("external.h5:/x", "other='raw.data'")
    with h5py.File("virtual.h5", "w", libver="latest") as file:
        layout = h5py.VirtualLayout(shape=(7, 5), dtype="<f8")
        layout[:] = h5py.VirtualSource("new.h5", "x", shape=(7, 5))
        file.create_virtual_dataset("x", layout)
    refuse("virtual.h5:/x", "other='new.h5'")
    whole = open("chunked-earliest.h5", "rb").read()
    open("cut.he5", "wb").write(whole[: len(whole) // 2])
    refuse("cut.he5:/checked", "file")
    damaged = bytearray(whole)
    with h5py.File("chunked-earliest.h5", "r") as file:
        at = file["only-checked"].id.get_chunk_info(0).byte_offset
        damaged[at + 3] ^= 1
        at = file["gzip"].id.get_chunk_info(0).byte_offset
        damaged[at + 9] ^= 0xFF
    open("damaged.h5", "wb").write(damaged)
    refuse("damaged.h5:/only-checked", "Fletcher32 checksum")
    refuse("damaged.h5:/gzip", "inflate() failed")
    open("text.h5", "w").write("no HDF5\n" * 200)
    refuse("text.h5", "file is not an HDF5 file")
    open("empty.h5", "wb").write(b"")
    refuse("empty.h5", "file is not an HDF5 file")


def kinds():
    """What readers other than the library itself have read wrongly or refused."""
    import ctypes

    import h5py

    # Files of users, with what h5py reads of them: they are kept as they are.
    for name in "append_columns", "committed", "mask", "paged_hole", "partial_gzip":
        cases.append((name + ".h5", name + ".expected.npy"))
    cases.append(("committed.h5:/x", "committed.expected.npy"))
    refuse("cut_chunked.h5", "truncated file: eof = 4103")
    x = matrix(6, 5)
    for version in ("earliest", "latest"):
        with h5py.File(f"relative-{version}.h5", "w", libver=version) as file:
            file["group/deep/x"] = x
            file["group/soft"] = h5py.SoftLink("deep/x")
            file["group/lost"] = h5py.SoftLink("deep/none")
        expect(f"relative-{version}.h5:/group/soft", x, "kinds")
        expect(f"relative-{version}.h5:group/./deep/x", x, "kinds")
        refuse(f"relative-{version}.h5:/group/lost", "dataset is not in the file")
        # h5jam writes a user block before a file that knows nothing of it.
        whole = open(f"relative-{version}.h5", "rb").read()
        open(f"jammed-{version}.h5", "wb").write(bytes(1024) + whole)
        expect(f"jammed-{version}.h5:/group/deep/x", x, "kinds")
    creation = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    creation.set_sizes(4, 8)
    with h5py.File(h5py.h5f.create(b"sizes.h5", h5py.h5f.ACC_TRUNC, creation)) as file:
        file.create_dataset("x", data=x, chunks=(4, 3), compression="gzip")
    expect("sizes.h5", x, "kinds")
    library = ctypes.CDLL(next(line.split()[-1] for line in open("/proc/self/maps") if "libhdf5_serial.so" in line))
    dont_filter_partial_chunks = 2
    with h5py.File("edges.h5", "w", libver="latest") as file:
        creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        creation.set_chunk((4, 3))
        creation.set_deflate(4)
        library.H5Pset_chunk_opts(ctypes.c_int64(creation.id), ctypes.c_uint(dont_filter_partial_chunks))
        dataset = h5py.h5d.create(file.id, b"x", h5py.h5t.IEEE_F64BE, h5py.h5s.create_simple((6, 5)), creation)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, x)
    expect("edges.h5", x, "kinds")
    with h5py.File("many-chunks.h5", "w", libver="earliest") as file:
        many = file.create_dataset("x", (160001, 1), "<i2", chunks=(1, 1), fillvalue=-3)
        many[7] = 5
        many[160000] = 6
        expect("many-chunks.h5", many[:], "many-chunks")
    with h5py.File("slow.h5", "w", libver="earliest") as file: # read by other tests
        file.create_dataset("x", (700, 700), "<f8", chunks=(1, 1), fillvalue=2.5)[0, 0] = 1
    with h5py.File("never-filled.h5", "w") as file:
        creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        creation.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
        h5py.h5d.create(file.id, b"x", h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple((3, 2)), creation)
    expect("never-filled.h5", np.zeros((3, 2)), "never-filled")


def mtx():
    import scipy.io

    def sample(name, text):
        with open(name + ".mtx", "w") as out:
            out.write(text)
        read = scipy.io.mmread(name + ".mtx")
        expect(name + ".mtx", read.toarray() if hasattr(read, "toarray") else read, "mtx-" + name)

    def bad(name, text, reason):
        with open(name + ".mtx", "w") as out:
            out.write(text)
        refuse(name + ".mtx", reason)

    for name, x in {"dense": matrix(5, 3), "whole": RANDOM.randint(-9, 9, (3, 4)), "extreme": np.array(
            [[np.inf, -np.inf, np.nan], [5e-324, 1.7976931348623157e308, -2.5], [1 / 3, 1e22, 9007199254740993.0]])}.items():
        scipy.io.mmwrite(name + ".mtx", x, precision=17)
        expect(name + ".mtx", scipy.io.mmread(name + ".mtx"), "mtx-" + name)
    import scipy.sparse

    scipy.io.mmwrite("sparse.mtx", scipy.sparse.random(20, 30, 0.1, random_state=RANDOM))
    expect("sparse.mtx", scipy.io.mmread("sparse.mtx").toarray(), "mtx-sparse")
    symmetric = matrix(5, 5)
    symmetric = symmetric + symmetric.T
    scipy.io.mmwrite("symmetric.mtx", symmetric, symmetry="symmetric")
    expect("symmetric.mtx", scipy.io.mmread("symmetric.mtx"), "mtx-symmetric")
    banner = "%%MatrixMarket matrix "
    sample("duplicates", banner + "coordinate real general\n2 2 3\n1 1 1.5\n1 1 2\n2 1 -.5e+1\n")
    sample("symmetric-both", banner + "coordinate real symmetric\n2 2 2\n1 2 5\n2 1 3\n")
    sample("skew", banner + "coordinate real skew-symmetric\n3 3 3\n1 1 5\n2 1 3\n3 2 4\n")
    sample("skew-array", banner + "array real skew-symmetric\n3 3\n2\n3\n4\n")
    sample("pattern", banner + "coordinate pattern general\n2 3 2\n1 1\n2 3\n")
    sample("pattern-symmetric", banner + "coordinate pattern symmetric\n3 3 2\n2 1\n3 3\n")
    sample("large-integers", banner + "coordinate integer general\n2 2 2\n1 1 9007199254740993\n2 2 -7\n")
    sample("unsigned", banner + "coordinate unsigned-integer general\n2 2 1\n1 1 18446744073709551615\n")
    sample("comments", banner + "coordinate real general\n% one\n\n%two\n2 2 2\n\n1 1 1\n2 2 2")
    sample("carriage-returns", banner + "array double general\r\n2 1\r\n1e0\r\n-2.50\r\n\r\n")
    sample("nothing", banner + "coordinate real general\n2 3 0\n")
    bad("complex", banner + "coordinate complex general\n1 1 1\n1 1 1 0\n", "field cannot be used: field='complex'")
    bad("hermitian", banner + "array real hermitian\n1 1\n1\n", "symmetry cannot be used: symmetry='hermitian'")
    bad("vector", "%%MatrixMarket vector array real general\n1\n1\n", "object cannot be used: object='vector'")
    bad("no-banner", "1 1 1\n1 1 1\n", "not a Matrix Market file")
    bad("too-few", banner + "coordinate real general\n2 2 2\n1 1 1\n%\n%\n%\n", "file is truncated")
    bad("far-too-few", banner + "array real general\n20 20\n1\n", "file is truncated")
    bad("too-many", banner + "array real general\n1 2\n1\n2\n3\n", "more entries follow")
    bad("outside", banner + "coordinate real general\n2 2 1\n3 1 1\n", "line=3 reason=row is not in the matrix")
    bad("zero-based", banner + "coordinate real general\n2 2 1\n1 0 1\n", "column is not in the matrix")
    bad("fortran-exponent", banner + "array real general\n1 1\n1d3\n", "value is not a number: value='1d3'")
    bad("hexadecimal", banner + "array real general\n1 1\n0x10\n", "value is not a number")
    bad("fraction", banner + "array integer general\n1 1\n2.5\n", "value is not an integer")
    bad("not-square", banner + "coordinate real symmetric\n2 3 1\n1 2 5\n", "symmetric but not square")
    bad("two-a-line", banner + "array real general\n2 1\n1 2\n", "line has more than it should")
    bad("array-pattern", banner + "array pattern general\n1 1\n", "an array has no pattern")
    bad("huge", banner + "coordinate real general\n9999999999 9999999999 0\n", "matrix size overflows")


family = sys.argv[1]
{"npz": npz, "members": members, "h5": h5, "kinds": kinds, "mtx": mtx}[family]()
finish(family)
