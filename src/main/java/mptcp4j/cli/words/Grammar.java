package mptcp4j.cli.words;

import java.util.ArrayList;
import java.util.List;

/**
 * What the grammar of a command says to who completes it: {@code ADDRESS [ dev NAME ] [ signal | subflow ]}. Words in
 * small letters are said as they are, those in capitals stand for others. Immutable.
 *
 * @param keywords all words to be said, in their order
 * @param valued those that another word follows
 */
public record Grammar(List<String> keywords, List<String> valued) {
    private static final String KEYWORD = "[a-z][a-z0-9_-]*";
    private static final String PLACEHOLDER = "[A-Z][A-Z0-9_-]*";

    public Grammar {
        keywords = List.copyOf(keywords);
        valued = List.copyOf(valued);
    }

    /** Reads a grammar in the notation of {@code ip}. */
    public static Grammar of(String text) {
        List<String> keywords = new ArrayList<>();
        List<String> valued = new ArrayList<>();
        String before = "";
        for (String token : text.split("\\s+")) {
            if (token.matches(KEYWORD) && !keywords.contains(token)) {
                keywords.add(token);
            }
            if (token.matches(PLACEHOLDER) && before.matches(KEYWORD) && !valued.contains(before)) {
                valued.add(before);
            }
            before = token;
        }
        return new Grammar(keywords, valued);
    }
}
