package mptcp4j.broker;

import java.io.IOException;

/** What came breaks the rules of the protocol; the message says which. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, and what is allowed */
    public ProtocolException(String message) {
        super(message);
    }
}
