package org.blaspool.cli.report;

import java.util.List;
import org.blaspool.blas.BlasInfo;
import org.blaspool.cli.terminal.Style;
import org.blaspool.measure.MachineRecord;
import org.blaspool.memory.ByteSize;

/** What info found, as text. */
public final class InfoText extends TextPage {
    private static final int VALUE_COLUMN = 17;

    private InfoText(Style style) {
        super(style);
    }

    public static String of(InfoReport report, Style style) {
        InfoText text = new InfoText(style);
        text.machine(report);
        text.allotment(report);
        text.blas(report.blas());
        text.limits(report);
        if (!report.warnings().isEmpty()) {
            text.line("");
            text.warnings(report.warnings());
        }
        return text.toString();
    }

    private void machine(InfoReport report) {
        InfoReport.Topology machine = report.topology();
        heading("Machine");
        field("CPU", report.machine().cpuModel());
        field(
                "CPUs online",
                machine.onlineCpus() + "; physical cores " + machine.physicalCores() + ", packages "
                        + machine.packages() + ", NUMA nodes " + machine.numaNodes());
        if (!machine.caches().isEmpty()) {
            field("caches", String.join(", ", machine.caches()));
        }
        field("kernel", report.platform().kernel());
        field("C library", report.platform().libc());
        field("Java", report.machine().java() + " (" + report.platform().javaVm() + ")");
    }

    private void allotment(InfoReport report) {
        InfoReport.Cpus cpus = report.cpus();
        section("What this process may use");
        field("CPUs", cpus.cpus() + " (" + counted(cpus.physicalCores(), "core") + "), among " + cpus.allowed());
        field("", cpus.allotment());
        field("why", cpus.reason());
        InfoReport.Memory memory = report.memory();
        field("memory", ByteSize.format(memory.availableBytes()) + " of " + ByteSize.format(memory.machineBytes()));
        field("", memory.allotment());
        field("why", memory.reason());
        InfoReport.Defaults defaults = report.defaults();
        section("What strategies take by default");
        field("workers", String.valueOf(defaults.workers()));
        field("BLAS threads", defaults.blasThreads() + " each; " + defaults.workers() + " for blas-threads");
        field("pin", defaults.pin() + (defaults.pinned() ? ": CPUs " + shortened(defaults.cpuSets()) : ": not pinned"));
    }

    private static String shortened(List<String> sets) {
        return sets.size() <= 8
                ? String.join(" | ", sets)
                : String.join(" | ", sets.subList(0, 7)) + " | .. | " + sets.get(sets.size() - 1);
    }

    private void blas(InfoReport.LoadedBlas loaded) {
        BlasInfo blas = loaded.info();
        section("BLAS");
        field("kind", blas.kind() + (blas.version().isEmpty() ? "" : " " + blas.version()));
        field("path", blas.path());
        field("kernels", blas.core().isEmpty() ? "it does not say" : blas.core());
        field(
                "small products",
                switch (loaded.smallKernels()) {
                    case "none" -> "left to the BLAS: no kernels of our own for this CPU or kind of BLAS";
                    case "off" -> "left to the BLAS: our own kernels are switched off";
                    default -> "our own kernels, " + loaded.smallKernels();
                });
        field("threading", blas.threading() + (blas.concurrent() ? "" : "; callers queue, it is not thread-safe"));
        String most = blas.maxThreads() == 0 ? "" : ", at most " + blas.maxThreads();
        field(
                "threads",
                blas.threadControl()
                        ? loaded.threads() + " now" + most
                        : "cannot be set" + (loaded.threads() == 0 ? " nor told" : ", " + loaded.threads()));
        if (!blas.config().isEmpty()) {
            field("build", blas.config());
        }
    }

    private void limits(InfoReport report) {
        section("Memory and limits");
        field(
                "pages",
                report.pages().privateMemory() + " private, " + report.pages().sharedMemory() + " shared");
        MachineRecord machine = report.machine();
        if (machine.fmaPeakGflops() != null) {
            field(
                    "FMA peak",
                    Figures.fixed(machine.fmaPeakGflops(), 1) + " GFLOP/s on "
                            + counted(machine.physicalCores(), "core") + ", "
                            + (report.vectorBits() == 0 ? "scalar" : report.vectorBits() + "-bit vectors"));
            field("copy rate", Figures.fixed(machine.memcpyGbPerS(), 1) + " GB/s on one core");
        }
        field("counters", counters(report.counters()));
    }

    private static String counters(InfoReport.Counters counters) {
        return counters.refusal() == null ? String.join(", ", counters.names()) : "none (" + counters.refusal() + ")";
    }

    private void section(String words) {
        line("");
        heading(words);
    }

    private void field(String label, String value) {
        entry("  " + label, value, VALUE_COLUMN).forEach(this::line);
    }
}
