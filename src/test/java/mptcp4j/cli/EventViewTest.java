package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.StringJoiner;
import mptcp4j.Errno;
import mptcp4j.pm.ConnectionFlags;
import mptcp4j.pm.GoldenEvents;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.Malformed;
import mptcp4j.pm.PathManagerEvent.Overflow;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.Unknown;
import mptcp4j.pm.RawAttribute;
import mptcp4j.pm.Reset;
import mptcp4j.pm.SubflowTuple;
import org.junit.jupiter.api.Test;

class EventViewTest {
    private final EventView view = new EventView(index -> index == 1 ? "lo" : "link" + index, Paint.NONE);

    /** The recording has each kind of event, over IPv4, IPv6, and IPv4 in IPv6; iproute2 7.1 printed it. */
    @Test
    void printsWhatIpPrintedOfTheSameEvents() throws IOException {
        var text = new StringBuilder();
        var json = new StringJoiner(",", "[", "]\n");
        for (PathManagerEvent event : GoldenEvents.read()) {
            text.append(view.text(event)).append('\n');
            json.add(json(event));
        }
        assertEquals(recorded("events.txt"), text.toString());
        assertEquals(recorded("events.json"), json.toString());
    }

    @Test
    void printsAllThatASubflowMayHave() throws IOException {
        assertEquals(
                "[       SF_CLOSED] token=0000000a remid=1 locid=2 saddr4=10.0.0.1 daddr4=10.0.0.2 sport=3 dport=4 backup=1"
                        + " error=104 timeout=4294967295 ifindex=7 dev=link7 reset_reason=3 reset_flags=0x1 attr25=0102",
                view.text(closed()));
        assertEquals(
                "{'event':'SF_CLOSED','token':'0xa','remid':1,'locid':2,'saddr4':'10.0.0.1','daddr4':'10.0.0.2','sport':3,"
                        + "'dport':4,'backup':1,'error':104,'timeout':4294967295,'ifindex':7,'dev':'link7',"
                        + "'reset_reason':3,'reset_flags':'0x1','attr25':'0102'}",
                json(closed()).replace('"', '\''));
    }

    @Test
    void printsUnknownFlags() throws IOException {
        var created = new ConnectionCreated(10, tuple(), new ConnectionFlags(0x4003), List.of());
        assertEquals(
                "[         CREATED] token=0000000a remid=1 locid=2 saddr4=10.0.0.1 daddr4=10.0.0.2 sport=3 dport=4 server_side"
                        + " deny_join_id0 flags=0x4000",
                view.text(created));
        assertEquals(
                ",'server_side':true,'deny_join_id0':true,'flags':'0x4000'}",
                json(created).replace('"', '\'').replaceFirst(".*'dport':4", ""));
    }

    @Test
    void printsWhatIpDoesNot() throws IOException {
        shows(new Overflow(), "[        OVERFLOW]", "{'event':'OVERFLOW'}");
        shows(
                new Malformed("too short"),
                "[       MALFORMED] reason=too short",
                "{'event':'MALFORMED','reason':'too short'}");
        shows(new Unknown(20, List.of(raw())), "[UNKNOWN 20] attr25=0102", "{'event':'UNKNOWN 20','attr25':'0102'}");
    }

    @Test
    void tokensHaveTheFormsOfIp() throws IOException {
        shows(
                new ConnectionClosed(0xffff_ffffL, List.of()),
                "[          CLOSED] token=ffffffff",
                "{'event':'CLOSED','token':'0xffffffff'}");
        shows(
                new ConnectionClosed(0, List.of()),
                "[          CLOSED] token=00000000",
                "{'event':'CLOSED','token':'0'}");
    }

    @Test
    void coloursAddressesAndLinks() throws IOException {
        var coloured = new EventView(index -> "lo", new Paint(true, true));
        String text = coloured.text(closed());
        assertEquals(
                " saddr4=\u001b[1;35m10.0.0.1\u001b[0m daddr4=\u001b[1;35m10.0.0.2\u001b[0m sport=3 dport=4 backup=1 error=104"
                        + " timeout=4294967295 ifindex=7 dev=\u001b[1;36mlo\u001b[0m reset_reason=3",
                text.substring(text.indexOf(" saddr4"), text.indexOf(" reset_flags")));
    }

    @Test
    void aLinkCannotSteerTheTerminal() throws IOException {
        String text = new EventView(index -> "e\u001b[2J", Paint.NONE).text(closed());
        assertTrue(text.contains(" dev=e?[2J "), text);
    }

    @Test
    void timesHaveTheFormsOfIp() {
        var time = ZonedDateTime.of(2026, 11, 1, 4, 25, 53, 3_559_999, ZoneId.of("Europe/Vienna"));
        assertEquals("Sun Nov  1 04:25:53 2026 3559 usec", EventTime.LONG.text(time));
        assertEquals("2026-11-01T04:25:53.003559", EventTime.SHORT.text(time));
        assertEquals("2026-11-01T03:25:53.003559Z", EventTime.UTC.text(time));
    }

    private void shows(PathManagerEvent event, String text, String json) throws IOException {
        assertEquals(text, view.text(event));
        assertEquals(json, json(event).replace('"', '\''));
    }

    private String json(PathManagerEvent event) throws IOException {
        return Json.object(event, view::write);
    }

    private static PathManagerEvent closed() {
        return new SubflowClosed(10, tuple(), true, Errno.ECONNRESET, 0xffff_ffffL, 7, new Reset(3, 1), List.of(raw()));
    }

    private static SubflowTuple tuple() {
        return new SubflowTuple(new InetSocketAddress("10.0.0.1", 3), new InetSocketAddress("10.0.0.2", 4), 2, 1);
    }

    private static RawAttribute raw() {
        return new RawAttribute(25, new byte[] {1, 2});
    }

    private static String recorded(String name) throws IOException {
        try (InputStream in = EventViewTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
