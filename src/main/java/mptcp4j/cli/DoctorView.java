package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import mptcp4j.cli.doctor.Finding;
import mptcp4j.cli.doctor.Severity;
import mptcp4j.cli.doctor.Shell;

/** Findings in columns, each with what mends it on the line below; or as JSON. */
final class DoctorView {
    private static final int SEVERITY_WIDTH = 9;
    private static final int SUBJECT_WIDTH = 12;

    private final Paint paint;
    private final Optional<String> namespace;

    /** @param namespace as the user named it, which the commands that mend have to enter; empty for that of this process */
    DoctorView(Paint paint, Optional<String> namespace) {
        this.paint = paint;
        this.namespace = namespace;
    }

    Stream<String> lines(List<Finding> findings) {
        return findings.stream().flatMap(this::lines);
    }

    void write(JsonGenerator json, Finding finding) throws IOException {
        json.writeStringField("severity", word(finding.severity()));
        json.writeStringField("subject", finding.subject());
        json.writeStringField("text", finding.text());
        Optional<String> mend = mend(finding);
        if (mend.isPresent()) {
            json.writeStringField("mend", mend.get());
        }
    }

    private Stream<String> lines(Finding finding) {
        String severity = word(finding.severity());
        String line = paint.on(role(finding.severity()), severity)
                + " ".repeat(SEVERITY_WIDTH - severity.length())
                + String.format(Locale.ROOT, "%-" + SUBJECT_WIDTH + "s", finding.subject())
                + shown(finding.text());
        String indent = " ".repeat(SEVERITY_WIDTH + SUBJECT_WIDTH);
        return Stream.concat(Stream.of(line), mend(finding).map(mend -> indent + shown(mend)).stream());
    }

    /** A link's name may hold what the terminal would obey. */
    private static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private Optional<String> mend(Finding finding) {
        return finding.mend()
                .map(command -> namespace
                        .map(name -> "nsenter --net=" + Shell.quoted(Context.fileOf(name)) + " sh -c "
                                + Shell.quoted(command))
                        .orElse(command));
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static Paint.Role role(Severity severity) {
        return switch (severity) {
            case OK -> Paint.Role.GOOD;
            case WARNING -> Paint.Role.DOUBTFUL;
            case PROBLEM -> Paint.Role.BAD;
        };
    }
}
