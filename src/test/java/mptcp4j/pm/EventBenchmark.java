package mptcp4j.pm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mptcp4j.netlink.Golden;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading the event that a subflow was established, and making the same record of values that are there already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventBenchmark {
    private final EventCodec codec = new EventCodec();
    private final byte[] local = new byte[4];
    private final byte[] remote = new byte[4];
    private MessageReader message;
    private SubflowEstablished event;

    @Setup
    public void read() throws IOException {
        for (byte[] datagram : Golden.notifications("events")) {
            var direct = ByteBuffer.allocateDirect(datagram.length).put(datagram);
            message = new MessageReader(direct.flip());
            message.next();
            if (codec.read(message) instanceof SubflowEstablished established) {
                event = established;
                break;
            }
        }
        SubflowTuple tuple = event.tuple();
        System.arraycopy(tuple.local().getAddress().getAddress(), 0, local, 0, local.length);
        System.arraycopy(tuple.remote().getAddress().getAddress(), 0, remote, 0, remote.length);
    }

    @Benchmark
    public PathManagerEvent decode() throws MalformedException {
        return codec.read(message);
    }

    /** What the record takes with its components; nothing that is read allocates less. */
    @Benchmark
    public PathManagerEvent construct() throws IOException {
        SubflowTuple tuple = event.tuple();
        return new SubflowEstablished(
                event.token(),
                new SubflowTuple(
                        new InetSocketAddress(
                                InetAddress.getByAddress(local), tuple.local().getPort()),
                        new InetSocketAddress(
                                InetAddress.getByAddress(remote), tuple.remote().getPort()),
                        tuple.localId(),
                        tuple.remoteId()),
                event.backup(),
                event.error(),
                event.timeout(),
                event.interfaceIndex(),
                List.of());
    }
}
