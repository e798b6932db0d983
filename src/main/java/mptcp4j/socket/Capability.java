package mptcp4j.socket;

/**
 * Whether something works here.
 *
 * @param available whether it does
 * @param detail by what, or why not and what to do about it
 */
public record Capability(boolean available, String detail) {
    static Capability yes(String detail) {
        return new Capability(true, detail);
    }

    static Capability no(String detail) {
        return new Capability(false, detail);
    }

    static Capability no(Throwable reason) {
        return new Capability(false, String.valueOf(reason.getMessage()));
    }

    @Override
    public String toString() {
        return (available ? "yes: " : "no: ") + detail;
    }
}
