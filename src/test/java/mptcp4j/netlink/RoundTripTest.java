package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is written is what is read. */
class RoundTripTest {
    @Property
    void messageIsWhatItWas(
            @ForAll @IntRange(max = 0xffff) int type,
            @ForAll @IntRange(max = 0xffff) int flags,
            @ForAll int sequence,
            @ForAll @Size(max = 40) byte[] payload)
            throws MalformedException {
        var message = new Message(type, flags, sequence, payload);
        assertEquals(List.of(message), Messages.decode(message.encode()));
    }

    @Property
    void attributesAreWhatTheyWere(@ForAll("attributes") List<Attribute> expected) throws MalformedException {
        var out = new AttributeWriter();
        expected.forEach(attribute -> out.bytes(attribute.type(), attribute.bytes()));
        assertEquals(expected, Attribute.decode(out.toBytes(), 0));
        byte[] nest =
                new AttributeWriter().nest(1, inner -> inner.raw(out.toBytes())).toBytes();
        assertEquals(expected, Attribute.decode(nest, 0).get(0).nested());
    }

    @Provide
    Arbitrary<List<Attribute>> attributes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, AttributeReader.TYPE_MASK),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(100))
                .as(Attribute::new)
                .list()
                .ofMaxSize(6);
    }

    @Property
    void numbersAreWhatTheyWere(
            @ForAll @IntRange(max = 0xff) int u8,
            @ForAll @IntRange(max = 0xffff) int u16,
            @ForAll int u32,
            @ForAll long u64)
            throws MalformedException {
        AttributeReader in = AttributeReader.of(
                new AttributeWriter()
                        .u8(1, u8)
                        .u16(2, u16)
                        .u32(3, u32)
                        .u64(4, u64)
                        .toBytes(),
                0);
        in.next();
        assertEquals(u8, in.u8());
        in.next();
        assertEquals(u16, in.u16());
        in.next();
        assertEquals(u32, in.u32());
        in.next();
        assertEquals(u64, in.u64());
    }
}
