package mptcp4j.linux.abi;

import static mptcp4j.linux.abi.BtfWriter.INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mptcp4j.linux.abi.Declared.Kind;
import org.junit.jupiter.api.Test;

/** The reader of BTF, and the judgement over a kernel by its version, on kernels that we write ourselves. */
class KernelCheckTest {
    private static final List<Declared> DECLARED = List.of(
            new Declared(Kind.STRUCT, "mptcp_info", ""),
            new Declared(Kind.FIELD, "mptcp_info.mptcpi_token", ""),
            new Declared(Kind.FIELD, "mptcp_info.mptcpi_retransmits", ""), // since 6.5
            new Declared(Kind.ENUMERATOR, "MPTCP_PM_CMD_ADD_ADDR", "1"),
            new Declared(Kind.ENUMERATOR, "MPTCP_EVENT_LISTENER_CREATED", "15")); // since 6.2

    private static final Map<String, String> OURS = Map.of(
            "mptcp_info", "8 bytes",
            "mptcp_info.mptcpi_token", "bit 0, 32 wide",
            "mptcp_info.mptcpi_retransmits", "bit 32, 32 wide");

    @Test
    void anOldKernelMayLackWhatCameLater() throws IOException {
        byte[] old = new BtfWriter()
                .struct("mptcp_info", 4)
                .member("mptcpi_token", INT, 0)
                .enumeration("", "MPTCP_PM_CMD_ADD_ADDR", 1)
                .bytes();
        assertEquals(List.of(), differences("5.16", old));
        assertEquals(
                List.of(
                        "mptcp_info.mptcpi_retransmits: is not in the kernel, though it came with 6.5",
                        "MPTCP_EVENT_LISTENER_CREATED: is not in the kernel, though it came with 6.2"),
                differences("6.18", old));
    }

    @Test
    void aNewerKernelMayHaveMore() throws IOException {
        byte[] newer = new BtfWriter()
                .struct("mptcp_info", 12)
                .member("mptcpi_token", INT, 0)
                .member("mptcpi_retransmits", INT, 32)
                .member("mptcpi_not_thought_of", INT, 64)
                .enumeration("", "MPTCP_PM_CMD_ADD_ADDR", 1)
                .enumeration("mptcp_event_type", "MPTCP_EVENT_LISTENER_CREATED", 15)
                .bytes();
        assertEquals(List.of(), differences("9.0", newer));
    }

    @Test
    void whatIsThereMustBeWhereWeSay() throws IOException {
        byte[] moved = new BtfWriter()
                .struct("mptcp_info", 8)
                .member("mptcpi_token", INT, 32)
                .member("mptcpi_retransmits", INT, 0)
                .enumeration("", "MPTCP_PM_CMD_ADD_ADDR", 2)
                .enumeration("mptcp_event_type", "MPTCP_EVENT_LISTENER_CREATED", 14)
                .bytes();
        assertEquals(
                List.of(
                        "mptcp_info.mptcpi_token: is at bit 32, 32 wide in the kernel, at bit 0, 32 wide here",
                        "mptcp_info.mptcpi_retransmits: is at bit 0, 32 wide in the kernel, at bit 32, 32 wide here",
                        "MPTCP_PM_CMD_ADD_ADDR: is [2] in the kernel, 1 here",
                        "MPTCP_EVENT_LISTENER_CREATED: is [14] in the kernel, 15 here"),
                differences("5.16", moved));
    }

    @Test
    void readsUnnamedMembersArraysAndBitFields() {
        Btf kernel = Btf.of(new BtfWriter()
                .struct("inner", 4)
                .member("hidden", INT, 0)
                .array(INT, 3)
                .struct("outer", 20)
                .member("", 2, 32)
                .member("array", 3, 64)
                .bitFields("bits", 1)
                .bitField("three", INT, 5, 3)
                .bytes());
        assertEquals(
                List.of(new Btf.Struct(20, Map.of("hidden", "bit 32, 32 wide", "array", "bit 64, 96 wide"))),
                kernel.structs("outer"));
        assertEquals(List.of(new Btf.Struct(1, Map.of("three", "bit 5, 3 wide"))), kernel.structs("bits"));
        assertEquals(List.of(), kernel.structs("none"));
        assertEquals(Set.of(), kernel.enumerator("NONE"));
    }

    @Test
    void refusesWhatIsNotBtf() {
        assertThrows(IllegalArgumentException.class, () -> Btf.of(new byte[24]));
    }

    private static List<String> differences(String version, byte[] kernel) throws IOException {
        return new KernelCheck(Kernel.parse(version), Btf.of(kernel), History.read(), OURS).differences(DECLARED);
    }
}
