package mptcp4j.linux.abi;

import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import mptcp4j.linux.abi.Declared.Kind;
import org.junit.jupiter.api.Test;

class HistoryTest {
    @Test
    void theTableNamesNothingThatTheHeadersDoNotDeclare() throws IOException {
        Set<String> declared = Headers.read().stream().map(Declared::name).collect(toSet());
        List<String> unknown = History.read().names().stream()
                .filter(name -> !declared.contains(name))
                .collect(toList());
        assertEquals(List.of(), unknown);
    }

    @Test
    void aFieldIsAsOldAsItsStructureUnlessItIsNamed() throws IOException {
        History history = History.read();
        assertEquals(new Kernel(6, 5), history.since(new Declared(Kind.FIELD, "mptcp_full_info.num_subflows", "")));
        assertEquals(new Kernel(6, 8), history.since(new Declared(Kind.FIELD, "mptcp_info.mptcpi_subflows_total", "")));
        assertEquals(Kernel.OLDEST, history.since(new Declared(Kind.FIELD, "mptcp_info.mptcpi_token", "")));
        assertTrue(history.module(new Declared(Kind.FIELD, "tc_tbf_qopt.limit", "")));
    }

    @Test
    void readsTheVersionOfADistributionsKernel() {
        assertEquals(new Kernel(6, 1), Kernel.parse("6.1.0-18-amd64"));
        assertTrue(new Kernel(6, 10).has(new Kernel(6, 9)));
        assertFalse(new Kernel(5, 19).has(new Kernel(6, 0)));
        assertThrows(IllegalArgumentException.class, () -> Kernel.parse("six"));
    }
}
