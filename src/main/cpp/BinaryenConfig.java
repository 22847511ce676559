package io.github.mewe.binaryen.jni;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Maps Binaryen's C API to Java for JavaCPP: a handle, a type or a name is a {@code long}, an array of them is a
 * {@code long[]}, and bytes are a {@code byte[]}. No Java object wraps a native one. Only the build uses this class.
 */
@Properties(
        value = @Platform(include = {"binaryen-c.h", "glue.h", "mewe_binaryen.h"}),
        global = "io.github.mewe.binaryen.jni.Binaryen")
public class BinaryenConfig implements InfoMapper {

    @Override
    public void map(InfoMap types) {
        types.put(new Info(
                        "BinaryenModuleRef",
                        "BinaryenFunctionRef",
                        "BinaryenExpressionRef",
                        "BinaryenGlobalRef",
                        "BinaryenTagRef",
                        "BinaryenTableRef",
                        "BinaryenMemoryRef",
                        "BinaryenExportRef",
                        "BinaryenElementSegmentRef",
                        "BinaryenDataSegmentRef",
                        "BinaryenType",
                        "BinaryenHeapType",
                        "BinaryenName",
                        "TypeBuilderRef",
                        "ExpressionRunnerRef",
                        "RelooperRef",
                        "RelooperBlockRef",
                        "int64_t",
                        "uint64_t",
                        "size_t")
                .valueTypes("long")
                .pointerTypes("long[]")
                .cast());
        types.put(new Info(
                        "BinaryenIndex",
                        "BinaryenPackedType",
                        "BinaryenExpressionId",
                        "BinaryenExternalKind",
                        "BinaryenFeatures",
                        "BinaryenOp",
                        "BinaryenSideEffects",
                        "BinaryenBasicHeapType",
                        "TypeBuilderErrorReason",
                        "ExpressionRunnerFlags",
                        "int32_t",
                        "uint32_t",
                        "int")
                .valueTypes("int")
                .pointerTypes("int[]")
                .cast());
        types.put(new Info("BinaryenMemoryOrder", "char", "int8_t", "uint8_t")
                .valueTypes("byte")
                .pointerTypes("byte[]")
                .cast());
        types.put(
                new Info("bool").valueTypes("boolean").pointerTypes("boolean[]").cast());
        types.put(new Info("BINARYEN_API", "WASM_DEPRECATED").cppTypes().annotations());
        types.put(new Info(
                        "BinaryenLiteral",
                        "BinaryenBufferSizes",
                        "BinaryenModuleAllocateAndWriteResult",
                        "BinaryenModuleAllocateAndWriteText",
                        "BinaryenModuleAllocateAndWriteStackIR",
                        "BinaryenExpressionAllocateAndWriteText",
                        "BinaryenStringWTF8Advance",
                        "BinaryenStringIterNext",
                        "BinaryenStringIterMove",
                        "BinaryenStringSliceIter")
                .skip());
    }
}
