package mptcp4j.route;

import java.io.IOException;
import mptcp4j.netlink.Fuzz;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.MessageReader;
import mptcp4j.netlink.Messages;
import mptcp4j.netlink.NetlinkConnection.Parser;
import org.junit.jupiter.api.Test;

class RtnetlinkFuzzTest {
    @Test
    void anyLinkIsReadOrMalformed() throws IOException {
        replay("links.hex", LinkCodec::read);
        replay("links.hex", LinkCodec::readCounters);
    }

    @Test
    void anyAddressIsReadOrMalformed() throws IOException {
        replay("addresses.hex", AddressCodec::read);
    }

    @Test
    void anyRouteIsReadOrMalformed() throws IOException {
        replay("routes.hex", RouteCodec::read);
    }

    @Test
    void anyRuleIsReadOrMalformed() throws IOException {
        replay("rules.hex", RuleCodec::read);
    }

    private static void replay(String corpus, Parser<?> parser) throws IOException {
        Fuzz.replay(corpus, payload -> {
            MessageReader message = Messages.reader(new Message(Message.MIN_TYPE, 0, 1, payload));
            parser.read(message);
        });
    }
}
