package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final JsonFields<String> FIELDS = (json, value) -> {
        json.writeStringField("name", value);
        json.writeArrayFieldStart("list");
        json.writeNumber(1);
        json.writeNumber(2);
        json.writeEndArray();
        json.writeObjectFieldStart("none");
        json.writeEndObject();
    };

    @Test
    void isOnOneLine() throws IOException {
        assertEquals("{\"name\":\"a\",\"list\":[1,2],\"none\":{}}", Json.object("a", FIELDS));
        assertEquals("[]", Json.array(List.of(), FIELDS));
    }

    /** As {@code jsonw_pretty} of iproute2 would print it. */
    @Test
    void isPrettyAsThatOfIp() throws IOException {
        assertEquals("[ ]", Json.pretty(List.of(), FIELDS));
        String each = "{\n        \"name\": \"a\",\n        \"list\": [ 1,2 ],\n        \"none\": {}\n    }";
        assertEquals("[ " + each + "," + each + " ]", Json.pretty(List.of("a", "a"), FIELDS));
    }

    @Test
    void isAsciiWhateverALinkIsCalled() throws IOException {
        assertEquals(
                "{\"dev\":\"\\u00E4\\\"\\\\'\\t\"}",
                Json.object("ä\"\\'\t", (json, value) -> json.writeStringField("dev", value)));
    }
}
