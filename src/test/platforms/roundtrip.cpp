// Runs the native library without a JVM: roundtrip LIBRARY OUTPUT_DIR MODULE...
// Reads each module, runs the passes of variant generation on each function, validates and writes it to OUTPUT_DIR;
// then runs the default pipeline and writes the module again. The files must be the same on every platform.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <jni.h>

#ifdef _WIN32
#include <windows.h>
static void* open(const char* path) { return (void*)LoadLibraryA(path); }
static void* find(void* library, const char* name) { return (void*)GetProcAddress((HMODULE)library, name); }
static std::string error() { return "error " + std::to_string(GetLastError()); }
#else
#include <dlfcn.h>
static void* open(const char* path) { return dlopen(path, RTLD_NOW | RTLD_LOCAL); }
static void* find(void* library, const char* name) { return dlsym(library, name); }
static std::string error() { return dlerror(); }
#endif

[[noreturn]] static void fail(const std::string& message) {
  std::fprintf(stderr, "roundtrip: %s\n", message.c_str());
  std::exit(1);
}

// An environment with arrays and nothing else: an "array" is a pointer to a vector.
using Bytes = std::vector<jbyte>;
static jbyte* bytesOf(JNIEnv*, jbyteArray array, jboolean*) { return ((Bytes*)array)->data(); }
static void releaseBytes(JNIEnv*, jbyteArray, jbyte*, jint) {}
static jclass findClass(JNIEnv*, const char* name) { fail(std::string("an exception was thrown: ") + name); }

static void* library;

template<typename Result, typename... Arguments> static Result call(const char* name, Arguments... arguments) {
  static JNINativeInterface_ table{};
  table.GetByteArrayElements = bytesOf;
  table.ReleaseByteArrayElements = releaseBytes;
  table.FindClass = findClass;
  JNIEnv env{&table};
  std::string symbol = "Java_io_github_mewe_binaryen_jni_Binaryen_";
  for (const char* c = name; *c; c++) {
    symbol += *c == '_' ? std::string("_1") : std::string(1, *c);
  }
  auto* function = (Result(JNICALL*)(JNIEnv*, jclass, Arguments...))find(library, symbol.c_str());
  if (!function) {
    fail("no function " + symbol);
  }
  return function(&env, nullptr, arguments...);
}

static jbyteArray arrayOf(Bytes& bytes) { return (jbyteArray)&bytes; }

static Bytes output() {
  Bytes bytes(size_t(call<jlong>("mewe_output_size")));
  call<void>("mewe_output_copy", arrayOf(bytes));
  return bytes;
}

static void checked(jlong module, const std::string& name) {
  if (!call<jboolean>("mewe_module_validate", module)) {
    Bytes message = output();
    fail(name + " is not valid: " + std::string(message.begin(), message.end()));
  }
}

static void write(jlong module, const std::string& file) {
  call<void>("mewe_module_write", module, jboolean(true));
  Bytes bytes = output();
  std::ofstream(file, std::ios::binary).write((const char*)bytes.data(), bytes.size());
}

int main(int count, char** arguments) {
  if (count < 4) {
    fail("usage: roundtrip LIBRARY OUTPUT_DIR MODULE...");
  }
  library = open(arguments[1]);
  if (!library) {
    fail("cannot load " + std::string(arguments[1]) + ": " + error());
  }
  call<void>("mewe_initialize");
  std::string names = "simplify-locals,optimize-instructions,precompute,merge-blocks,remove-unused-brs,"
                      "remove-unused-names,reorder-locals,vacuum";
  Bytes encoded(names.begin(), names.end());
  jlong passes = call<jlong>("mewe_name", arrayOf(encoded), jlong(encoded.size()));
  for (int i = 3; i < count; i++) {
    std::string path = arguments[i];
    std::string name = path.substr(path.find_last_of("/\\") + 1);
    std::ifstream in(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    Bytes bytes(text.begin(), text.end());
    jlong module = call<jlong>("mewe_module_read", arrayOf(bytes), jlong(bytes.size()));
    if (!module) {
      fail("cannot read " + path);
    }
    jint features = call<jint>("mewe_module_used_features", module);
    call<void>("BinaryenModuleSetFeatures", module, features);
    checked(module, path);
    jint functions = call<jint>("BinaryenGetNumFunctions", module);
    for (jint f = 0; f < functions; f++) {
      jlong function = call<jlong>("BinaryenGetFunctionByIndex", module, f);
      if (call<jlong>("BinaryenFunctionGetBody", function)) {
        call<void>("mewe_function_run_passes", module, function, passes, jint(2), jint(0));
      }
    }
    checked(module, path);
    std::string stem = std::string(arguments[2]) + "/" + name;
    write(module, stem);
    call<void>("mewe_module_optimize", module);
    checked(module, path);
    write(module, stem + ".optimized");
    std::printf("%s: %d functions, features %x\n", name.c_str(), int(functions), unsigned(features));
    call<void>("BinaryenModuleDispose", module);
  }
}
