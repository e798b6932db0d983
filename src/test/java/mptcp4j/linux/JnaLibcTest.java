package mptcp4j.linux;

class JnaLibcTest extends LibcContract {
    @Override
    Libc libc() {
        return Backends.choose("jna").libc();
    }
}
