package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.Inet4Address;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;

/** Endpoints as {@code ip mptcp endpoint show} prints them. */
final class EndpointView {
    /** In the order of the kernel's bits, which is that of {@code ip}. */
    private static final Map<EndpointFlag, String> FLAGS = names();

    private final Interfaces.Names interfaces;
    private final Paint paint;

    EndpointView(Interfaces.Names interfaces, Paint paint) {
        this.interfaces = interfaces;
        this.paint = paint;
    }

    /** Prints endpoints of the namespace of the context, as the context says how. */
    static void print(Context context, List<Endpoint> endpoints) throws IOException {
        var view = new EndpointView(Interfaces.of(context)::name, context.paint());
        if (context.options().json) {
            context.printJson(endpoints, view::write);
        } else {
            for (Endpoint endpoint : endpoints) {
                context.out().println(view.text(endpoint));
            }
        }
    }

    /** {@code 10.0.2.1 port 8080 id 1 signal backup dev eth1}: a blank behind each word. */
    String text(Endpoint endpoint) throws IOException {
        var text = new StringBuilder();
        Paint.Role family = endpoint.address() instanceof Inet4Address ? Paint.Role.IPV4 : Paint.Role.IPV6;
        text.append(paint.on(family, IpAddress.text(endpoint.address()) + " "));
        if (endpoint.port() != 0) {
            text.append("port ").append(endpoint.port()).append(' ');
        }
        text.append("id ").append(endpoint.id()).append(' ');
        FLAGS.forEach((flag, name) -> text.append(endpoint.flags().contains(flag) ? name + " " : ""));
        if (endpoint.flags().unknownBits() != 0) {
            text.append("rawflags ").append(raw(endpoint.flags())).append(' ');
        }
        if (endpoint.interfaceIndex() != 0) {
            String name = interfaces.of(endpoint.interfaceIndex());
            text.append("dev ").append(paint.on(Paint.Role.INTERFACE, Printable.text(name) + " "));
        }
        return text.toString();
    }

    /** Writes the same as fields, each flag as one of its own. */
    void write(JsonGenerator json, Endpoint endpoint) throws IOException {
        json.writeStringField("address", IpAddress.text(endpoint.address()));
        if (endpoint.port() != 0) {
            json.writeNumberField("port", endpoint.port());
        }
        json.writeNumberField("id", endpoint.id());
        for (Map.Entry<EndpointFlag, String> flag : FLAGS.entrySet()) {
            if (endpoint.flags().contains(flag.getKey())) {
                json.writeBooleanField(flag.getValue(), true);
            }
        }
        if (endpoint.flags().unknownBits() != 0) {
            json.writeStringField("rawflags", raw(endpoint.flags()));
        }
        if (endpoint.interfaceIndex() != 0) {
            json.writeStringField("dev", interfaces.of(endpoint.interfaceIndex()));
        }
    }

    private static String raw(EndpointFlags flags) {
        return String.format("%02x", flags.unknownBits());
    }

    private static Map<EndpointFlag, String> names() {
        Map<EndpointFlag, String> names = new EnumMap<>(EndpointFlag.class);
        for (EndpointFlag flag : EndpointFlag.values()) {
            names.put(flag, flag.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
