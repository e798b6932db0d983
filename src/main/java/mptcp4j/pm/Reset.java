package mptcp4j.pm;

import java.util.List;

/**
 * Why the peer reset a subflow: its MP_TCPRST (RFC 8684 section 3.6). Immutable.
 *
 * <table>
 * <caption>Reasons</caption>
 * <tr><td>0<td>unspecified
 * <tr><td>1<td>an error of Multipath TCP
 * <tr><td>2<td>lack of resources
 * <tr><td>3<td>administratively prohibited
 * <tr><td>4<td>too much outstanding data
 * <tr><td>5<td>unacceptable performance
 * <tr><td>6<td>a middlebox was detected
 * </table>
 *
 * @param reason the code above
 * @param flags as they came; bit 0 is {@link #isTransient}
 */
public record Reset(int reason, int flags) {
    private static final int TRANSIENT = 1;
    private static final List<String> REASONS = List.of(
            "unspecified",
            "an error of Multipath TCP",
            "lack of resources",
            "administratively prohibited",
            "too much outstanding data",
            "unacceptable performance",
            "a middlebox was detected");

    /** Returns the reason in words, a number that has none as such. */
    public String meaning() {
        return reason >= 0 && reason < REASONS.size() ? REASONS.get(reason) : "reason " + reason;
    }

    /** Returns whether it may work again later; otherwise the path is not for this connection. */
    public boolean isTransient() {
        return (flags & TRANSIENT) != 0;
    }
}
