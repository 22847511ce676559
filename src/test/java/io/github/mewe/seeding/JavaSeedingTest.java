package io.github.mewe.seeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.Parser;
import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.Store;
import io.github.kawamuray.wasmtime.WasmFunctions;
import io.github.kawamuray.wasmtime.WasmValType;
import io.github.mewe.link.RandomnessSource;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the Java programs of docs/guides/seeding.md and checks that they seed their modules. */
class JavaSeedingTest {
    private static final Pattern CLASS = Pattern.compile("final class (\\w+) ");

    @TempDir
    private Path directory;

    @TestFactory
    List<DynamicTest> theGuidesProgramsSeed() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (Snippet snippet : Snippet.in("java")) {
            for (String form : snippet.forms()) {
                RandomnessSource source = RandomnessSource.named(form).orElseThrow();
                tests.add(DynamicTest.dynamicTest(className(snippet), () -> seeds(snippet, source)));
            }
        }
        assertEquals(5, tests.size(), "programs in the guide");
        return tests;
    }

    /** Control: the strict module detects missing seeding. */
    @Test
    void theStrictModuleTrapsWithoutASeed() {
        var instance = com.dylibso.chicory.runtime.Instance.builder(
                        Parser.parse(SeededModules.strict(RandomnessSource.EXPORT)))
                .withImportValues(ImportValues.empty())
                .withStart(false)
                .build();
        assertThrows(TrapException.class, () -> instance.export("fib").apply(20));
    }

    private void seeds(Snippet snippet, RandomnessSource source) throws Exception {
        Method instantiate = compile(snippet);
        for (byte[] binary : List.of(SeededModules.diversified(source, directory), SeededModules.strict(source))) {
            long result = snippet.text().contains("io.github.kawamuray.wasmtime")
                    ? inWasmtime(instantiate, binary)
                    : ((com.dylibso.chicory.runtime.Instance) instantiate.invoke(null, (Object) binary))
                            .export("fib")
                            .apply(20)[0];
            assertEquals(SeededModules.FIB_20, result);
        }
    }

    private static long inWasmtime(Method instantiate, byte[] binary) throws Exception {
        try (Store<Void> store = Store.withoutData();
                Engine engine = store.engine();
                Module module = Module.fromBinary(engine, binary);
                var instance = (io.github.kawamuray.wasmtime.Instance) instantiate.invoke(null, store, module)) {
            var fib = instance.getFunc(store, "fib").orElseThrow();
            return WasmFunctions.func(store, fib, WasmValType.I64, WasmValType.I64)
                    .call(20L);
        }
    }

    private static String className(Snippet snippet) {
        Matcher matcher = CLASS.matcher(snippet.text());
        assertTrue(matcher.find(), snippet.text());
        return matcher.group(1);
    }

    /** Loads a program and returns its only method. */
    private Method compile(Snippet snippet) throws Exception {
        String name = className(snippet);
        var source = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return snippet.text();
            }
        };
        var messages = new StringWriter();
        List<String> options = List.of(
                "-d",
                directory.toString(),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "--release",
                "17");
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(messages, null, null, options, null, List.of(source))
                .call();
        assertTrue(compiled, messages::toString);
        // The class loader stays open because the instance's host functions use its classes.
        var loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
        Method[] methods = loader.loadClass(name).getDeclaredMethods();
        for (Method method : methods) {
            if (method.getName().equals("instantiate")) {
                method.setAccessible(true);
                return method;
            }
        }
        throw new AssertionError(name + " has no method instantiate");
    }
}
