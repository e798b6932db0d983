package mptcp4j.netlink.generic;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkException;

/**
 * The family {@code nlctrl}, which knows all others: the one with a fixed id ({@code include/uapi/linux/genetlink.h}).
 *
 * <pre>
 *  1  FAMILY_ID     u16
 *  2  FAMILY_NAME   text
 *  6  OPS           nest of nests: 1 ID u32, the number of a command
 *  7  MCAST_GROUPS  nest of nests: 1 NAME text, 2 ID u32
 *  8  POLICY        nest, typed by the policy, of nests, typed by the attribute
 *  9  OP_POLICY     nest, typed by the command: 1 DO u32, 2 DUMP u32, each the number of a policy
 * </pre>
 */
final class Controller {
    private static final int ID = 16;
    private static final int VERSION = 2;

    private static final int GETFAMILY = 3;
    private static final int GETPOLICY = 10;

    private static final int FAMILY_ID = 1;
    private static final int FAMILY_NAME = 2;
    private static final int OPS = 6;
    private static final int MCAST_GROUPS = 7;
    private static final int POLICY = 8;
    private static final int OP_POLICY = 9;

    private static final int OP_ID = 1;
    private static final int GRP_NAME = 1;
    private static final int GRP_ID = 2;
    private static final int POLICY_DO = 1;

    private final GenericFamily family;

    private Controller(GenericFamily family) {
        this.family = family;
    }

    static Controller of(NetlinkConnection connection) {
        var itself = new GenericFamily.Description(ID, Set.of(), Map.of());
        return new Controller(new GenericFamily(connection, itself, VERSION));
    }

    GenericFamily.Description describe(String operation, String name) throws IOException {
        return family.ask(operation, GETFAMILY, out -> out.string(FAMILY_NAME, name), in -> {
            int id = 0;
            Set<Integer> commands = new HashSet<>();
            Map<String, Integer> groups = new HashMap<>();
            while (in.next()) {
                switch (in.type()) {
                    case FAMILY_ID -> id = in.u16();
                    case OPS -> readOps(in.nested(), commands);
                    case MCAST_GROUPS -> readGroups(in.nested(), groups);
                    default -> {}
                }
            }
            if (id == 0) {
                throw new MalformedException("the generic netlink family " + name + " has no id");
            }
            return new GenericFamily.Description(id, commands, groups);
        });
    }

    private static void readOps(AttributeReader all, Set<Integer> commands) throws MalformedException {
        while (all.next()) {
            AttributeReader op = all.nested();
            while (op.next()) {
                if (op.type() == OP_ID) {
                    commands.add(op.u32());
                }
            }
        }
    }

    private static void readGroups(AttributeReader all, Map<String, Integer> groups) throws MalformedException {
        while (all.next()) {
            String name = "";
            int id = 0;
            AttributeReader group = all.nested();
            while (group.next()) {
                switch (group.type()) {
                    case GRP_NAME -> name = group.string();
                    case GRP_ID -> id = group.u32();
                    default -> {}
                }
            }
            groups.put(name, id);
        }
    }

    /** Returns the policies of a family; none from a kernel that does not tell them. */
    Policies policy(int id) throws IOException {
        var policies = new Policies();
        try {
            family.dump("policy of generic netlink family " + id, GETPOLICY, out -> out.u16(FAMILY_ID, id), in -> {
                while (in.next()) {
                    switch (in.type()) {
                        case POLICY -> readPolicies(in.nested(), policies);
                        case OP_POLICY -> readCommands(in.nested(), policies);
                        default -> {}
                    }
                }
                return policies;
            });
        } catch (NetlinkException e) {
            if (!e.errno().equals(Errno.EOPNOTSUPP) && !e.errno().equals(Errno.ENODATA)) {
                throw e;
            }
        }
        return policies;
    }

    private static void readPolicies(AttributeReader all, Policies policies) throws MalformedException {
        while (all.next()) {
            AttributeReader attributes = all.nested();
            while (attributes.next()) {
                policies.add(all.type(), attributes.type());
            }
        }
    }

    private static void readCommands(AttributeReader all, Policies policies) throws MalformedException {
        while (all.next()) {
            AttributeReader kinds = all.nested();
            while (kinds.next()) {
                if (kinds.type() == POLICY_DO) {
                    policies.command(all.type(), kinds.u32());
                }
            }
        }
    }
}
