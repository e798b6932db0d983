package mptcp4j.cli;

import java.io.IOException;
import java.util.List;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;

/**
 * One thing that a command can do.
 *
 * @param name the word that asks for it; empty where it needs none
 * @param grammar of the words behind the name, as {@code ip} writes it; lines after the first explain words of the first
 * @param standard whether it is done where there are no words
 * @param body does it
 */
record Action(String name, String grammar, boolean standard, Body body) {
    /** Returns what is done when the first word is this name, or begins it. */
    static Action of(String name, String grammar, Body body) {
        return new Action(name, grammar, false, body);
    }

    /** Returns what is done when the first word is no other action's name, or when there is no word. */
    static Action unnamed(String grammar, Body body) {
        return new Action("", grammar, true, body);
    }

    /** Returns the same action, which is done when there is no word, too. */
    Action asStandard() {
        return new Action(name, grammar, true, body);
    }

    /**
     * Takes the name of one of these.
     *
     * @throws UsageException if the next word is none
     */
    static Action chosen(List<Action> actions, Words words) {
        String[] names =
                actions.stream().map(Action::name).filter(s -> !s.isEmpty()).toArray(String[]::new);
        boolean silent = words.isEmpty();
        String name = words.keywordIfAny(names);
        return actions.stream()
                .filter(action -> action.name.equals(name) || (silent && action.standard))
                .findFirst()
                .orElseThrow(() -> words.unexpected(names));
    }

    /** What is done. */
    @FunctionalInterface
    interface Body {
        /**
         * @param words behind the name
         * @return the exit code
         */
        int run(Context context, Words words) throws IOException;
    }
}
