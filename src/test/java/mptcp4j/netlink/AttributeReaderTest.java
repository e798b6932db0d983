package mptcp4j.netlink;

import static mptcp4j.netlink.Bytes.hex;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AttributeReaderTest {
    @Test
    void areWrittenOneAfterTheOtherAndPadded() throws MalformedException {
        byte[] bytes = new AttributeWriter()
                .u8(1, 0xff)
                .u16(2, 0xfffe)
                .u32(3, -3)
                .u64(4, -4)
                .string(5, "é")
                .bytes(6, hex("0a000001"))
                .nest(7, nest -> nest.u8(1, 2).nest(2, empty -> {}))
                .toBytes();
        assertEquals(
                Bytes.text(Bytes.little("0500 0100 ff 000000"
                        + "0600 0200 feff 0000"
                        + "0800 0300 fdffffff"
                        + "0c00 0400 fcffffffffffffff"
                        + "0700 0500 c3a900 00"
                        + "0800 0600 0a000001"
                        + "1000 0780  0500 0100 02 000000  0400 0280")),
                Bytes.text(bytes));
        List<Attribute> read = Attribute.decode(bytes, 0);
        assertEquals(0xff, read.get(0).reader().u8());
        assertEquals(0xfffe, read.get(1).reader().u16());
        assertEquals(-3, read.get(2).reader().u32());
        assertEquals(-4, read.get(3).reader().u64());
        assertEquals("é", read.get(4).reader().string());
        assertEquals("0a000001", Bytes.text(read.get(5).reader().bytes(4)));
        assertEquals(
                List.of(new Attribute(1, hex("02")), new Attribute(2, hex(""))),
                read.get(6).nested());
    }

    @Test
    void startBehindAHeader() throws MalformedException {
        byte[] bytes = new AttributeWriter().raw(hex("010203")).u8(9, 1).toBytes();
        assertEquals("01020300" + Bytes.text(Bytes.little("0500 0900 01 000000")), Bytes.text(bytes));
        assertEquals(List.of(new Attribute(9, hex("01"))), Attribute.decode(bytes, 4));
        assertEquals(List.of(), Attribute.decode(hex("01020304"), 4));
        assertThrows(MalformedException.class, () -> Attribute.decode(hex("010203"), 4), "a header that is cut");
    }

    @Test
    void keepTheirOrderAndMayRepeat() throws MalformedException {
        byte[] bytes = new AttributeWriter().u8(2, 1).u8(1, 2).u8(2, 3).toBytes();
        assertEquals(
                List.of(new Attribute(2, hex("01")), new Attribute(1, hex("02")), new Attribute(2, hex("03"))),
                Attribute.decode(bytes, 0));
    }

    @Test
    void typeIsReadWithoutTheFlagsOfItsValue() throws MalformedException {
        assertEquals(
                List.of(new Attribute(1, hex(""))),
                Attribute.decode(Bytes.little("0400 01c0"), 0),
                "old kernels set none");
    }

    @Test
    void lastOneMayLackItsPadding() throws MalformedException {
        assertEquals(List.of(new Attribute(1, hex("05"))), Attribute.decode(Bytes.little("0500 0100 05"), 0));
    }

    @Test
    void refusesOneThatIsCut() {
        for (String cut : List.of("05", "0500", "0500 01", "0500 0100", "0800 0100 000000", "0300 0100", "0000 0000")) {
            assertThrows(MalformedException.class, () -> Attribute.decode(Bytes.little(cut), 0), cut);
        }
    }

    @Test
    void refusesAnotherWidth() throws MalformedException {
        for (int width = 0; width <= 17; width++) {
            AttributeReader a = new Attribute(1, new byte[width]).reader();
            refusesUnless(width == 1, a::u8);
            refusesUnless(width == 2, a::u16);
            refusesUnless(width == 2, a::be16);
            refusesUnless(width == 4, a::u32);
            refusesUnless(width == 8, a::u64);
            refusesUnless(width == 16, () -> a.bytes(16));
        }
    }

    @Test
    void textEndsAtItsFirstZeroByteOrWithTheValue() throws MalformedException {
        assertEquals("lo", new Attribute(1, hex("6c6f00")).reader().string());
        assertEquals("lo", new Attribute(1, hex("6c6f0078")).reader().string());
        assertEquals("lo", new Attribute(1, hex("6c6f")).reader().string());
        assertEquals("", new Attribute(1, hex("")).reader().string());
    }

    @Test
    void writerRefusesWhatWouldBeCut() {
        var out = new AttributeWriter();
        assertThrows(IllegalArgumentException.class, () -> out.u8(1, 256));
        assertThrows(IllegalArgumentException.class, () -> out.u8(1, -1));
        assertThrows(IllegalArgumentException.class, () -> out.u16(1, 65536));
        assertThrows(IllegalArgumentException.class, () -> out.u16(1, -1));
        assertThrows(IllegalArgumentException.class, () -> out.string(1, "a\0b"));
        assertThrows(IllegalArgumentException.class, () -> out.u8(0x4000, 1), "a type with a flag");
        assertThrows(IllegalArgumentException.class, () -> out.bytes(1, new byte[65532]));
        assertEquals(0, out.toBytes().length);
        assertEquals(65536, out.bytes(1, new byte[65531]).toBytes().length);
    }

    @Test
    void writerRefusesANestThatIsTooLong() {
        var out = new AttributeWriter();
        assertThrows(
                IllegalArgumentException.class,
                () -> out.nest(1, nest -> nest.bytes(1, new byte[40000]).bytes(2, new byte[40000])));
    }

    @Test
    void portIsInNetworkOrder() throws MalformedException {
        assertEquals(0x1f90, new Attribute(1, hex("1f90")).reader().be16());
    }

    @Test
    void viewAndNestStayInTheirAttribute() throws MalformedException {
        byte[] bytes =
                new AttributeWriter().nest(1, nest -> nest.u32(2, 3)).u32(4, 5).toBytes();
        AttributeReader in = AttributeReader.of(bytes, 0);
        assertTrue(in.next());
        assertEquals(8, in.length());
        assertEquals(8, in.view().remaining());
        assertEquals(3, in.view().getInt(4));
        AttributeReader nest = in.nested();
        assertTrue(nest.next());
        assertEquals(2, nest.type());
        assertFalse(nest.next());
        AttributeReader behind = in.nested(8);
        assertFalse(behind.next());
        assertThrows(MalformedException.class, () -> in.nested(9));
        assertTrue(in.next());
        assertEquals(5, in.u32());
        assertFalse(in.next());
    }

    private static void refusesUnless(boolean right, Executable reader) {
        if (right) {
            assertDoesNotThrow(reader);
        } else {
            assertThrows(MalformedException.class, reader);
        }
    }
}
