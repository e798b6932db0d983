package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.cli.report.Screen;
import mptcp4j.diag.Connections;
import mptcp4j.route.Rtnetlink;

/** Looks at the connections that are meant, and prints them, as the context says how. */
final class ConnectionPrinter {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K\n";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Context context;
    private final ConnectionWords wanted;
    private final Sampler sampler;
    private final Rtnetlink rtnetlink;

    /** Opens what it needs in the namespace of the context, which closes it. */
    ConnectionPrinter(Context context, ConnectionWords wanted) throws IOException {
        this.context = context;
        this.wanted = wanted;
        sampler = new Sampler(context.open(Connections::open));
        rtnetlink = context.open(Rtnetlink::open);
    }

    /** Prints them as they are now. */
    void once() throws IOException {
        List<Sample> samples = take();
        var links = SubflowLinks.read(rtnetlink);
        if (context.options().json) {
            context.printJson(samples, new ConnectionJson(links::of)::write);
        } else {
            new ConnectionTable(links::of, context.paint(), false)
                    .lines(samples)
                    .forEach(context.out()::println);
        }
    }

    /** Prints them again and again, until it is interrupted, nobody reads any more, or the only one that is meant has ended. */
    void again(long millis) throws IOException {
        List<Sample> samples = take();
        try (var ignored = new EndOfProcess(Thread.currentThread()::interrupt)) {
            while (true) {
                print(samples);
                if (context.out().checkError()) {
                    return;
                }
                Thread.sleep(millis);
                samples = take();
            }
        } catch (InterruptedException e) {
            return;
        } catch (LinuxException e) {
            if (wanted.token().isEmpty() || !e.errno().equals(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private List<Sample> take() throws IOException {
        return sampler.take(wanted.token()).stream().filter(wanted::fit).toList();
    }

    private void print(List<Sample> samples) throws IOException {
        var links = SubflowLinks.read(rtnetlink);
        EventTime format = EventTime.of(context.options());
        String time = format.text(ZonedDateTime.now(ZoneId.systemDefault()));
        if (context.options().json) {
            context.printJsonLine(samples, (json, all) -> {
                json.writeStringField(format.key(), time);
                write(json, all, new ConnectionJson(links::of));
            });
            return;
        }
        List<String> lines = new ConnectionTable(links::of, context.paint(), true).lines(samples);
        context.out()
                .print(context.screen().interactive() ? inPlace(time, lines, context.screen()) : below(time, lines));
        context.out().flush();
    }

    private static void write(JsonGenerator json, List<Sample> samples, ConnectionJson fields) throws IOException {
        json.writeArrayFieldStart("connections");
        for (Sample sample : samples) {
            json.writeStartObject();
            fields.write(json, sample);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** In one write, so that the terminal never shows half of it. */
    static String inPlace(String time, List<String> lines, Screen screen) {
        List<String> all = Stream.concat(Stream.of(time), lines.stream()).toList();
        return HOME + text(Page.of(all, screen), CLEAR_LINE) + CLEAR_BELOW;
    }

    private static String below(String time, List<String> lines) {
        return time + "\n" + text(lines, "\n") + "\n";
    }

    private static String text(List<String> lines, String end) {
        return String.join("", lines.stream().map(line -> line + end).toList());
    }
}
