# How Binaryen is compiled here. CMake includes this file right after Binaryen's own project() call
# (CMAKE_PROJECT_binaryen_INCLUDE), so that its CMakeLists.txt stays as it is.

set(CMAKE_CXX_FLAGS_RELEASE "-O2")

# No call into the library may end the process: errors are exceptions, which the JNI glue turns into
# Java ones. See hardening/.
include_directories(BEFORE ${CMAKE_CURRENT_LIST_DIR}/hardening)
add_compile_definitions(THROW_ON_FATAL)
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include ${CMAKE_CURRENT_LIST_DIR}/hardening/no_abort.h>")

# Only the JNI functions are to be seen from outside; each copy of the library keeps its own state.
add_compile_options(-fvisibility=hidden -fno-gnu-unique -ffunction-sections -fdata-sections)
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fvisibility-inlines-hidden>")

# No path of the machine that compiles ends up in a message.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

# Outlining needs these headers even without DWARF support.
include_directories(SYSTEM ${CMAKE_SOURCE_DIR}/third_party/llvm-project/include)

# One compilation for several sources: a third of the time. These clash with others in one unit.
set(CMAKE_UNITY_BUILD ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12)
set_source_files_properties(
  ${CMAKE_SOURCE_DIR}/src/binaryen-c.cpp
  ${CMAKE_SOURCE_DIR}/src/passes/ConstraintAnalysis.cpp
  ${CMAKE_SOURCE_DIR}/src/passes/Outlining.cpp
  ${CMAKE_SOURCE_DIR}/src/passes/Souperify.cpp
  ${CMAKE_SOURCE_DIR}/src/passes/TypeMerging.cpp
  ${CMAKE_SOURCE_DIR}/src/support/suffix_tree.cpp
  ${CMAKE_SOURCE_DIR}/src/support/suffix_tree_node.cpp
  ${CMAKE_SOURCE_DIR}/src/wasm/wasm-type-shape.cpp
  PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
