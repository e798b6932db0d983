package mptcp4j.netlink.generic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.Attribute;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkException;

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
    private static final int HEADER_SIZE = 4;

    /** The controller {@code nlctrl}: the one family with a fixed id; it knows all others. */
    private static final int CONTROLLER = 16;

    private static final int CONTROLLER_VERSION = 2;
    private static final int GET_FAMILY = 3;
    private static final int ATTR_FAMILY_ID = 1;
    private static final int ATTR_FAMILY_NAME = 2;

    private final NetlinkConnection connection;
    private final int id;
    private final int version;

    private GenericFamily(NetlinkConnection connection, int id, int version) {
        this.connection = connection;
        this.id = id;
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
        var controller = new GenericFamily(connection, CONTROLLER, CONTROLLER_VERSION);
        try {
            for (List<Attribute> family : controller.request(
                    operation, GET_FAMILY, attributes -> attributes.string(ATTR_FAMILY_NAME, name))) {
                for (Attribute a : family) {
                    if (a.type() == ATTR_FAMILY_ID) {
                        return new GenericFamily(connection, a.u16(), version);
                    }
                }
            }
        } catch (NetlinkException e) {
            throw e.errno().equals(Errno.ENOENT) ? missing(operation, name, needs, e) : e;
        }
        throw new MalformedException("the generic netlink family " + name + " has no id");
    }

    /**
     * Sends a command and returns the attributes of each answer before the acknowledgement.
     *
     * @param operation what is asked, for the text of an error
     * @param attributes writes the attributes of the request
     * @throws NetlinkException if the kernel refuses; EOPNOTSUPP if its family lacks the command
     * @throws LinuxException as {@link NetlinkConnection#request}
     */
    public List<List<Attribute>> request(String operation, int command, Consumer<AttributeWriter> attributes)
            throws IOException {
        return decode(connection.request(operation, id, 0, encode(command, attributes)));
    }

    /**
     * Dumps a table and returns the attributes of each entry.
     *
     * @param operation what is asked, for the text of an error
     * @param attributes writes the attributes of the request
     * @throws NetlinkException if the kernel refuses; EOPNOTSUPP if its family lacks the command
     * @throws LinuxException as {@link NetlinkConnection#dump}
     */
    public List<List<Attribute>> dump(String operation, int command, Consumer<AttributeWriter> attributes)
            throws IOException {
        return decode(connection.dump(operation, id, encode(command, attributes)));
    }

    private byte[] encode(int command, Consumer<AttributeWriter> attributes) {
        var out = new AttributeWriter().raw(new byte[] {(byte) command, (byte) version, 0, 0});
        attributes.accept(out);
        return out.toBytes();
    }

    private static List<List<Attribute>> decode(List<byte[]> payloads) throws MalformedException {
        List<List<Attribute>> answers = new ArrayList<>();
        for (byte[] payload : payloads) {
            answers.add(Attribute.decode(payload, HEADER_SIZE));
        }
        return answers;
    }

    private static LinuxException missing(String operation, String name, String needs, NetlinkException cause) {
        var missing = new LinuxException(
                operation, Errno.ENOENT, "the kernel has no generic netlink family " + name + ": needs " + needs);
        missing.initCause(cause);
        return missing;
    }
}
