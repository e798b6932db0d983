package mptcp4j.linux.abi;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import mptcp4j.LinuxException;
import mptcp4j.linux.Libbpf;

/**
 * Asks the committed output of jextract what it says, in the words of {@link AbiFacts}. By reflection, because tests are
 * compiled for Java 17 and the bindings need 22.
 */
final class Bindings {
    private static final String PACKAGE = "mptcp4j.linux.ffm.abi.";
    private static final Path SOURCES = Path.of("src/main/java22/mptcp4j/linux/ffm/abi");
    private static final String FOREIGN = "java.lang.foreign.";

    private Bindings() {}

    /** All that is in the output: structures, fields, constants. */
    static SortedMap<String, String> facts(Iterable<String> strings) throws IOException, ReflectiveOperationException {
        SortedMap<String, String> facts = new TreeMap<>();
        for (String struct : structs()) {
            addStruct(struct, facts);
        }
        for (Method method : Class.forName(PACKAGE + "LinuxAbi").getDeclaredMethods()) {
            boolean constant = Modifier.isPublic(method.getModifiers())
                    && method.getParameterCount() == 0
                    && method.getReturnType() == int.class;
            if (constant) {
                facts.put(method.getName(), Integer.toUnsignedString((int) method.invoke(null)));
            }
        }
        for (String string : strings) {
            facts.put(string, '"' + string(string) + '"');
        }
        return facts;
    }

    private static List<String> structs() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.startsWith("LinuxAbi") && !name.equals("package-info"))
                    .collect(toList());
        }
    }

    private static void addStruct(String struct, SortedMap<String, String> facts) throws ReflectiveOperationException {
        Class<?> type = Class.forName(PACKAGE + struct);
        facts.put(struct, AbiFacts.size((long) type.getMethod("sizeof").invoke(null)));
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().endsWith("$offset")) {
                String field = method.getName().replace("$offset", "");
                long offset = (long) method.invoke(null);
                Object layout = fieldLayout(type, field);
                facts.put(struct + "." + field, AbiFacts.place(8 * offset, 8 * byteSize(layout)));
            }
        }
    }

    /** A field that is an array or a structure has no method {@code FIELD$layout}, but its name in the layout. */
    private static Object fieldLayout(Class<?> type, String field) throws ReflectiveOperationException {
        Class<?> element = Class.forName(FOREIGN + "MemoryLayout$PathElement");
        Object path = Array.newInstance(element, 1);
        Array.set(path, 0, element.getMethod("groupElement", String.class).invoke(null, field));
        Class<?> layout = Class.forName(FOREIGN + "MemoryLayout");
        return layout.getMethod("select", path.getClass())
                .invoke(type.getMethod("layout").invoke(null), path);
    }

    private static long byteSize(Object layout) throws ReflectiveOperationException {
        return (long)
                Class.forName(FOREIGN + "MemoryLayout").getMethod("byteSize").invoke(layout);
    }

    private static String string(String constant) throws ReflectiveOperationException {
        Object segment = Class.forName(PACKAGE + "LinuxAbi").getMethod(constant).invoke(null);
        return (String) Class.forName(FOREIGN + "MemorySegment")
                .getMethod("getString", long.class)
                .invoke(segment, 0L);
    }

    /** What a function takes and returns, such as {@code (int,MemorySegment,int)int}. */
    static String signature(String function, boolean variadic) throws ReflectiveOperationException {
        Class<?> abi = Class.forName(PACKAGE + "LinuxAbi");
        Object descriptor = variadic
                ? variadicDescriptor(abi, function)
                : abi.getMethod(function + "$descriptor").invoke(null);
        return Class.forName(FOREIGN + "FunctionDescriptor")
                .getMethod("toMethodType")
                .invoke(descriptor)
                .toString();
    }

    /** What the functions that we link take and return, by name: without the segment for errno, and without {@code ...}. */
    static SortedMap<String, String> linked() throws ReflectiveOperationException {
        SortedMap<String, String> signatures = new TreeMap<>();
        for (Class<?> function : Class.forName("mptcp4j.linux.ffm.C").getDeclaredClasses()) {
            String name = function.getSimpleName().toLowerCase(Locale.ROOT);
            Field handle = function.getDeclaredField("HANDLE");
            handle.setAccessible(true);
            MethodType type = ((MethodHandle) handle.get(null)).type().dropParameterTypes(0, 1);
            int named = name.equals("fcntl") ? 2 : type.parameterCount();
            signatures.put(
                    name, type.dropParameterTypes(named, type.parameterCount()).toString());
        }
        return signatures;
    }

    /** What the functions of libbpf that we link take and return, by name: without the segment for errno. */
    static SortedMap<String, String> linkedOfLibbpf() throws ReflectiveOperationException {
        SortedMap<String, String> signatures = new TreeMap<>();
        for (Field field : Class.forName("mptcp4j.linux.ffm.Bpf").getDeclaredFields()) {
            if (field.getType() == MethodHandle.class) {
                field.setAccessible(true);
                MethodType type = ((MethodHandle) field.get(null)).type().dropParameterTypes(0, 1);
                signatures.put(field.getName().toLowerCase(Locale.ROOT), type.toString());
            }
        }
        return signatures;
    }

    /** Lets jextract's output see libbpf, which it looks up among what was loaded by name. Returns whether it is here. */
    @SuppressWarnings("restricted")
    static boolean seeLibbpf() throws IOException {
        try {
            Libbpf.get();
        } catch (LinuxException e) {
            return false;
        }
        for (String mapping : Files.readAllLines(Path.of("/proc/self/maps"))) {
            if (mapping.contains("/" + Libbpf.SONAME)) {
                System.load(mapping.substring(mapping.indexOf('/')));
                return true;
            }
        }
        return false;
    }

    private static Object variadicDescriptor(Class<?> abi, String function) throws ReflectiveOperationException {
        Class<?> invoker = Class.forName(abi.getName() + "$" + function);
        Object none = Array.newInstance(Class.forName(FOREIGN + "MemoryLayout"), 0);
        Object made = invoker.getMethod("makeInvoker", none.getClass()).invoke(null, none);
        return invoker.getMethod("descriptor").invoke(made);
    }
}
