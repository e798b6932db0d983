package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes what is in a JSON object, with the keys of iproute2 where it has them. */
@FunctionalInterface
interface JsonFields<T> {
    void write(JsonGenerator json, T value) throws IOException;
}
