package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The numbers are those of {@code headers/}, which other tests prove. */
class SocketAbiTest {
    /** Not declared there; that they are right shows in what they do. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of("SOCK_SNDBUF_LOCK", "SOCK_RCVBUF_LOCK", "TCP_QUICKACK");

    private static final Pattern NUMBER = Pattern.compile("#define (\\w+) (\\d+)");

    @Test
    void numbersAreThoseOfTheHeaders() throws IOException, IllegalAccessException {
        Map<String, Integer> declared = declared("libc.h", "tcp.h", "mptcp.h");
        Map<String, Integer> own = new TreeMap<>();
        for (Field field : SocketAbi.class.getDeclaredFields()) {
            own.put(field.getName(), field.getInt(null));
        }
        own.keySet().removeAll(SHOWN_ELSEWHERE);
        declared.keySet().retainAll(new TreeSet<>(own.keySet()));
        assertEquals(declared, own);
    }

    private static Map<String, Integer> declared(String... headers) throws IOException {
        Map<String, Integer> numbers = new TreeMap<>();
        for (String header : headers) {
            Matcher number = NUMBER.matcher(Files.readString(Path.of("headers", header)));
            while (number.find()) {
                numbers.put(number.group(1), Integer.parseInt(number.group(2)));
            }
        }
        return numbers;
    }
}
