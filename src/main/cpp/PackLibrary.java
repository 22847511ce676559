import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.ARM64Options;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Compresses a native library. Only the build uses this class; its arguments are the platform, the input and the
 * output.
 */
class PackLibrary {

    public static void main(String[] arguments) throws IOException {
        FilterOptions branches = arguments[0].contains("x86_64") ? new X86Options() : new ARM64Options();
        FilterOptions[] filters = {branches, new LZMA2Options(LZMA2Options.PRESET_MAX)};
        try (OutputStream out = new XZOutputStream(Files.newOutputStream(Path.of(arguments[2])), filters)) {
            Files.copy(Path.of(arguments[1]), out);
        }
    }
}
