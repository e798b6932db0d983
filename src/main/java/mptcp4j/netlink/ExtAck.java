package mptcp4j.netlink;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The extended acknowledgement: attributes behind the error number ({@code enum nlmsgerr_attrs}, since 4.12).
 *
 * <pre>
 *  1  MSG        text
 *  2  OFFS       u32   of the wrong attribute, from the start of the request
 *  5  MISS_TYPE  u32   the attribute that is missing
 *  6  MISS_NEST  u32   where its nest is; not read
 * </pre>
 */
record ExtAck(@Nullable String text, OptionalInt offset, OptionalInt missingAttribute) {
    private static final int MSG = 1;
    private static final int OFFS = 2;
    private static final int MISS_TYPE = 5;

    static final ExtAck NONE = new ExtAck(null, OptionalInt.empty(), OptionalInt.empty());

    static ExtAck decode(AttributeReader in) throws MalformedException {
        ExtAck words = NONE;
        while (in.next()) {
            words = switch (in.type()) {
                case MSG -> new ExtAck(in.string(), words.offset, words.missingAttribute);
                case OFFS -> new ExtAck(words.text, OptionalInt.of(in.u32()), words.missingAttribute);
                case MISS_TYPE -> new ExtAck(words.text, words.offset, OptionalInt.of(in.u32()));
                default -> words;
            };
        }
        return words;
    }
}
