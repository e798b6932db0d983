package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import mptcp4j.linux.IpAddress;

/** An event as the fields of an object. */
record EventJson(JsonGenerator json) implements EventSink {
    @Override
    public void event(String name) throws IOException {
        json.writeStringField("event", name);
    }

    @Override
    public void unknown(int number) throws IOException {
        event("UNKNOWN " + number);
    }

    @Override
    public void token(String key, long value) throws IOException {
        json.writeStringField(key, EventView.hex(value));
    }

    @Override
    public void number(String key, long value) throws IOException {
        json.writeNumberField(key, value);
    }

    @Override
    public void bits(String key, int value) throws IOException {
        json.writeStringField(key, EventView.hex(Integer.toUnsignedLong(value)));
    }

    @Override
    public void address(String key, InetAddress value) throws IOException {
        json.writeStringField(key + (value instanceof Inet4Address ? 4 : 6), IpAddress.text(value));
    }

    @Override
    public void link(String key, String name) throws IOException {
        json.writeStringField(key, name);
    }

    @Override
    public void fact(String key) throws IOException {
        json.writeBooleanField(key, true);
    }

    @Override
    public void text(String key, String value) throws IOException {
        json.writeStringField(key, value);
    }
}
