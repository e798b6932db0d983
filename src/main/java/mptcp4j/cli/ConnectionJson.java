package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import mptcp4j.MptcpInfo;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Owner;
import mptcp4j.diag.SocketIdentity;
import mptcp4j.diag.Subflow;
import mptcp4j.linux.IpAddress;

/**
 * Connections for programs: rates in bits a second, times as their keys say, tokens as {@code ip -j mptcp monitor} writes them.
 * What is not known has no key.
 */
final class ConnectionJson {
    private final Function<Subflow, Optional<String>> links;

    ConnectionJson(Function<Subflow, Optional<String>> links) {
        this.links = links;
    }

    void write(JsonGenerator json, Sample sample) throws IOException {
        Connection its = sample.connection();
        token(json, "token", its.token());
        if (its.role().isPresent()) {
            json.writeStringField("role", its.role().get().name().toLowerCase(Locale.ROOT));
        }
        state(json, its.state());
        end(json, "local", its.local());
        end(json, "remote", its.remote());
        info(json, its.info());
        flow(json, sample.flow(its.socket().cookie()));
        json.writeNumberField("recv_queue", its.receiveQueueBytes());
        json.writeNumberField("send_queue", its.sendQueueBytes());
        owner(json, sample);
        if (its.subflows().isPresent()) {
            json.writeArrayFieldStart("subflows");
            for (Subflow subflow : its.subflows().get()) {
                json.writeStartObject();
                write(json, subflow, sample.flow(subflow.cookie()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void info(JsonGenerator json, MptcpInfo info) throws IOException {
        json.writeBooleanField("fallback", info.fallback());
        json.writeNumberField("extra_subflows", info.subflows());
        number(json, "subflows_total", info.subflowsTotal());
        number(json, "bytes_sent", info.bytesSent());
        number(json, "bytes_received", info.bytesReceived());
        number(json, "bytes_acked", info.bytesAcked());
        number(json, "bytes_retrans", info.bytesRetransmitted());
        number(json, "last_data_sent_ms", info.lastDataSentMillis());
        number(json, "last_data_recv_ms", info.lastDataReceivedMillis());
    }

    private static void owner(JsonGenerator json, Sample sample) throws IOException {
        SocketIdentity socket = sample.connection().socket();
        json.writeNumberField("uid", socket.uid());
        json.writeNumberField("inode", socket.inode());
        number(json, "mark", socket.mark());
        if (sample.cgroup().isPresent()) {
            json.writeStringField("cgroup", sample.cgroup().get());
        }
        json.writeArrayFieldStart("processes");
        for (Owner owner : sample.owners()) {
            json.writeStartObject();
            json.writeStringField("command", owner.command());
            json.writeNumberField("pid", owner.pid());
            json.writeNumberField("fd", owner.descriptor());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, Subflow subflow, Optional<Flow> flow) throws IOException {
        end(json, "local", subflow.local());
        end(json, "remote", subflow.remote());
        state(json, subflow.state());
        json.writeNumberField("local_id", subflow.localId());
        json.writeNumberField("remote_id", subflow.remoteId());
        json.writeStringField("flags", subflow.flags().letters());
        json.writeBooleanField("initial", subflow.initial());
        json.writeBooleanField("backup", subflow.flags().backup());
        if (subflow.remoteToken().isPresent()) {
            token(json, "remote_token", subflow.remoteToken().getAsLong());
        }
        Optional<String> link = links.apply(subflow);
        if (link.isPresent()) {
            json.writeStringField("dev", link.get());
        }
        if (subflow.tcpInfo().isPresent()) {
            measurements(json, subflow.tcpInfo().get());
        }
        flow(json, flow);
        json.writeNumberField("recv_queue", subflow.receiveQueueBytes());
        json.writeNumberField("send_queue", subflow.sendQueueBytes());
    }

    private static void measurements(JsonGenerator json, TcpInfo info) throws IOException {
        json.writeNumberField("rtt_us", info.times().rttMicros());
        json.writeNumberField("rttvar_us", info.times().rttVarianceMicros());
        json.writeNumberField("min_rtt_us", info.times().minRttMicros());
        json.writeNumberField("cwnd", info.window().congestionSegments());
        json.writeNumberField("mss", info.window().sendMss());
        json.writeNumberField("unacked", info.flight().unacknowledged());
        json.writeNumberField("bytes_sent", info.traffic().bytesSent());
        json.writeNumberField("bytes_received", info.traffic().bytesReceived());
        json.writeNumberField("bytes_acked", info.traffic().bytesAcknowledged());
        json.writeNumberField("bytes_retrans", info.traffic().bytesRetransmitted());
        json.writeNumberField("delivery_rate", info.rates().delivery() * Byte.SIZE);
        json.writeNumberField("last_data_sent_ms", info.times().lastDataSentMillis());
        json.writeNumberField("last_data_recv_ms", info.times().lastDataReceivedMillis());
    }

    private static void flow(JsonGenerator json, Optional<Flow> flow) throws IOException {
        if (flow.isPresent()) {
            json.writeNumberField("out_rate", flow.get().outBitsPerSecond());
            json.writeNumberField("in_rate", flow.get().inBitsPerSecond());
        }
    }

    private static void token(JsonGenerator json, String key, long token) throws IOException {
        json.writeStringField(key, EventView.hex(token));
    }

    private static void state(JsonGenerator json, TcpState state) throws IOException {
        json.writeStringField("state", state.name().replace('_', '-'));
    }

    private static void end(JsonGenerator json, String which, InetSocketAddress end) throws IOException {
        json.writeStringField(which + "_address", IpAddress.text(end.getAddress()));
        json.writeNumberField(which + "_port", end.getPort());
    }

    private static void number(JsonGenerator json, String key, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(key, value.getAsLong());
        }
    }

    private static void number(JsonGenerator json, String key, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(key, value.getAsInt());
        }
    }
}
