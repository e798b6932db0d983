package mptcp4j.cli.words;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The grammar of a command in lines that are not too long. */
public final class Synopsis {
    private static final String INDENT = "        ";
    /** What is in brackets stays together, with the dots that repeat it; there may be brackets within. */
    private static final Pattern PART = Pattern.compile("\\[(?:[^\\[\\]]|\\[[^\\]]*])*]\\S*|\\S+");

    private Synopsis() {}

    /** Returns the line, or several of it, of which those after the first are indented; none ends within brackets. */
    public static List<String> wrapped(String line, int width) {
        List<String> lines = new ArrayList<>();
        var current = new StringBuilder();
        for (String part : PART.matcher(line).results().map(MatchResult::group).toList()) {
            if (!current.toString().isBlank() && current.length() + 1 + part.length() > width) {
                lines.add(current.toString());
                current.setLength(0);
                current.append(INDENT);
            } else if (!current.isEmpty()) {
                current.append(' ');
            }
            current.append(part);
        }
        lines.add(current.toString());
        return lines;
    }
}
