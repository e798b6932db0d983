package mptcp4j.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of a page. Whatever is given as text may contain anything. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /**
     * @param header one text for each column, the first of which names the rows
     * @param rows cells that are HTML, the first one the row's name
     */
    static String table(List<String> header, List<List<String>> rows) {
        String head = header.get(0).isEmpty() ? "<td></td>" : "<th scope=\"col\">" + escape(header.get(0)) + "</th>";
        for (String column : header.subList(1, header.size())) {
            head += "<th scope=\"col\" class=\"n\">" + escape(column) + "</th>";
        }
        return "<table><thead><tr>" + head + "</tr></thead><tbody>\n"
                + rows.stream().map(Html::row).collect(Collectors.joining("\n"))
                + "\n</tbody></table>";
    }

    private static String row(List<String> cells) {
        String rest = cells.subList(1, cells.size()).stream()
                .map(cell -> "<td class=\"n\">" + cell + "</td>")
                .collect(Collectors.joining());
        return "<tr><th scope=\"row\">" + cells.get(0) + "</th>" + rest + "</tr>";
    }
}
