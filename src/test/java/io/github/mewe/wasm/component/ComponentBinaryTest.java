package io.github.mewe.wasm.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.common.Resources;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.MalformedModuleException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

public class ComponentBinaryTest {
    private static final byte[] WORDS = Resources.bytes(ComponentBinaryTest.class, "words.wasm");
    private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final byte[] EMPTY_COMPONENT = {0, 'a', 's', 'm', 13, 0, 1, 0};

    @Test
    void tellsComponentsFromModules() {
        assertTrue(ComponentBinary.isComponent(WORDS));
        assertTrue(ComponentBinary.isComponent(EMPTY_COMPONENT));
        assertFalse(ComponentBinary.isComponent(EMPTY_MODULE));
        assertFalse(ComponentBinary.isComponent(new byte[] {0, 'a', 's', 'm', 13, 0, 1}));
        assertFalse(ComponentBinary.isComponent(new byte[0]));
    }

    @Test
    void findsCoreModulesAtAllLevels() {
        List<CoreModule> modules = ComponentBinary.of(WORDS).coreModules();
        assertEquals(
                List.of("0", "1", "0/0"), modules.stream().map(CoreModule::path).toList());
        assertEquals(
                List.of(Optional.of("main"), Optional.of("wit-component-shim-module"), Optional.of("arithmetic")),
                modules.stream().map(CoreModule::name).toList());
        modules.forEach(module -> assertArrayEquals(EMPTY_MODULE, Arrays.copyOf(module.bytes(), 8)));
    }

    @Test
    void tellsEntryPointsFromWhatTheComponentModelCalls() {
        List<CoreModule> modules = ComponentBinary.of(WORDS).coreModules();
        assertEquals(
                List.of(Set.of("digest", "shout", "lucky"), Set.of(), Set.of("mix", "swirl")),
                modules.stream().map(CoreModule::entryPoints).toList());
    }

    @Test
    void knowsAsynchronousDefinitions() {
        byte[] component = Resources.bytes(ComponentBinaryTest.class, "asynchronous.wasm");
        List<CoreModule> modules = ComponentBinary.of(component).coreModules();
        assertEquals(Set.of("run", "plain"), modules.get(0).entryPoints());
    }

    @Test
    void replacesModulesAndKeepsEverythingElse() {
        ComponentBinary component = ComponentBinary.of(WORDS);
        List<CoreModule> modules = component.coreModules();
        assertArrayEquals(WORDS, component.with(Map.of()));
        Map<String, byte[]> same = new HashMap<>();
        modules.forEach(module -> same.put(module.path(), module.bytes()));
        assertArrayEquals(WORDS, component.with(same));

        byte[] larger = padded(modules.get(2).bytes(), 300);
        byte[] changed = component.with(Map.of("0/0", larger));
        List<CoreModule> after = ComponentBinary.of(changed).coreModules();
        assertArrayEquals(larger, after.get(2).bytes());
        assertArrayEquals(modules.get(0).bytes(), after.get(0).bytes());
        assertEquals(modules.get(2).name(), after.get(2).name());
        assertArrayEquals(
                WORDS,
                ComponentBinary.of(changed).with(Map.of("0/0", modules.get(2).bytes())),
                "and back again");
    }

    @Test
    void keepsSizesThatAreLongerThanNecessary() {
        var writer = new BinaryWriter().raw(EMPTY_COMPONENT);
        writer.u8(1).raw(new byte[] {(byte) 0x88, (byte) 0x80, 0}).raw(EMPTY_MODULE);
        byte[] component = writer.toBytes();
        assertArrayEquals(component, ComponentBinary.of(component).with(Map.of()));
        assertEquals(component.length - 2, ComponentBinary.of(component).with(Map.of("0", EMPTY_MODULE)).length);
    }

    @Test
    void goesByNamesWhereADefinitionIsUnknown() {
        // The last canonical definition is of a kind that does not exist.
        byte[] unknown = new BinaryWriter()
                .raw(WORDS)
                .u8(8)
                .sized(new BinaryWriter().u8(1).u8(0x7f))
                .toBytes();
        List<CoreModule> modules = ComponentBinary.of(unknown).coreModules();
        assertEquals(Set.of(), modules.get(0).entryPoints(), "no name says that it is of an interface");
        assertEquals(Optional.of("main"), modules.get(0).name());
    }

    @Test
    void knowsTheNamesOfToolchains() {
        assertTrue(CanonicalNames.isOfInterface("wasi:cli/run@0.2.0#run"));
        assertFalse(CanonicalNames.isInternal("wasi:cli/run@0.2.0#run"));
        for (String internal : List.of(
                "cabi_realloc",
                "cabi_post_wasi:cli/run@0.2.0#run",
                "cabi_import_realloc",
                "cm32p2|a:b/c@1|f_post",
                "_initialize",
                "a:b/c#[dtor]d",
                "[callback][async-lift]a:b/c#f")) {
            assertTrue(CanonicalNames.isInternal(internal), internal);
        }
        assertFalse(CanonicalNames.isInternal("[async-lift]a:b/c#f"));
    }

    @Test
    void rejectsWhatIsCutOff() {
        for (int size = 8; size < WORDS.length; size++) {
            byte[] cut = Arrays.copyOf(WORDS, size);
            try {
                ComponentBinary.of(cut).coreModules();
            } catch (MalformedModuleException e) {
                continue;
            }
            assertTrue(
                    Arrays.equals(cut, ComponentBinary.of(cut).with(Map.of())), "cut between two sections, at " + size);
        }
    }

    @Test
    void rejectsEndlessNesting() {
        byte[] inner = EMPTY_COMPONENT;
        for (int i = 0; i < 200; i++) {
            inner = new BinaryWriter()
                    .raw(EMPTY_COMPONENT)
                    .u8(4)
                    .sized(new BinaryWriter().raw(inner))
                    .toBytes();
        }
        byte[] component = inner;
        assertThrows(MalformedModuleException.class, () -> ComponentBinary.of(component));
    }

    /** The module with a custom section. */
    private static byte[] padded(byte[] module, int size) {
        return new BinaryWriter()
                .raw(module)
                .u8(0)
                .sized(new BinaryWriter().name("padding").raw(new byte[size]))
                .toBytes();
    }
}
