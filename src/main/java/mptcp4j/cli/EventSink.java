package mptcp4j.cli;

import java.io.IOException;
import java.net.InetAddress;

/** Takes what is to be printed of an event, in the order of {@code ip mptcp monitor}. */
interface EventSink {
    /** Takes the name of the event, which comes first. */
    void event(String name) throws IOException;

    /** Takes the number of an event that has no name here, instead. */
    void unknown(int number) throws IOException;

    /** Takes a token. */
    void token(String key, long value) throws IOException;

    /** Takes an unsigned number. */
    void number(String key, long value) throws IOException;

    /** Takes bits. */
    void bits(String key, int value) throws IOException;

    /** Takes an address, under the key and a 4 or 6. */
    void address(String key, InetAddress value) throws IOException;

    /** Takes the name of a link. */
    void link(String key, String name) throws IOException;

    /** Takes something that is so. */
    void fact(String key) throws IOException;

    /** Takes text that {@code ip} does not print. */
    void text(String key, String value) throws IOException;
}
