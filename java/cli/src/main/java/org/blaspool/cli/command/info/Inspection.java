package org.blaspool.cli.command.info;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.report.InfoReport;
import org.blaspool.cli.report.InfoReport.LoadedBlas;
import org.blaspool.cli.report.PlanReport.SamplesReport;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuPlacement;
import org.blaspool.cpu.CpuSet;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.MemoryAllotment;
import org.blaspool.cpu.PinPolicy;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeProbe;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.Warning;
import org.blaspool.memory.ByteSize;
import org.blaspool.memory.PageKind;
import org.blaspool.memory.Region;
import org.blaspool.sample.Samples;
import org.blaspool.usage.HardwareCounters;

/** Looks at everything that info reports. */
final class Inspection {
    private static final long PROBE_NANOS = 200_000_000;
    private static final long COPY_BLOCK_BYTES = 32L << 20;
    /** A few huge pages. */
    private static final long REGION_BYTES = 8L << 20;

    private final Machine machine;
    private final StrategyOptions options;
    private final List<Warning> warnings = new ArrayList<>();
    private SamplesReport samples;
    private BlasInfo info;

    Inspection(Machine machine, StrategyOptions options) {
        this.machine = machine;
        this.options = options;
    }

    /**
     * Everything.
     *
     * @param probe whether to measure what the machine can do, which takes half a second
     */
    InfoReport report(boolean probe) {
        note("topology", machine.topology().notes());
        note("allotment", machine.cpus().notes());
        note("memory", machine.memory().notes());
        LoadedBlas blas = blas();
        return new InfoReport(
                InfoReport.SCHEMA,
                machine(probe),
                topology(machine.topology()),
                new InfoReport.Platform(
                        System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor"),
                        System.getProperty("os.version"),
                        CLibraryVersion.read()),
                cpus(machine.cpus()),
                memory(machine.memory()),
                defaults(),
                blas,
                pages(),
                probe ? NativeProbe.vectorBits() : null,
                counters(),
                warnings,
                samples);
    }

    private MachineRecord machine(boolean probe) {
        Double peak = probe ? fmaFlopPerSecond() : null;
        Double copies = probe ? NativeProbe.copyRate(COPY_BLOCK_BYTES, PROBE_NANOS) : null;
        return MachineRecord.describe(machine.topology(), machine.cpus(), info).withLimits(peak, null, copies);
    }

    private void note(String kind, List<String> notes) {
        notes.forEach(note -> warnings.add(new Warning(kind, note, null)));
    }

    private static InfoReport.Topology topology(CpuTopology topology) {
        return new InfoReport.Topology(
                topology.online().size(),
                topology.cores().size(),
                topology.packages(),
                topology.nodes().size(),
                topology.caches().stream()
                        .map(cache -> "L" + cache.level() + " "
                                + cache.type().toLowerCase(Locale.ROOT) + " " + ByteSize.format(cache.bytes())
                                + (cache.sharedBy().size() > 1
                                        ? " shared by " + cache.sharedBy().size() + " CPUs"
                                        : ""))
                        .toList());
    }

    private static InfoReport.Cpus cpus(CpuAllotment cpus) {
        String limit = word(cpus.limitedBy());
        String allowed = cpus.allowed().toString();
        return new InfoReport.Cpus(cpus.cpus(), cpus.physicalCores(), allowed, cpus.describe(), limit, cpus.reason());
    }

    private static InfoReport.Memory memory(MemoryAllotment memory) {
        String limit = word(memory.limitedBy());
        return new InfoReport.Memory(
                memory.machineBytes(), memory.availableBytes(), memory.describe(), limit, memory.reason());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private InfoReport.Defaults defaults() {
        PinPolicy pin = PinPolicy.parse(options.pin().orElse("auto"));
        int workers = options.workers().orElse(machine.cpus().physicalCores());
        int threads = options.blasThreads().orElse(1);
        CpuPlacement placement = CpuPlacement.of(
                machine.topology(),
                machine.cpus(),
                new CpuPlacement.Request(pin, options.exclusive(), workers, threads));
        note("placement", placement.notes());
        List<String> sets = placement.workers().stream().map(CpuSet::toString).toList();
        return new InfoReport.Defaults(workers, threads, pin.toString(), placement.pinned(), sets);
    }

    private LoadedBlas blas() {
        try (BlasLibrary blas = options.blas().get(0).open()) {
            info = blas.info();
            String identity = Samples.identity(machine.topology(), machine.cpus(), info);
            samples = SamplesReport.of(
                    Samples.inUsersCache(identity, System.getenv()),
                    machine.cpus().physicalCores(),
                    machine.memory().availableBytes());
            if (!info.threadControl() && !info.threading().equals("sequential")) {
                warnings.add(new Warning(
                        "no-thread-control",
                        "threads of " + info.kind() + " cannot be set",
                        "compare it with --blas bundled"));
            }
            return new LoadedBlas(info, blas.threads(), blas.smallKernels());
        }
    }

    private static InfoReport.Counters counters() {
        try (HardwareCounters counters = HardwareCounters.open()) {
            return new InfoReport.Counters(counters.names(), null);
        } catch (ResourceUnavailableException e) {
            return new InfoReport.Counters(List.of(), e.getMessage());
        }
    }

    private InfoReport.Pages pages() {
        try (Region own = Region.createPrivate(REGION_BYTES, 1);
                Region shared = Region.createShared(REGION_BYTES, 1)) {
            Stream.of(own, shared)
                    .filter(region -> region.pages() != PageKind.HUGE)
                    .forEach(this::warnOfSmallPages);
            return new InfoReport.Pages(own.pages().toString(), shared.pages().toString());
        }
    }

    private void warnOfSmallPages(Region region) {
        String memory = region.isShared() ? "shared" : "private";
        warnings.add(new Warning(
                "small-pages",
                memory + " memory gets " + region.pages() + " pages, its first touch is slow",
                region.isShared()
                        ? "shared memory gets huge pages from Linux 6.1 on"
                        : "set /sys/kernel/mm/transparent_hugepage/enabled to madvise"));
    }

    private double fmaFlopPerSecond() {
        int[] cores = machine.topology().physicalCores(machine.cpus().allowed()).stream()
                .limit(machine.cpus().physicalCores())
                .toArray();
        return NativeProbe.fmaRate(cores.length, cores, PROBE_NANOS);
    }

    /** The version of the C library, as getconf tells it: {@code glibc 2.36}. */
    private static final class CLibraryVersion {
        private CLibraryVersion() {}

        static String read() {
            try {
                Process getconf = new ProcessBuilder("getconf", "GNU_LIBC_VERSION")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                String answer = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
                return getconf.waitFor(1, TimeUnit.SECONDS) && !answer.isEmpty() ? answer : "unknown";
            } catch (IOException e) {
                return "unknown";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "unknown";
            }
        }
    }
}
