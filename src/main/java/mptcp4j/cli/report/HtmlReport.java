package mptcp4j.cli.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mptcp4j.cli.demo.DemoResult;

/** A page for a browser, with all that it needs inside, and forbidden by itself to load anything. Immutable. */
public final class HtmlReport {
    private static final Pattern SOURCE_MAP = Pattern.compile("\\n//# sourceMappingURL=.*");
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private final String template;
    private final Map<String, String> ownParts;

    private HtmlReport(String template, Map<String, String> ownParts) {
        this.template = template;
        this.ownParts = ownParts;
    }

    /**
     * Reads what every page consists of besides its results.
     *
     * @throws IOException if the library that draws the charts is not on the class path
     */
    public static HtmlReport load() throws IOException {
        String version = resource("chart.version").strip();
        String chartJs = resource("/META-INF/resources/webjars/chart.js/" + version + "/dist/chart.umd.min.js");
        return new HtmlReport(
                resource("report.html"),
                Map.of(
                        "style", resource("report.css"),
                        "script", resource("report.js"),
                        "chartVersion", version,
                        "chartJs", SOURCE_MAP.matcher(chartJs).replaceAll("")));
    }

    /** Returns the page. */
    public String of(DemoResult result) throws IOException {
        Map<String, String> parts = new HashMap<>(ownParts);
        parts.putAll(new HtmlContent(result).parts());
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), place.group())));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("not on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
