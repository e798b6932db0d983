package mptcp4j.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * SIGHUP, which would end the process, does something else. The JDK has one way to that, {@code sun.misc.Signal} of the module
 * {@code jdk.unsupported}; it is asked for by name, as the compiler warns of it and a JDK may be without.
 */
final class Hangup {
    private static final System.Logger LOG = System.getLogger(Hangup.class.getName());

    private Hangup() {}

    /** Has something done at each SIGHUP, on a thread of its own, from now on. Where that is not possible, it is logged. */
    static void does(Runnable task) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                task.run();
                yield null;
            }
            case "equals" -> false; // of no use to anybody, and they have to answer
            case "hashCode" -> 0;
            default -> "at SIGHUP";
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(handlers.getClassLoader(), new Class<?>[] {handlers}, handler);
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handlers).invoke(null, hangup, proxy);
        } catch (ReflectiveOperationException e) {
            LOG.log(System.Logger.Level.WARNING, "SIGHUP will end the process", e);
        }
    }
}
