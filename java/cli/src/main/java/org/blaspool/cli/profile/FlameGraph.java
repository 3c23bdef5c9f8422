package org.blaspool.cli.profile;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flame graph (Brendan Gregg's): a frame is as wide as the share of samples that have it, on top of its caller. One SVG
 * that needs nothing else; a frame's full name and share are its tooltip.
 */
final class FlameGraph {
    private static final int WIDTH = 1200;
    private static final int ROW = 17;
    private static final int TOP = 40;
    private static final double LEAST_WIDTH = 0.4;
    private static final double CHARACTER = 6.6;

    private static final class Node {
        final Map<String, Node> callees = new TreeMap<>();
        long samples;
    }

    private final Node root = new Node();
    private final Formatter svg = new Formatter(Locale.ROOT);
    private int depth;

    private FlameGraph() {}

    /** @param folded stacks, from the outermost frame on, separated by semicolons, with how often they were sampled */
    static String svg(String title, Map<String, Long> folded) {
        FlameGraph graph = new FlameGraph();
        folded.forEach(graph::add);
        return graph.draw(title);
    }

    private void add(String stack, long count) {
        Node node = root;
        node.samples += count;
        List<String> frames = List.of(stack.split(";"));
        for (String frame : frames) {
            node = node.callees.computeIfAbsent(frame, none -> new Node());
            node.samples += count;
        }
        depth = Math.max(depth, frames.size());
    }

    private String draw(String title) {
        int height = TOP + (depth + 1) * ROW + 10;
        svg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                        + " font-family=\"sans-serif\" font-size=\"11\">%n",
                WIDTH, height);
        svg.format("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n");
        svg.format("<text x=\"10\" y=\"24\" font-size=\"15\">%s</text>\n", escaped(title));
        frame("all", root, 0, WIDTH, height - ROW - 6);
        return svg.format("</svg>\n").toString();
    }

    private void frame(String name, Node node, double x, double width, int y) {
        if (width < LEAST_WIDTH) {
            return;
        }
        String share = String.format(Locale.ROOT, "%s (%.1f %%)", name, 100.0 * node.samples / root.samples);
        svg.format(
                "<g><title>%s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                escaped(share), x, y, Math.max(0.3, width - 0.3), ROW - 1, colour(name));
        int room = (int) ((width - 4) / CHARACTER);
        if (room >= 3) {
            String text = name.length() <= room ? name : ".." + name.substring(name.length() - room + 2);
            svg.format("<text x=\"%.1f\" y=\"%d\">%s</text>", x + 2, y + ROW - 5, escaped(text));
        }
        svg.format("</g>\n");
        double at = x;
        for (Map.Entry<String, Node> callee : node.callees.entrySet()) {
            double part = width * callee.getValue().samples / node.samples;
            frame(callee.getKey(), callee.getValue(), at, part, y - ROW);
            at += part;
        }
    }

    /** Java green, the BLAS and our native code blue, the kernel orange, other native code yellow. */
    private static String colour(String name) {
        int shade = Math.floorMod(name.hashCode(), 30);
        if (name.endsWith("_[k]")) {
            return rgb(235, 140 + shade, 70);
        }
        if (name.matches(".*[a-z]\\.[A-Z].*|\\[interpreted\\]")) {
            return rgb(110 + shade, 200, 110);
        }
        if (name.matches(".*gemm.*|blaspool_.*|.*blas_.*|Java_.*")) {
            return rgb(110, 160 + shade, 235);
        }
        return rgb(235, 215 + shade / 2, 110);
    }

    private static String rgb(int red, int green, int blue) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
