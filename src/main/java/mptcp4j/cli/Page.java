package mptcp4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mptcp4j.cli.report.Screen;

/** As much of a text as a screen shows, which would scroll otherwise. */
final class Page {
    /** What takes a column, and what takes none: a colour. */
    private static final Pattern PART = Pattern.compile("\u001b\\[[0-9;]*m|.", Pattern.DOTALL);

    private Page() {}

    /** Returns the lines, each cut to the width; one line of the screen stays free, for the cursor behind them. */
    static List<String> of(List<String> lines, Screen screen) {
        int room = Math.max(1, screen.height() - 1);
        int whole = lines.size() > room ? room - 1 : lines.size();
        List<String> page = new ArrayList<>(lines.subList(0, whole));
        if (whole < lines.size()) {
            page.add("... " + (lines.size() - whole) + " more");
        }
        return page.stream().map(line -> cut(line, screen.width())).toList();
    }

    /** Keeps all colours, so that the last one is ended. */
    private static String cut(String line, int width) {
        var kept = new StringBuilder();
        int columns = 0;
        Matcher parts = PART.matcher(line);
        while (parts.find()) {
            boolean colour = parts.group().startsWith("\u001b");
            if (colour || columns++ < width) {
                kept.append(parts.group());
            }
        }
        return kept.toString();
    }
}
