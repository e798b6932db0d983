package mptcp4j.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentTest {
    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        assertEquals(block(new Content(1)), block(new Content(1)));
        assertNotEquals(block(new Content(1)), block(new Content(2)));
    }

    @Test
    void neverRepeatsItself() {
        var content = new Content(7);
        Set<ByteBuffer> blocks = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            blocks.add(block(content));
        }
        assertEquals(10_000, blocks.size());
    }

    @Test
    void aDigestIsSha256OfAllThatWasTaken() {
        var digest = new Digest(true);
        ByteBuffer data = ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII));
        digest.update(data.slice(0, 1));
        digest.update(data.slice(1, 2));
        // FIPS 180-4, the example for SHA-256
        assertEquals(
                new Payload(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), digest.payload());
        assertEquals(3, data.remaining());
    }

    @Test
    void aTransferForSpeedIsOnlyCounted() {
        var digest = new Digest(false);
        digest.update(ByteBuffer.allocate(5));
        assertEquals(new Payload(5, ""), digest.payload());
    }

    private static ByteBuffer block(Content content) {
        ByteBuffer block = ByteBuffer.allocate(16);
        content.fill(block);
        return block;
    }
}
