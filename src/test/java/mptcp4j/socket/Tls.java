package mptcp4j.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS over sockets that are connected, with a certificate that {@code keytool} of this JDK makes. */
final class Tls {
    private static final char[] PASSWORD = "password".toCharArray();

    private final SSLContext context;

    private Tls(SSLContext context) {
        this.context = context;
    }

    static Tls create() throws IOException {
        Path directory = Files.createTempDirectory("tls");
        Path file = directory.resolve("keys");
        try {
            generate(file);
            return new Tls(context(file));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static void generate(Path file) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        (keytool + " -genkeypair -alias server -keyalg EC -dname CN=server -storetype PKCS12"
                                        + " -storepass " + new String(PASSWORD) + " -keystore " + file)
                                .split(" "))
                .redirectErrorStream(true)
                .start();
        String words = new String(process.getInputStream().readAllBytes());
        if (!Files.exists(file)) {
            throw new IOException("keytool: " + words);
        }
    }

    private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    Socket client(Socket socket) throws IOException {
        return layer(socket, true);
    }

    Socket server(Socket socket) {
        try {
            return layer(socket, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket layer(Socket socket, boolean client) throws IOException {
        var layered = (SSLSocket) context.getSocketFactory().createSocket(socket, "server", socket.getPort(), true);
        layered.setUseClientMode(client);
        layered.startHandshake();
        return layered;
    }
}
