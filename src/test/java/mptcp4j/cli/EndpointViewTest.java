package mptcp4j.cli;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.FULLMESH;
import static mptcp4j.pm.EndpointFlag.IMPLICIT;
import static mptcp4j.pm.EndpointFlag.LAMINAR;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlags;
import org.junit.jupiter.api.Test;

/** What no {@code ip} and no kernel of today shows; the rest is in {@link EndpointKernelIT}. */
class EndpointViewTest {
    private final EndpointView view = new EndpointView(index -> "link" + index, Paint.NONE);

    @Test
    void allFlagsAreInTheKernelsOrder() throws IOException {
        shows(
                EndpointFlags.of(LAMINAR, IMPLICIT, FULLMESH, BACKUP, SUBFLOW, SIGNAL),
                "signal subflow backup fullmesh implicit laminar",
                "\"signal\":true,\"subflow\":true,\"backup\":true,\"fullmesh\":true,\"implicit\":true,\"laminar\":true");
    }

    @Test
    void unknownBitsAreShown() throws IOException {
        shows(new EndpointFlags(0x40), "rawflags 40", "\"rawflags\":\"40\"");
        shows(new EndpointFlags(0x142), "subflow rawflags 140", "\"subflow\":true,\"rawflags\":\"140\"");
        shows(new EndpointFlags(0x8000_0000), "rawflags 80000000", "\"rawflags\":\"80000000\"");
    }

    @Test
    void coloursAreThoseOfIp() throws IOException {
        var coloured = new EndpointView(index -> "lo", new Paint(true, true));
        assertEquals(
                "\u001b[1;35m10.0.0.1 \u001b[0mid 3 signal dev \u001b[1;36mlo \u001b[0m",
                coloured.text(endpoint(EndpointFlags.of(SIGNAL))));
        var onLight = new EndpointView(index -> "lo", new Paint(true, false));
        assertEquals(
                "\u001b[34mfd00::1 \u001b[0mid 3 ",
                onLight.text(new Endpoint(3, InetAddress.getByName("fd00::1"), 0, 0, EndpointFlags.of())));
    }

    /** A link may have any name but one with a blank, a colon or a slash. */
    @Test
    void aLinkCannotSteerTheTerminal() throws IOException {
        var named = new EndpointView(index -> "e\u001b[2J", Paint.NONE);
        assertEquals("10.0.0.1 id 3 signal dev e?[2J ", named.text(endpoint(EndpointFlags.of(SIGNAL))));
    }

    private void shows(EndpointFlags flags, String text, String fields) throws IOException {
        assertEquals("10.0.0.1 id 3 " + text + " dev link7 ", view.text(endpoint(flags)));
        assertEquals(
                "[{\"address\":\"10.0.0.1\",\"id\":3," + fields + ",\"dev\":\"link7\"}]",
                Json.array(List.of(endpoint(flags)), view::write));
    }

    private static Endpoint endpoint(EndpointFlags flags) throws UnknownHostException {
        return new Endpoint(3, InetAddress.getByName("10.0.0.1"), 0, 7, flags);
    }
}
