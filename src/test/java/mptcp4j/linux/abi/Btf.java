package mptcp4j.linux.abi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The types of the running kernel, as it tells them itself: structures with the bits of each field, and enumerators.
 * Source: Documentation/bpf/btf.rst.
 *
 * <pre>
 *  header                          type
 *  0  magic      u16  0xeb9f       0  name   u32  offset of a string
 *  4  hdr_len    u32               4  info   u32  bits 0-15 vlen, 24-28 kind, 31 kind_flag
 *  8  type_off   u32               8  size or type   u32
 * 12  type_len   u32              12  what the kind has: see {@link #skip}
 * 16  str_off    u32
 * 20  str_len    u32               offsets count from the end of the header
 * </pre>
 *
 * A module's file goes on where the kernel's ends: its types and its strings have the numbers that follow.
 */
final class Btf {
    private static final Path DIRECTORY = Path.of("/sys/kernel/btf");
    private static final int MAGIC = 0xeb9f;
    private static final int TYPE_BYTES = 12;

    private static final int INT = 1;
    private static final int POINTER = 2;
    private static final int ARRAY = 3;
    private static final int STRUCT = 4;
    private static final int UNION = 5;
    private static final int ENUM = 6;
    private static final int FUNCTION_PROTOTYPE = 13;
    private static final int VARIABLE = 14;
    private static final int DATA_SECTION = 15;
    private static final int DECLARATION_TAG = 17;
    private static final int ENUM64 = 19;

    /** Where each type starts, by its number; number 0 is void. */
    private final List<ByteBuffer> types = new ArrayList<>(List.of(ByteBuffer.allocate(TYPE_BYTES)));

    private final Map<String, List<Integer>> structs = new HashMap<>();
    private final Map<String, Set<Long>> enumerators = new HashMap<>();
    private byte[] strings = {};

    private Btf() {}

    static boolean present() {
        return Files.exists(DIRECTORY.resolve("vmlinux"));
    }

    /** Reads the running kernel's, and that of those modules which are loaded. */
    static Btf ofKernel(String... modules) throws IOException {
        var btf = new Btf();
        btf.add(Files.readAllBytes(DIRECTORY.resolve("vmlinux")));
        int types = btf.types.size();
        byte[] strings = btf.strings;
        for (String module : modules) {
            if (Files.exists(DIRECTORY.resolve(module))) {
                btf.types.subList(types, btf.types.size()).clear();
                btf.strings = strings;
                btf.add(Files.readAllBytes(DIRECTORY.resolve(module)));
            }
        }
        return btf;
    }

    /** Reads one file of a kernel. */
    static Btf of(byte[] file) {
        var btf = new Btf();
        btf.add(file);
        return btf;
    }

    /** Returns every structure of that name; drivers repeat names. */
    List<Struct> structs(String name) {
        List<Struct> found = new ArrayList<>();
        structs.getOrDefault(name, List.of()).forEach(type -> found.add(struct(type)));
        return found;
    }

    /** Returns every value that the name has in the kernel, as unsigned 32 bits; none if there is no such enumerator. */
    Set<Long> enumerator(String name) {
        return enumerators.getOrDefault(name, Set.of());
    }

    /** A structure: its bytes, and the bits of each field, those of unnamed members included. */
    record Struct(int size, Map<String, String> fields) {}

    private void add(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
        if (Short.toUnsignedInt(in.getShort(0)) != MAGIC) {
            throw new IllegalArgumentException("not BTF");
        }
        int start = in.getInt(4);
        addStrings(in.slice(start + in.getInt(16), in.getInt(20)));
        ByteBuffer section = in.slice(start + in.getInt(8), in.getInt(12)).order(in.order());
        while (section.hasRemaining()) {
            ByteBuffer type = section.slice().order(in.order());
            types.add(type);
            index(types.size() - 1);
            section.position(section.position() + TYPE_BYTES + skip(type));
        }
    }

    private void addStrings(ByteBuffer more) {
        ByteBuffer all = ByteBuffer.allocate(strings.length + more.remaining());
        strings = all.put(strings).put(more).array();
    }

    /** The bytes that follow the common part. */
    private static int skip(ByteBuffer type) {
        return switch (kind(type)) {
            case INT, VARIABLE, DECLARATION_TAG -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, DATA_SECTION, ENUM64 -> 12 * count(type);
            case ENUM, FUNCTION_PROTOTYPE -> 8 * count(type);
            default -> 0;
        };
    }

    private void index(int number) {
        ByteBuffer type = types.get(number);
        if (kind(type) == STRUCT) {
            structs.computeIfAbsent(name(type, 0), name -> new ArrayList<>()).add(number);
        }
        if (kind(type) == ENUM || kind(type) == ENUM64) {
            int bytes = kind(type) == ENUM ? 8 : 12;
            for (int i = 0; i < count(type); i++) {
                int at = TYPE_BYTES + bytes * i;
                enumerators
                        .computeIfAbsent(name(type, at), name -> new TreeSet<>())
                        .add(Integer.toUnsignedLong(type.getInt(at + 4)));
            }
        }
    }

    private Struct struct(int number) {
        Map<String, String> fields = new TreeMap<>();
        addFields(types.get(number), 0, fields);
        return new Struct(types.get(number).getInt(8), fields);
    }

    /** A member is its name, its type and its bit offset, with the width of a bit-field in the top byte. */
    private void addFields(ByteBuffer struct, int base, Map<String, String> fields) {
        boolean widths = struct.getInt(4) < 0;
        for (int i = 0; i < count(struct); i++) {
            int at = TYPE_BYTES + 12 * i;
            ByteBuffer type = types.get(struct.getInt(at + 4));
            int offset = struct.getInt(at + 8);
            int width = widths ? offset >>> 24 : 0;
            int bit = base + (widths ? offset & 0xff_ffff : offset);
            if (name(struct, at).isEmpty()) {
                addFields(type, bit, fields);
            } else {
                fields.put(name(struct, at), AbiFacts.place(bit, width == 0 ? 8L * bytes(type) : width));
            }
        }
    }

    private int bytes(ByteBuffer type) {
        return switch (kind(type)) {
            case INT, STRUCT, UNION, ENUM, ENUM64 -> type.getInt(8);
            case POINTER -> Long.BYTES;
            case ARRAY -> type.getInt(TYPE_BYTES + 8) * bytes(types.get(type.getInt(TYPE_BYTES)));
            default -> bytes(types.get(type.getInt(8))); // a typedef, const, volatile: what it stands for
        };
    }

    private static int kind(ByteBuffer type) {
        return (type.getInt(4) >> 24) & 0x1f;
    }

    private static int count(ByteBuffer type) {
        return type.getInt(4) & 0xffff;
    }

    private String name(ByteBuffer type, int at) {
        int start = type.getInt(at);
        int end = start;
        while (strings[end] != 0) {
            end++;
        }
        return new String(strings, start, end - start, StandardCharsets.UTF_8);
    }
}
