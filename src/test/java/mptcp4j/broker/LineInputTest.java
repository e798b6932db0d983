package mptcp4j.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineInputTest {
    /** However they are cut into pieces. */
    @Property
    void linesAreWhatTheyWere(
            @ForAll @Size(max = 20) List<String> texts, @ForAll @IntRange(min = 1, max = 50) int piece)
            throws IOException {
        List<Line> lines =
                texts.stream().map(text -> Line.empty().with("text", text)).toList();
        var all = new StringBuilder();
        for (Line line : lines) {
            all.append(StandardCharsets.UTF_8.decode(line.bytes()));
        }
        List<Line> read = new ArrayList<>();
        var input = new LineInput();
        ReadableByteChannel channel = channel(all.toString());
        while (input.read(channel, ByteBuffer.allocate(piece))) {
            Optional<Line> line = input.next();
            while (line.isPresent()) {
                read.add(line.get());
                line = input.next();
            }
        }
        assertEquals(lines, read);
        assertTrue(input.isEmpty());
    }

    private static ReadableByteChannel channel(String text) {
        return Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theLongestLineIsReadAndALongerOneRefused() throws IOException {
        String frame = "{\"text\":\"\"}\n";
        String longest = "x".repeat(Line.MAX_BYTES - frame.length());
        assertEquals(longest, line("{\"text\":\"" + longest + "\"}\n").text("text"));
        assertThrows(ProtocolException.class, () -> line("{\"text\":\"" + longest + "y\"}\n"));
        assertThrows(
                ProtocolException.class,
                () -> Line.empty().with("text", longest + "y").bytes());
    }

    private static Line line(String text) throws IOException {
        var input = new LineInput();
        ReadableByteChannel channel = channel(text);
        Optional<Line> line = Optional.empty();
        while (line.isEmpty() && input.read(channel, ByteBuffer.allocate(1000))) {
            line = input.next();
        }
        return line.orElseThrow();
    }

    @Test
    void aLineThatBeginsIsNoLine() throws IOException {
        var input = new LineInput();
        assertTrue(input.read(channel("{\"a\""), ByteBuffer.allocate(100)));
        assertEquals(Optional.empty(), input.next());
        assertFalse(input.isEmpty());
    }
}
