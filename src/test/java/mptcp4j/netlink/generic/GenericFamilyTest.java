package mptcp4j.netlink.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.Attribute;
import mptcp4j.netlink.Bytes;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenericFamilyTest {
    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final NetlinkConnection connection = new NetlinkConnection(kernel);

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void isFoundByNameThroughTheController() throws IOException {
        find();
        Message request = kernel.requests().get(0);
        assertEquals(16, request.type());
        assertEquals(
                Bytes.text(Bytes.little("03 02 0000" + "0c00 0200 6d797468696e6700")), Bytes.text(request.payload()));
    }

    @Test
    void requestHasTheHeaderThatNamesTheCommand() throws IOException {
        GenericFamily family = find();
        kernel.thenReply(attributes -> attributes.u8(1, 5)).thenAck();
        assertEquals(
                List.of(new Attribute(1, Bytes.hex("05"))),
                family.ask("ask", 7, attributes -> attributes.u8(2, 6), Attribute::all));
        assertEquals(0x1c, kernel.requests().get(1).type(), "the id that the controller told");
        assertEquals(Bytes.text(Bytes.little("07 09 0000" + "0500 0200 06 000000")), kernel.lastRequest());
    }

    @Test
    void dumpReturnsTheAttributesOfEachEntry() throws IOException {
        GenericFamily family = find();
        kernel.thenEntry(attributes -> attributes.u8(1, 5))
                .thenEntry(attributes -> attributes.u8(1, 6))
                .thenDone(0);
        assertEquals(
                List.of(List.of(new Attribute(1, Bytes.hex("05"))), List.of(new Attribute(1, Bytes.hex("06")))),
                family.dump("show", 3, attributes -> {}, Attribute::all));
        assertEquals(Message.REQUEST | Message.DUMP, kernel.requests().get(1).flags());
        assertEquals("03090000", kernel.lastRequest());
    }

    @Test
    void refusalNamesTheOperation() throws IOException {
        GenericFamily family = find();
        kernel.thenError(Errno.EOPNOTSUPP).thenError(Errno.EPERM);
        assertEquals(
                "ask: operation not supported (EOPNOTSUPP)",
                assertThrows(NetlinkException.class, () -> family.command("ask", 99, attributes -> {}))
                        .getMessage());
        assertEquals(
                Errno.EPERM,
                assertThrows(NetlinkException.class, () -> family.dump("show", 99, attributes -> {}, Attribute::all))
                        .errno());
    }

    @Test
    void missingFamilySaysWhatItTakes() {
        kernel.thenError(Errno.ENOENT);
        LinuxException e = assertThrows(LinuxException.class, this::findOnly);
        assertEquals(
                "find generic netlink family mything: the kernel has no generic netlink family mything:"
                        + " needs Linux 9 (ENOENT)",
                e.getMessage());
        assertInstanceOf(NetlinkException.class, e.getCause());
    }

    @Test
    void otherRefusalOfTheControllerIsPassedOn() {
        kernel.thenError(Errno.ENOMEM);
        NetlinkException e = assertThrows(NetlinkException.class, this::findOnly);
        assertEquals(Errno.ENOMEM, e.errno());
    }

    @Test
    void refusesAFamilyWithoutAnId() {
        kernel.thenReply(attributes -> attributes.string(2, "mything")).thenAck();
        kernel.thenEnd(Message.ERROR, Message.CAPPED, request -> new byte[20]);
        kernel.thenReply(attributes -> attributes.u32(1, 28)).thenAck();
        assertThrows(MalformedException.class, this::findOnly, "no such attribute");
        assertThrows(MalformedException.class, this::findOnly, "no answer");
        assertThrows(MalformedException.class, this::findOnly, "an id of the wrong width");
    }

    @Test
    void refusesAnAnswerWithoutTheWholeHeader() throws IOException {
        GenericFamily family = find();
        kernel.thenMessage(new byte[3]).thenAck();
        assertThrows(MalformedException.class, () -> family.ask("ask", 1, attributes -> {}, Attribute::all));
    }

    @Test
    void knowsItsGroups() throws IOException {
        kernel.thenReply(attributes -> attributes
                        .u16(1, 0x1c)
                        .nest(
                                7,
                                groups -> groups.nest(
                                                1,
                                                group -> group.string(1, "cmds").u32(2, 3))
                                        .nest(2, group -> group.u32(2, 4).string(1, "events"))))
                .thenAck();
        GenericFamily family = findOnly();
        assertEquals(3, family.group("cmds"));
        assertEquals(4, family.group("events"));
        LinuxException e = assertThrows(LinuxException.class, () -> family.group("other"));
        assertEquals(Errno.ENOENT, e.errno());
    }

    @Test
    void commandsAreToldByTheController() throws IOException {
        kernel.thenReply(attributes -> attributes
                        .u16(1, 0x1c)
                        .nest(
                                6,
                                commands -> commands.nest(
                                                1, command -> command.u32(1, 3).u32(2, 0xe))
                                        .nest(2, command -> command.u32(1, 300))))
                .thenAck();
        GenericFamily family = findOnly();
        assertEquals(List.of(true, true, false), List.of(family.has(3), family.has(300), family.has(1)));
    }

    @Test
    void policyOfACommandTellsWhichAttributesItReads() throws IOException {
        GenericFamily family = find();
        policies(0, 1);
        assertTrue(family.accepts(3, 4));
        assertFalse(family.accepts(3, 5));
        assertFalse(family.accepts(6, 4), "asked once");
        assertFalse(family.accepts(9, 4), "a command without a policy");
    }

    @Test
    void onePolicyForAllCommandsDoesNotTell() throws IOException {
        GenericFamily family = find();
        policies(0, 0);
        assertFalse(family.accepts(3, 4));
    }

    @Test
    void familyWithoutPoliciesDoesNotTell() throws IOException {
        GenericFamily beforeFiveTen = find();
        kernel.thenError(Errno.EOPNOTSUPP);
        assertFalse(beforeFiveTen.accepts(3, 4));
        GenericFamily without = find();
        kernel.thenError(Errno.ENODATA);
        assertFalse(without.accepts(3, 4));
    }

    @Test
    void refusalToTellPoliciesIsPassedOnAndAskedAgain() throws IOException {
        GenericFamily family = find();
        kernel.thenError(Errno.EPERM);
        assertThrows(NetlinkException.class, () -> family.accepts(3, 4));
        policies(0, 1);
        assertTrue(family.accepts(3, 4));
    }

    /** Tells the policies of commands 3 and 6, and that attribute 4 is in the first. */
    private void policies(int first, int second) {
        kernel.thenEntry(attributes -> attributes.nest(
                        9,
                        commands -> commands.nest(
                                        3, policies -> policies.u32(1, first).u32(2, 9))
                                .nest(6, policies -> policies.u32(1, second))))
                .thenEntry(attributes ->
                        attributes.nest(8, all -> all.nest(0, policy -> policy.nest(4, type -> type.u32(1, 4)))))
                .thenDone(0);
    }

    private GenericFamily find() throws IOException {
        kernel.thenReply(attributes -> attributes.string(2, "mything").u16(1, 0x1c))
                .thenAck();
        return findOnly();
    }

    private GenericFamily findOnly() throws IOException {
        return GenericFamily.find(connection, "mything", 9, "Linux 9");
    }
}
