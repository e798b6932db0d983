package mptcp4j.netlink.generic;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkException;
import org.jspecify.annotations.Nullable;

/**
 * A family of generic netlink: puts the header that names the command before the attributes of a request, and takes it
 * off the answers. The kernel numbers families as they register, so an id belongs to the connection that asked for it.
 * Thread-safe, like the connection.
 *
 * <pre>
 *  struct genlmsghdr
 *  0  command   u8
 *  1  version   u8
 *  2  reserved  u16  0
 *  4  attributes
 * </pre>
 */
public final class GenericFamily {
    /** The size of the header before the attributes; its first byte is the command. */
    public static final int HEADER_SIZE = 4;

    private final NetlinkConnection connection;
    private final Description description;
    private final int version;
    private @Nullable Policies policies;

    GenericFamily(NetlinkConnection connection, Description description, int version) {
        this.connection = connection;
        this.description = description;
        this.version = version;
    }

    /**
     * Finds a family. Where it is in a module, the kernel loads that first.
     *
     * @param name its name, such as {@code mptcp_pm}
     * @param version the version of the family that the caller speaks
     * @param needs what a kernel needs to have it, for the text of the error
     * @throws LinuxException ENOENT if this kernel does not have it
     */
    public static GenericFamily find(NetlinkConnection connection, String name, int version, String needs)
            throws IOException {
        String operation = "find generic netlink family " + name;
        try {
            return new GenericFamily(connection, Controller.of(connection).describe(operation, name), version);
        } catch (NetlinkException e) {
            throw e.errno().equals(Errno.ENOENT) ? missing(operation, name, needs, e) : e;
        }
    }

    /** Returns the number that the kernel gave it: the type of its messages. */
    public int id() {
        return description.id();
    }

    /**
     * Returns the number of a multicast group.
     *
     * @throws LinuxException ENOENT if the family of this kernel has no such group
     */
    public int group(String name) throws LinuxException {
        Integer group = description.groups().get(name);
        if (group == null) {
            throw new LinuxException(
                    "find group " + name,
                    Errno.ENOENT,
                    "groups are " + description.groups().keySet());
        }
        return group;
    }

    /** Returns whether the family of this kernel has a command. */
    public boolean has(int command) {
        return description.commands().contains(command);
    }

    /**
     * Returns whether a command reads an attribute, as the family's policy says. Linux 5.10 tells policies, and from when on
     * a family has one for each command is up to the family. The kernel is asked once.
     *
     * @return false where the kernel does not tell
     */
    public synchronized boolean accepts(int command, int attribute) throws IOException {
        if (policies == null) {
            policies = Controller.of(connection).policy(id());
        }
        return policies.accepts(command, attribute);
    }

    /**
     * Sends a command and waits for its acknowledgement.
     *
     * @param operation what is asked: its text is that of an error, and made for one only
     * @param attributes writes the attributes of the request
     * @throws NetlinkException if the kernel refuses; EOPNOTSUPP if its family lacks the command
     * @throws LinuxException as {@link NetlinkConnection}
     */
    public void command(Object operation, int command, Consumer<AttributeWriter> attributes) throws IOException {
        connection.command(operation, id(), 0, encode(command, attributes));
    }

    /**
     * Asks for one thing.
     *
     * @param operation what is asked, for the text of an error
     * @param attributes writes the attributes of the request
     * @param parser reads the answer
     * @throws NetlinkException if the kernel refuses; EOPNOTSUPP if its family lacks the command
     * @throws LinuxException as {@link NetlinkConnection}
     */
    public <T> T ask(String operation, int command, Consumer<AttributeWriter> attributes, Parser<T> parser)
            throws IOException {
        byte[] request = encode(command, attributes);
        return connection.ask(operation, id(), request, message -> parser.read(message.attributes(HEADER_SIZE)));
    }

    /**
     * Dumps a table.
     *
     * @param operation what is asked, for the text of an error
     * @param attributes writes the attributes of the request
     * @param parser reads one entry
     * @throws NetlinkException if the kernel refuses; EOPNOTSUPP if its family lacks the command
     * @throws LinuxException as {@link NetlinkConnection#dump}
     */
    public <T> List<T> dump(String operation, int command, Consumer<AttributeWriter> attributes, Parser<T> parser)
            throws IOException {
        byte[] request = encode(command, attributes);
        return connection.dump(operation, id(), request, message -> parser.read(message.attributes(HEADER_SIZE)));
    }

    private byte[] encode(int command, Consumer<AttributeWriter> attributes) {
        var out = new AttributeWriter().raw(new byte[] {(byte) command, (byte) version, 0, 0});
        attributes.accept(out);
        return out.toBytes();
    }

    private static LinuxException missing(String operation, String name, String needs, NetlinkException cause) {
        var missing = new LinuxException(
                operation, Errno.ENOENT, "the kernel has no generic netlink family " + name + ": needs " + needs);
        missing.initCause(cause);
        return missing;
    }

    /** Reads what we want to know from the attributes of an answer, which are good only meanwhile. */
    @FunctionalInterface
    public interface Parser<T> {
        /** @throws MalformedException if they break the format */
        T read(AttributeReader attributes) throws MalformedException;
    }

    /** What the kernel says of a family. */
    record Description(int id, Set<Integer> commands, Map<String, Integer> groups) {
        Description {
            commands = Set.copyOf(commands);
            groups = Map.copyOf(groups);
        }
    }
}
