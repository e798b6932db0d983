package mptcp4j.cli.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @Test
    void areTakenFromLeftToRight() {
        Words words = words("one two");
        assertFalse(words.isEmpty());
        assertEquals("one", words.next("FIRST"));
        assertEquals("two", words.next("SECOND"));
        assertTrue(words.isEmpty());
        words.end();
        refuses("command line is not complete: THIRD is missing after two", words, w -> w.next("THIRD"));
    }

    @Test
    void saysWhatIsMissingWhereNothingWasSaid() {
        refuses("command line is not complete: ID is missing", words(""), w -> w.next("ID"));
        refuses("command line is not complete: set or show is missing", words(""), w -> w.keyword("set", "show"));
    }

    @Test
    void endRefusesWhatIsLeft() {
        Words words = words("foo bar");
        words.next("FIRST");
        UsageException e = assertThrows(UsageException.class, words::end);
        assertEquals("argument \"bar\" is wrong: nothing more is expected", e.getMessage());
    }

    @Test
    void ofSeveralKeywordsThatBeginWithTheWordTheFirstIsMeant() {
        String[] limits = {"set", "show"};
        assertEquals("set", words("s").keyword(limits));
        assertEquals("set", words("se").keyword(limits));
        assertEquals("show", words("sh").keyword(limits));
        assertEquals("show", words("show").keyword(limits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shows", "x", "how", "S"})
    void refusesWhatNoKeywordBeginsWith(String word) {
        refuses(
                "argument \"" + word + "\" is wrong: set or show is expected",
                words(word),
                w -> w.keyword("set", "show"));
    }

    @Test
    void anEmptyWordIsNoKeyword() {
        assertThrows(UsageException.class, () -> Words.of(List.of("")).keyword("set"));
    }

    @Test
    void takesAKeywordOnlyIfThereIsOne() {
        Words words = words("i 7 subflow sub");
        assertEquals("", words.wholeKeywordIfAny("id"));
        assertEquals("id", words.keywordIfAny("id", "dev"));
        assertEquals("", words.keywordIfAny("id", "dev"));
        assertEquals(7, words.number("ID", 0, 255));
        assertEquals("subflow", words.wholeKeywordIfAny("backup", "subflow"));
        assertEquals("", words.wholeKeywordIfAny("backup", "subflow"));
        assertEquals("sub", words.next("WORD"));
        assertEquals("", words.keywordIfAny("id"));
        assertEquals("", words.wholeKeywordIfAny("id"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "255, 255", "0xff, 255", "0XfF, 255", "010, 8", "00, 0"})
    void numbersAreWrittenAsInC(String word, int number) {
        assertEquals(number, words(word).number("ID", 0, 255));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"256", "-1", "+1", "1.0", "x", "0x", "08", "1k", "99999999999999999999", "0xffffffffffffffff"})
    void refusesWhatIsNoNumberOrOutOfBounds(String word) {
        refuses(
                "argument \"" + word + "\" is wrong: a number from 1 to 255 is expected",
                words(word),
                w -> w.number("ID", 1, 255));
    }

    @Test
    void portsAreNumbers() {
        assertEquals(65535, words("65535").port(1));
        assertEquals(0, words("0").port(0));
        refuses("argument \"65536\" is wrong: a number from 0 to 65535 is expected", words("65536"), w -> w.port(0));
        refuses("argument \"0\" is wrong: a number from 1 to 65535 is expected", words("0"), w -> w.port(1));
    }

    @Test
    void idsAreNumbersOfEightBits() {
        assertEquals(255, words("255").id(1));
        assertEquals(0, words("0").id(0));
        refuses("argument \"256\" is wrong: a number from 0 to 255 is expected", words("256"), w -> w.id(0));
        refuses("argument \"0\" is wrong: a number from 1 to 255 is expected", words("0"), w -> w.id(1));
    }

    @Test
    void textIsNotEmpty() {
        assertEquals("-1", words("-1").text("VALUE"));
        refuses("argument \"\" is wrong: VALUE is expected", Words.of(List.of("")), w -> w.text("VALUE"));
        refuses("argument \" \" is wrong: VALUE is expected", Words.of(List.of(" ")), w -> w.text("VALUE"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0xdeadbeef, 3735928559", "3735928559, 3735928559", "4294967295, 4294967295", "0, 0"})
    void tokensHaveAllThe32Bits(String word, long token) {
        assertEquals(token, words(word).token("TOKEN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967296", "-1", "deadbeef", "0x1ffffffff"})
    void refusesWhatIsNoToken(String word) {
        assertThrows(UsageException.class, () -> words(word).token("TOKEN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::a:1", "fe80::1"})
    void takesAddresses(String word) throws UnknownHostException {
        assertEquals(InetAddress.getByName(word), words(word).address("ADDRESS"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.01",
                "10.0.0.1/24",
                "1",
                "fe80::1%lo",
                "::/0",
                "1::2::3",
                ":",
                "12345::",
                "[::1]",
                "any",
                "::1.2.3",
                "dead:beef",
                "beef"
            })
    void refusesWhatIsNoAddressAndLooksNothingUp(String word) {
        refuses(
                "argument \"" + word + "\" is wrong: an IPv4 or IPv6 address is expected",
                words(word),
                w -> w.address("ADDRESS"));
        refuses(
                "argument \"" + word + "\" is wrong: an IPv4 or IPv6 address, id or dev is expected",
                words(word),
                w -> w.address("ADDRESS", "id", "dev"));
    }

    @Test
    void interfaceNamesAreThoseThatTheKernelTakes() {
        assertEquals("eth0.100", words("eth0.100").interfaceName("NAME"));
        assertEquals("123456789012345", words("123456789012345").interfaceName("NAME"));
        assertEquals(
                "\u20ac\u20ac\u20ac\u20ac\u20ac",
                words("\u20ac\u20ac\u20ac\u20ac\u20ac").interfaceName("NAME"),
                "15 bytes");
        assertEquals("a\u2003b", words("a\u2003b").interfaceName("NAME"), "no blank to the kernel");
        for (String wrong :
                List.of("1234567890123456", "a/b", "a b", "", "12345678901234\u00e9", "a\u00a0b", "\u00e0")) {
            assertThrows(UsageException.class, () -> Words.of(List.of(wrong)).interfaceName("NAME"), wrong);
        }
    }

    private static Words words(String words) {
        return Words.of(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }

    private static void refuses(String complaint, Words words, Function<Words, ?> taking) {
        UsageException e = assertThrows(UsageException.class, () -> taking.apply(words));
        assertEquals(complaint, e.getMessage());
    }
}
