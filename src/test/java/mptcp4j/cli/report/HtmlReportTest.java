package mptcp4j.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mptcp4j.cli.demo.Recorded;
import mptcp4j.cli.demo.Transfer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static String page;

    @BeforeAll
    static void make() throws IOException {
        page = HtmlReport.load().of(Recorded.result());
    }

    @Test
    void hasNoPlaceLeftToFill() {
        String ours = page.replaceAll("(?s)<script>\\s*/\\*!.*?</script>", "");
        assertFalse(ours.contains("{{"), "a place is not filled");
    }

    @Test
    void loadsNothing() {
        assertTrue(
                page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\""));
        assertFalse(Pattern.compile("<[^>]+\\s(src|href)=|sourceMappingURL|@import|url\\(")
                .matcher(page)
                .find());
    }

    @Test
    void scriptsEndWhereTheyShall() {
        assertEquals(3, page.split("<script", -1).length - 1);
        assertEquals(3, page.split("</script>", -1).length - 1);
    }

    @Test
    void keepsTheNoticeOfTheLibraryThatDraws() {
        assertTrue(page.contains("Chart.js v"));
        assertTrue(page.contains("Released under the MIT License"));
    }

    @Test
    void namesTheVersionOfTheLibraryThatDraws() {
        var library = Pattern.compile("Chart\\.js v([\\d.]+\\d)").matcher(page);
        assertTrue(library.find());
        assertTrue(page.contains("Charts by Chart.js " + library.group(1) + ","), library.group());
    }

    @Test
    void hasAChartWithWordsForEachTransfer() {
        for (String id : List.of("tcp", "mptcp", "blackhole", "link-down", "backup")) {
            assertTrue(page.contains("<canvas id=\"" + id + "\" role=\"img\" aria-label=\""), id);
            assertTrue(page.contains("\"" + id + "\":{\"seconds\":4"), id);
        }
    }

    @Test
    void showsWhatWasMeasured() {
        for (String text : List.of(
                "1.95×",
                "<b>187.2</b>",
                "<b>214 ms</b>",
                "after 314 ms",
                "longest gap 214 ms, resumed after 314 ms",
                "0.6 s later",
                "✓ every byte intact",
                "93.6 %")) {
            assertTrue(page.contains(text), text);
        }
    }

    @Test
    void textStaysText() {
        assertTrue(page.contains("mptcp4j demo --report &lt;a&amp;b&gt;.html"));
        assertFalse(page.contains("<a&b>"));
    }

    @Test
    void chartsHaveAPointForEachSample() throws IOException {
        Transfer transfer = Recorded.result().failovers().get(0).transfer();
        Map<String, Transfer> transfers = new LinkedHashMap<>();
        transfers.put("</script>", transfer);
        String json = ChartData.of(transfers, 200);
        assertFalse(json.contains("<"), json);
        List<String> names = new ArrayList<>();
        int points = 0;
        try (var parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("x")) {
                    points++;
                } else if (token == JsonToken.FIELD_NAME
                        && !parser.currentName().equals("y")) {
                    names.add(parser.currentName());
                }
            }
        }
        assertEquals(3 * (transfer.samples().size() - 1), points, "two paths and the program");
        assertEquals(
                List.of("</script>", "seconds", "most", "program", "paths", "moments", "at", "what", "at", "what"),
                names);
    }
}
