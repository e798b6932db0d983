package mptcp4j.linux.abi;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import mptcp4j.Errno;
import mptcp4j.linux.Abi;
import org.junit.jupiter.api.Test;

/** The numbers in the Java code are those of {@code headers/}, which the other tests here prove. */
class OwnConstantsTest {
    private final Map<String, Long> headers =
            Headers.read().stream().filter(Declared::isNumber).collect(toMap(Declared::name, Declared::number));

    OwnConstantsTest() throws IOException {}

    @Test
    void theNumbersOfTheCallsAreDeclared() throws IllegalAccessException {
        Map<String, String> differences = new TreeMap<>();
        for (Field field : Abi.class.getFields()) {
            compare(field.getName(), field.getInt(null), differences);
        }
        assertEquals(Map.of(), differences);
    }

    @Test
    void theErrorNumbersAreDeclared() throws IllegalAccessException {
        Map<String, String> differences = new TreeMap<>();
        for (Field field : Errno.class.getFields()) {
            compare(field.getName(), ((Errno) field.get(null)).number(), differences);
        }
        assertEquals(Map.of(), differences);
    }

    private void compare(String name, int value, Map<String, String> differences) {
        Long declared = headers.get(name);
        if (!Objects.equals(declared, Integer.toUnsignedLong(value))) {
            differences.put(name, value + ", in headers/ " + declared);
        }
    }
}
