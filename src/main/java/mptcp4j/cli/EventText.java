package mptcp4j.cli;

import java.net.Inet4Address;
import java.net.InetAddress;
import mptcp4j.linux.IpAddress;

/** An event on one line: {@code [         CREATED] token=815068ba remid=0 ...}. */
final class EventText implements EventSink {
    private final StringBuilder line = new StringBuilder();
    private final Paint paint;

    EventText(Paint paint) {
        this.paint = paint;
    }

    @Override
    public void event(String name) {
        line.append(String.format("[%16s]", name));
    }

    @Override
    public void unknown(int number) {
        line.append("[UNKNOWN ").append(number).append(']');
    }

    @Override
    public void token(String key, long value) {
        add(key, String.format("%08x", value));
    }

    @Override
    public void number(String key, long value) {
        add(key, Long.toString(value));
    }

    @Override
    public void bits(String key, int value) {
        add(key, EventView.hex(Integer.toUnsignedLong(value)));
    }

    @Override
    public void address(String key, InetAddress value) {
        boolean four = value instanceof Inet4Address;
        Paint.Role role = four ? Paint.Role.IPV4 : Paint.Role.IPV6;
        add(key + (four ? 4 : 6), paint.on(role, IpAddress.text(value)));
    }

    @Override
    public void link(String key, String name) {
        add(key, paint.on(Paint.Role.INTERFACE, Printable.text(name)));
    }

    @Override
    public void fact(String key) {
        line.append(' ').append(key);
    }

    @Override
    public void text(String key, String value) {
        add(key, value);
    }

    private void add(String key, String value) {
        line.append(' ').append(key).append('=').append(value);
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
