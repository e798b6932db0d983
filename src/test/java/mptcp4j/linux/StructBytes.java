package mptcp4j.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A structure to be filled by the names of its fields, laid out as {@code headers/} declares it (which other tests prove
 * against the running kernel) and not as the codec under test believes.
 */
final class StructBytes {
    private static final Pattern FIELD = Pattern.compile(" {4}__u(8|16|32|64) (\\w+)(?: : .*)?;");

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final ByteBuffer bytes;

    StructBytes(String header, String name) throws IOException {
        String text = Files.readString(Path.of("headers", header));
        int from = text.indexOf("struct " + name + " {\n");
        int offset = 0;
        int widest = 1;
        for (String line :
                text.substring(from, text.indexOf("\n}", from)).lines().skip(1).toList()) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                throw new IllegalArgumentException("not a field: " + line);
            }
            int width = Integer.parseInt(field.group(1)) / Byte.SIZE;
            offset = align(offset, width);
            fields.put(field.group(2), new Field(offset, width));
            offset += width;
            widest = Math.max(widest, width);
        }
        bytes = ByteBuffer.allocate(align(offset, widest)).order(ByteOrder.nativeOrder());
    }

    private static int align(int offset, int width) {
        return (offset + width - 1) / width * width;
    }

    StructBytes put(String name, long value) {
        Field field = fields.get(name);
        switch (field.width) {
            case 1 -> bytes.put(field.offset, (byte) value);
            case 2 -> bytes.putShort(field.offset, (short) value);
            case 4 -> bytes.putInt(field.offset, (int) value);
            default -> bytes.putLong(field.offset, value);
        }
        return this;
    }

    byte[] array() {
        return bytes.array();
    }

    private record Field(int offset, int width) {}
}
