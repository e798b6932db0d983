package mptcp4j.linux.abi;

/**
 * One thing that {@code headers/} declares.
 *
 * @param kind what it is
 * @param name its name; of a field {@code STRUCTURE.FIELD}
 * @param text the literal of a constant, the prototype of a function, nothing of the others
 */
record Declared(Kind kind, String name, String text) {
    enum Kind {
        MACRO,
        ENUMERATOR,
        STRING,
        STRUCT,
        FIELD,
        BIT_FIELD,
        FUNCTION
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** A number with a name, however C was told of it. */
    boolean isNumber() {
        return is(Kind.MACRO) || is(Kind.ENUMERATOR);
    }

    boolean isField() {
        return is(Kind.FIELD) || is(Kind.BIT_FIELD);
    }

    /** Bytes that hold nothing: everybody names them as they like. */
    boolean isPadding() {
        return isField() && field().startsWith("__");
    }

    String struct() {
        return name.substring(0, name.indexOf('.'));
    }

    String field() {
        return name.substring(name.indexOf('.') + 1);
    }

    /** The value of a number, as unsigned 32 bits. */
    long number() {
        return Long.decode(text) & 0xffff_ffffL;
    }
}
