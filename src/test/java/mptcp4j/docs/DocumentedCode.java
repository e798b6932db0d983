package mptcp4j.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The code in a page and the code that is compiled, to see that they are the same. */
final class DocumentedCode {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""));
    private static final Path SOURCES = Path.of("src/test/java/mptcp4j/docs");

    private DocumentedCode() {}

    /** Returns the examples marked with a word in a source file, sorted. */
    static List<String> examples(String file, String word) throws IOException {
        return blocks(SOURCES.resolve(file), "// " + word + ": ", "// " + word + ": end");
    }

    /** Returns a source file without its package. */
    static String program(String file) throws IOException {
        String text = Files.readString(ROOT.resolve(SOURCES).resolve(file));
        return text.substring(text.indexOf("import ")).stripTrailing();
    }

    /** Returns the code of a page, sorted. */
    static List<String> ofPage(String page) throws IOException {
        return blocks(Path.of(page), "```java", "```");
    }

    /** Returns the blocks of a file between two lines, each without its indentation, sorted. */
    private static List<String> blocks(Path file, String start, String end) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : Files.readAllLines(ROOT.resolve(file))) {
            if (block != null && line.strip().equals(end)) {
                blocks.add(block.toString().stripTrailing().stripIndent());
                block = null;
            } else if (block != null) {
                block.append(line).append('\n');
            } else if (line.strip().startsWith(start)) {
                block = new StringBuilder();
            }
        }
        return blocks.stream().sorted().toList();
    }
}
