#include "mewe_binaryen.h"

#include <algorithm>
#include <iostream>
#include <mutex>
#include <optional>
#include <span>
#include <sstream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "ir/branch-utils.h"
#include "ir/eh-utils.h"
#include "ir/features.h"
#include "ir/find_all.h"
#include "ir/function-utils.h"
#include "ir/hashed.h"
#include "ir/iteration.h"
#include "ir/manipulation.h"
#include "ir/module-utils.h"
#include "ir/properties.h"
#include "ir/type-updating.h"
#include "ir/utils.h"
#include "parser/wat-parser.h"
#include "parsing.h"
#include "pass.h"
#include "source-map.h"
#include "support/insert_ordered.h"
#include "wasm-binary.h"
#include "wasm-builder.h"
#include "wasm-validator.h"
#include "wasm.h"

using namespace wasm;

namespace {

thread_local std::vector<uint8_t> output;
thread_local std::string outputMap;
thread_local std::string diagnostics;
thread_local int64_t errorOffset = -1;

// Binaryen reports to std::cerr. The library contains its own C++ runtime, so replacing the buffer of
// that stream does not affect the process. One buffer per thread separates parallel builds.
class DiagnosticsBuffer : public std::streambuf {
  // A large malformed module can produce megabytes of text, of which the beginning is enough.
  static constexpr size_t limit = 64 * 1024;

  int_type overflow(int_type c) override {
    if (c != traits_type::eof() && diagnostics.size() < limit) {
      diagnostics.push_back(char(c));
    }
    return traits_type::not_eof(c);
  }

  std::streamsize xsputn(const char* text, std::streamsize size) override {
    if (diagnostics.size() < limit) {
      diagnostics.append(text, size);
    }
    return size;
  }
};

void setOutput(std::string_view text) { output.assign(text.begin(), text.end()); }

Name nameOf(const char* name) { return name ? Name(IString::View{name}) : Name(); }

Function* functionOf(BinaryenFunctionRef function) { return (Function*)function; }

std::vector<Name> calleesOf(Function* function) {
  InsertOrderedSet<Name> callees;
  for (auto* call : FindAll<Call>(function->body).list) {
    callees.insert(call->target);
  }
  return {callees.begin(), callees.end()};
}

std::vector<Name> referencedIn(Module& module) {
  struct References : PostWalker<References> {
    InsertOrderedSet<Name> names;
    void visitRefFunc(RefFunc* curr) { names.insert(curr->func); }
  } references;
  references.walkModule(&module);
  if (module.start.is()) {
    references.names.insert(module.start);
  }
  return {references.names.begin(), references.names.end()};
}

Module& moduleOf(BinaryenModuleRef module) { return *(Module*)module; }

FeatureSet pairUp(FeatureSet features) {
  // Binaryen requires that the features which a feature implies are enabled with it.
  if (features.hasBulkMemory()) {
    features.setBulkMemoryOpt();
  }
  if (features.hasStackSwitching()) {
    features.setGC();
  }
  if (features.hasGC()) {
    features.setReferenceTypes();
  }
  if (features.hasExceptionHandling() && features.hasGC()) {
    features.setMultivalue();
  }
  return features;
}

// Collects the features that the validator requires for a module's code.
struct FeatureCollector
  : public PostWalker<FeatureCollector, UnifiedExpressionVisitor<FeatureCollector>> {
  FeatureSet features;

  void need(FeatureSet feature) { features.enable(feature); }

  void noteType(Type type) {
    if (type == Type::none || type == Type::unreachable) {
      return;
    }
    if (type.isTuple()) {
      need(FeatureSet::Multivalue);
    }
    need(type.getFeatures());
  }

  // Notes a type that the binary contains. Without GC, the writer generalises types that MVP references
  // cannot express, so a module with such types needs GC regardless of its instructions. (The binary
  // does not contain the types of most expressions; Binaryen infers them.)
  void noteDeclared(Type type) {
    noteType(type);
    if (type != Type::unreachable && type.asWrittenGivenFeatures(FeatureSet::MVP) != type) {
      need(FeatureSet::GC | FeatureSet::ReferenceTypes);
    }
  }

  void noteDefinition(HeapType type) {
    need(type.getFeatures());
    for (auto child : type.getTypeChildren()) {
      noteDeclared(child);
    }
  }

  void visitExpression(Expression* curr) {
    noteType(curr->type);
    if (Properties::isControlFlowStructure(curr)) {
      noteDeclared(curr->type);
    }
    switch (curr->_id) {
      case Expression::AtomicRMWId:
      case Expression::AtomicCmpxchgId:
      case Expression::AtomicWaitId:
      case Expression::AtomicNotifyId:
      case Expression::AtomicFenceId:
        need(FeatureSet::Atomics);
        break;
      case Expression::LoadId:
        if (curr->cast<Load>()->isAtomic()) {
          need(FeatureSet::Atomics);
        }
        break;
      case Expression::StoreId:
        if (curr->cast<Store>()->isAtomic()) {
          need(FeatureSet::Atomics);
        }
        break;
      case Expression::PauseId:
        need(FeatureSet::SharedEverything);
        break;
      case Expression::MemoryInitId:
      case Expression::DataDropId:
      case Expression::TableCopyId:
      case Expression::TableInitId:
      case Expression::ElemDropId:
        need(FeatureSet::BulkMemory);
        break;
      case Expression::MemoryCopyId:
      case Expression::MemoryFillId:
        need(FeatureSet::BulkMemoryOpt);
        break;
      case Expression::UnaryId:
        need(Features::get(curr->cast<Unary>()->op));
        break;
      case Expression::BinaryId:
        need(Features::get(curr->cast<Binary>()->op));
        break;
      case Expression::SIMDTernaryId: {
        auto op = curr->cast<SIMDTernary>()->op;
        need(FeatureSet::SIMD);
        if (op != Bitselect) {
          need(FeatureSet::RelaxedSIMD);
        }
        break;
      }
      case Expression::SIMDExtractId:
      case Expression::SIMDReplaceId:
      case Expression::SIMDShuffleId:
      case Expression::SIMDShiftId:
      case Expression::SIMDLoadId:
      case Expression::SIMDLoadStoreLaneId:
        need(FeatureSet::SIMD);
        break;
      case Expression::RefNullId:
      case Expression::RefIsNullId:
      case Expression::RefFuncId:
      case Expression::TableGetId:
      case Expression::TableSetId:
      case Expression::TableSizeId:
      case Expression::TableGrowId:
      case Expression::TableFillId:
        need(FeatureSet::ReferenceTypes);
        break;
      case Expression::CallId:
        if (curr->cast<Call>()->isReturn) {
          need(FeatureSet::TailCall);
        }
        break;
      case Expression::CallIndirectId:
        if (curr->cast<CallIndirect>()->isReturn) {
          need(FeatureSet::TailCall);
        }
        break;
      case Expression::CallRefId:
        need(FeatureSet::ReferenceTypes | FeatureSet::GC);
        if (curr->cast<CallRef>()->isReturn) {
          need(FeatureSet::TailCall);
        }
        break;
      case Expression::TryId:
      case Expression::TryTableId:
      case Expression::ThrowId:
      case Expression::RethrowId:
      case Expression::ThrowRefId:
      case Expression::PopId:
        need(FeatureSet::ExceptionHandling);
        break;
      case Expression::SelectId:
        if (curr->type.isRef()) {
          need(FeatureSet::ReferenceTypes);
        }
        break;
      case Expression::RefEqId:
      case Expression::RefI31Id:
      case Expression::I31GetId:
      case Expression::RefTestId:
      case Expression::RefCastId:
      case Expression::BrOnId:
      case Expression::StructNewId:
      case Expression::StructGetId:
      case Expression::StructSetId:
      case Expression::ArrayNewId:
      case Expression::ArrayNewDataId:
      case Expression::ArrayNewElemId:
      case Expression::ArrayNewFixedId:
      case Expression::ArrayGetId:
      case Expression::ArraySetId:
      case Expression::ArrayLenId:
      case Expression::ArrayCopyId:
      case Expression::ArrayFillId:
      case Expression::ArrayInitDataId:
      case Expression::ArrayInitElemId:
      case Expression::RefAsId:
        need(FeatureSet::GC);
        break;
      case Expression::ContNewId:
      case Expression::ContBindId:
      case Expression::SuspendId:
      case Expression::ResumeId:
      case Expression::ResumeThrowId:
      case Expression::StackSwitchId:
        need(FeatureSet::StackSwitching);
        break;
      case Expression::WideIntAddSubId:
      case Expression::WideIntMulId:
        need(FeatureSet::WideArithmetic);
        break;
      default:
        break;
    }
  }
};

std::unique_ptr<Module>
readModule(const std::vector<char>& input, const std::vector<char>& map, bool names) {
  auto module = std::make_unique<Module>();
  auto mapText = map; // the parser modifies the text
  WasmBinaryReader reader(*module, FeatureSet::All, input, mapText);
  reader.setDebugInfo(names);
  reader.read();
  // The writer orders types by use, because the order of the input would take more bytes.
  module->typeIndices.clear();
  return module;
}

void checkLocations(const Module& module) {
  auto check = [&](const std::optional<Function::DebugLocation>& location) {
    if (location && (location->fileIndex >= module.debugInfoFileNames.size() ||
                     (location->symbolNameIndex &&
                      *location->symbolNameIndex >= module.debugInfoSymbolNames.size()))) {
      throw MapParseException("a mapping refers to a source or a name that the map does not list");
    }
  };
  for (auto& function : module.functions) {
    check(function->prologLocation);
    check(function->epilogLocation);
    for (auto& [_, location] : function->debugLocations) {
      check(location);
    }
  }
}

// The C API ends a name at its first zero byte, so the name could equal another one.
bool hasUnusableName(const Module& module) {
  auto unusable = [](const auto& items) {
    return std::any_of(items.begin(), items.end(), [](const auto& item) {
      return item->name.view().find('\0') != std::string_view::npos;
    });
  };
  return unusable(module.functions) || unusable(module.globals) || unusable(module.tables) ||
         unusable(module.memories) || unusable(module.tags) || unusable(module.elementSegments) ||
         unusable(module.dataSegments);
}

bool isConstantInitializer(Expression* init) {
  return init->is<Const>() || init->is<GlobalGet>() || init->is<RefNull>() || init->is<RefFunc>();
}

} // namespace

extern "C" {

void mewe_initialize(void) {
  static std::once_flag once;
  std::call_once(once, [] {
    static DiagnosticsBuffer buffer;
    std::cerr.rdbuf(&buffer);
  });
}

uint32_t mewe_safe_features(void) {
  FeatureSet features = FeatureSet::All;
  features.disable(FeatureSet::Strings | FeatureSet::CompactImports | FeatureSet::CustomDescriptors);
  return features;
}

int64_t mewe_output_size(void) { return int64_t(output.size()); }

void mewe_output_copy(uint8_t* bytes) {
  std::copy(output.begin(), output.end(), bytes);
  output.clear();
  output.shrink_to_fit();
}

const char* mewe_name(const uint8_t* utf8, int64_t size) {
  return Name(std::string_view((const char*)utf8, size_t(size))).str.data();
}

int64_t mewe_name_size(const char* name) { return int64_t(nameOf(name).size()); }

void mewe_name_copy(const char* name, uint8_t* bytes) {
  auto view = nameOf(name).view();
  std::copy(view.begin(), view.end(), bytes);
}

BinaryenModuleRef mewe_module_read(const uint8_t* bytes, int64_t size) {
  return mewe_module_read_mapped(bytes, size, nullptr, 0);
}

BinaryenModuleRef mewe_module_read_mapped(const uint8_t* bytes,
                                          int64_t size,
                                          const uint8_t* map,
                                          int64_t map_size) {
  output.clear();
  diagnostics.clear();
  errorOffset = -1;
  std::vector<char> input((const char*)bytes, (const char*)bytes + size);
  try {
    std::vector<char> mapText;
    if (map) {
      mapText.assign((const char*)map, (const char*)map + map_size);
      mapText.push_back(0);
    }
    auto module = readModule(input, mapText, true);
    if (hasUnusableName(*module)) {
      module = readModule(input, mapText, false);
    }
    checkLocations(*module);
    return (BinaryenModuleRef)module.release();
  } catch (const MapParseException& e) {
    setOutput(e.errorText);
    errorOffset = -2;
  } catch (const ParseException& e) {
    setOutput(e.text);
    errorOffset = e.col == size_t(-1) ? -1 : int64_t(e.col);
  } catch (const std::exception& e) {
    setOutput(diagnostics.empty() ? e.what() : e.what() + ("\n" + diagnostics));
  }
  return nullptr;
}

int64_t mewe_error_offset(void) { return errorOffset; }

void mewe_module_dispose(BinaryenModuleRef module) {
  BinaryenModuleDispose(module);
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

uint32_t mewe_module_used_features(BinaryenModuleRef ref) {
  auto& module = moduleOf(ref);
  FeatureCollector collector;
  collector.setModule(&module);
  for (auto& function : module.functions) {
    collector.noteDefinition(function->type.getHeapType());
    if (function->getResults().isTuple()) {
      collector.need(FeatureSet::Multivalue);
    }
    if (function->imported() && function->type.isExact()) {
      collector.need(FeatureSet::CustomDescriptors);
    }
    for (auto type : function->vars) {
      collector.noteDeclared(type);
    }
    if (function->body) {
      collector.walk(function->body);
    }
  }
  for (auto& global : module.globals) {
    collector.noteDeclared(global->type);
    if (global->imported()) {
      if (global->mutable_) {
        collector.need(FeatureSet::MutableGlobals);
      }
    } else {
      collector.walk(global->init);
      if (!isConstantInitializer(global->init)) {
        collector.need(FeatureSet::ExtendedConst);
      }
    }
  }
  for (auto& curr : module.exports) {
    if (curr->kind == ExternalKind::Global &&
        module.getGlobal(*curr->getInternalName())->mutable_) {
      collector.need(FeatureSet::MutableGlobals);
    }
  }
  for (auto& table : module.tables) {
    if (table->type != Type(HeapType::func, Nullable)) {
      collector.need(FeatureSet::ReferenceTypes);
      collector.noteDeclared(table->type);
    }
    if (table->is64()) {
      collector.need(FeatureSet::Memory64);
    }
    if (table->init) {
      collector.need(FeatureSet::GC);
      collector.walk(table->init);
    }
  }
  if (module.tables.size() > 1) {
    collector.need(FeatureSet::ReferenceTypes);
  }
  for (auto& memory : module.memories) {
    if (memory->shared) {
      collector.need(FeatureSet::Atomics);
    }
    if (memory->is64()) {
      collector.need(FeatureSet::Memory64);
    }
    if (memory->pageSizeLog2 != Memory::kDefaultPageSizeLog2) {
      collector.need(FeatureSet::CustomPageSizes);
    }
  }
  if (module.memories.size() > 1) {
    collector.need(FeatureSet::MultiMemory);
  }
  for (auto& segment : module.elementSegments) {
    collector.noteDeclared(segment->type);
    if (segment->isActive()) {
      if (!isConstantInitializer(segment->offset)) {
        collector.need(FeatureSet::ExtendedConst);
      }
    } else {
      collector.need(FeatureSet::BulkMemory | FeatureSet::ReferenceTypes);
    }
    for (auto* item : segment->data) {
      collector.noteType(item->type);
      if (!item->is<RefFunc>()) {
        collector.walk(item);
      }
    }
  }
  for (auto& segment : module.dataSegments) {
    if (!segment->isActive()) {
      collector.need(FeatureSet::BulkMemory);
    } else if (!isConstantInitializer(segment->offset)) {
      collector.need(FeatureSet::ExtendedConst);
    }
  }
  for (auto& tag : module.tags) {
    collector.need(FeatureSet::ExceptionHandling);
    collector.noteDefinition(tag->type);
  }
  for (auto type : ModuleUtils::collectHeapTypes(module)) {
    collector.noteDefinition(type);
  }
  return pairUp(collector.features);
}

bool mewe_module_uses_references(BinaryenModuleRef ref) {
  auto isReference = [](Type type) {
    return std::any_of(type.begin(), type.end(), [](Type part) { return part.isRef(); });
  };
  struct Finder : public PostWalker<Finder, UnifiedExpressionVisitor<Finder>> {
    bool found = false;
    void visitExpression(Expression* curr) {
      found = found || curr->type.isRef() || curr->is<RefIsNull>() || curr->is<TableSet>() ||
              curr->is<TableSize>() || curr->is<TableGrow>() || curr->is<TableFill>();
    }
  } finder;
  auto& module = moduleOf(ref);
  auto funcref = Type(HeapType::func, Nullable);
  bool found = module.tables.size() > 1;
  for (auto& table : module.tables) {
    found = found || table->type != funcref || table->init;
  }
  for (auto& segment : module.elementSegments) {
    found = found || !segment->isActive();
    for (auto* item : segment->data) {
      found = found || !item->is<RefFunc>();
    }
  }
  for (auto& global : module.globals) {
    found = found || isReference(global->type);
  }
  for (auto& function : module.functions) {
    found = found || isReference(function->getParams()) || isReference(function->getResults());
    for (auto type : function->vars) {
      found = found || isReference(type);
    }
    if (function->body) {
      finder.walk(function->body);
    }
  }
  return found || finder.found;
}

uint32_t mewe_declared_features(const uint8_t* bytes, int64_t size) {
  Module module;
  std::vector<char> input((const char*)bytes, (const char*)bytes + size);
  WasmBinaryReader reader(module, FeatureSet::MVP, input);
  try {
    reader.read();
  } catch (const ParseException& e) {
    Fatal() << e.text;
  }
  return pairUp(module.features);
}

int64_t mewe_module_depth(BinaryenModuleRef ref) {
  int64_t deepest = 0;
  std::vector<std::pair<Expression*, int64_t>> work;
  auto measure = [&](Expression* root) {
    if (!root) {
      return;
    }
    work.emplace_back(root, 1);
    while (!work.empty()) {
      auto [expression, depth] = work.back();
      work.pop_back();
      deepest = std::max(deepest, depth);
      for (auto* child : ChildIterator(expression)) {
        work.emplace_back(child, depth + 1);
      }
    }
  };
  auto& module = moduleOf(ref);
  for (auto& function : module.functions) {
    measure(function->body);
  }
  for (auto& global : module.globals) {
    measure(global->init);
  }
  for (auto& segment : module.elementSegments) {
    measure(segment->offset);
    for (auto* item : segment->data) {
      measure(item);
    }
  }
  for (auto& segment : module.dataSegments) {
    measure(segment->offset);
  }
  return deepest;
}

bool mewe_module_validate(BinaryenModuleRef module) {
  diagnostics.clear();
  bool valid = WasmValidator().validate(moduleOf(module));
  setOutput(diagnostics);
  diagnostics.clear();
  return valid;
}

bool mewe_function_validate(BinaryenModuleRef module, BinaryenFunctionRef function) {
  diagnostics.clear();
  bool valid = WasmValidator().validate(functionOf(function), moduleOf(module));
  setOutput(diagnostics);
  diagnostics.clear();
  return valid;
}

void mewe_module_write(BinaryenModuleRef module, bool names) {
  BufferWithRandomAccess buffer;
  PassOptions options;
  WasmBinaryWriter writer((Module*)module, buffer, options);
  writer.setNamesSection(names);
  writer.write();
  output.swap(buffer);
}

void mewe_module_write_mapped(BinaryenModuleRef module, bool names, const char* url) {
  BufferWithRandomAccess buffer;
  PassOptions options;
  std::ostringstream map;
  WasmBinaryWriter writer((Module*)module, buffer, options);
  writer.setNamesSection(names);
  writer.setSourceMap(&map, std::string(nameOf(url).view()));
  writer.write();
  output.swap(buffer);
  outputMap = map.str();
}

void mewe_output_map(void) {
  setOutput(outputMap);
  outputMap.clear();
}

void mewe_function_locate(BinaryenFunctionRef function, BinaryenFunctionRef model) {
  struct Finder : public PostWalker<Finder, UnifiedExpressionVisitor<Finder>> {
    Function* model;
    std::optional<Function::DebugLocation> first;
    void visitExpression(Expression* curr) {
      auto found = model->debugLocations.find(curr);
      if (!first && found != model->debugLocations.end()) {
        first = found->second;
      }
    }
  } finder;
  finder.model = functionOf(model);
  finder.first = functionOf(model)->prologLocation;
  if (functionOf(model)->body) {
    finder.walk(functionOf(model)->body);
  }
  if (!finder.first) {
    return;
  }
  struct Locator : public PostWalker<Locator, UnifiedExpressionVisitor<Locator>> {
    Function* function;
    Function::DebugLocation location;
    void visitExpression(Expression* curr) { function->debugLocations[curr] = location; }
  } locator;
  locator.function = functionOf(function);
  locator.location = *finder.first;
  locator.function->prologLocation = locator.location;
  locator.function->epilogLocation = locator.location;
  locator.walk(locator.function->body);
}

BinaryenModuleRef mewe_module_scratch(BinaryenModuleRef ref) {
  auto& from = moduleOf(ref);
  auto scratch = std::make_unique<Module>();
  scratch->features = from.features;
  for (auto& function : from.functions) {
    auto declared = std::make_unique<Function>();
    declared->name = function->name;
    declared->type = function->type;
    declared->module = function->imported() ? function->module : Name("scratch");
    declared->base = function->imported() ? function->base : function->name;
    scratch->addFunction(std::move(declared));
  }
  for (auto& global : from.globals) {
    ModuleUtils::copyGlobal(global.get(), *scratch);
  }
  for (auto& tag : from.tags) {
    ModuleUtils::copyTag(tag.get(), *scratch);
  }
  for (auto& table : from.tables) {
    ModuleUtils::copyTable(table.get(), *scratch);
  }
  for (auto& memory : from.memories) {
    ModuleUtils::copyMemory(memory.get(), *scratch);
  }
  for (auto& segment : from.elementSegments) {
    auto declared = std::make_unique<ElementSegment>();
    declared->name = segment->name;
    declared->type = segment->type;
    scratch->addElementSegment(std::move(declared));
  }
  for (auto& segment : from.dataSegments) {
    auto declared = std::make_unique<DataSegment>();
    declared->name = segment->name;
    scratch->addDataSegment(std::move(declared));
  }
  return (BinaryenModuleRef)scratch.release();
}

BinaryenModuleRef mewe_module_parse(const uint8_t* text, int64_t size) {
  auto module = std::make_unique<Module>();
  module->features = FeatureSet::All;
  auto parsed = WATParser::parseModule(*module, std::string_view((const char*)text, size_t(size)));
  if (auto* error = parsed.getErr()) {
    Fatal() << error->msg;
  }
  return (BinaryenModuleRef)module.release();
}

void mewe_module_add_all(BinaryenModuleRef ref, BinaryenModuleRef source, bool explicit_names) {
  auto& to = moduleOf(ref);
  for (auto& global : moduleOf(source).globals) {
    if (!global->imported()) {
      ModuleUtils::copyGlobal(global.get(), to)->hasExplicitName = explicit_names;
    }
  }
  for (auto& memory : moduleOf(source).memories) {
    if (!memory->imported()) {
      ModuleUtils::copyMemory(memory.get(), to)->hasExplicitName = explicit_names;
    }
  }
  for (auto& function : moduleOf(source).functions) {
    if (!to.getFunctionOrNull(function->name)) {
      ModuleUtils::copyFunction(function.get(), to)->hasExplicitName = explicit_names;
    }
  }
}

BinaryenIndex mewe_global_count(BinaryenModuleRef module) {
  return moduleOf(module).globals.size();
}

BinaryenIndex mewe_memory_count(BinaryenModuleRef module) {
  return moduleOf(module).memories.size();
}

const char* mewe_memory_name(BinaryenModuleRef module, BinaryenIndex index) {
  return moduleOf(module).memories[index]->name.str.data();
}

bool mewe_memory_is_shared(BinaryenModuleRef module, BinaryenIndex index) {
  return moduleOf(module).memories[index]->shared;
}

bool mewe_memory_is_64(BinaryenModuleRef module, BinaryenIndex index) {
  return moduleOf(module).memories[index]->is64();
}

bool mewe_has_start(BinaryenModuleRef module) { return moduleOf(module).start.is(); }

const char* mewe_function_import_module(BinaryenFunctionRef function) {
  return functionOf(function)->module.str.data();
}

const char* mewe_function_import_base(BinaryenFunctionRef function) {
  return functionOf(function)->base.str.data();
}

bool mewe_function_has_explicit_name(BinaryenFunctionRef function) {
  return functionOf(function)->hasExplicitName;
}

void mewe_function_set_explicit_name(BinaryenFunctionRef function, bool explicit_name) {
  functionOf(function)->hasExplicitName = explicit_name;
}

void
mewe_module_reorder(BinaryenModuleRef ref, BinaryenFunctionRef* functions, BinaryenIndex count) {
  std::unordered_map<Function*, BinaryenIndex> ranks;
  for (BinaryenIndex i = 0; i < count; i++) {
    ranks[functionOf(functions[i])] = i;
  }
  std::vector<std::unique_ptr<Function>*> places;
  for (auto& function : moduleOf(ref).functions) {
    if (ranks.count(function.get())) {
      places.push_back(&function);
    }
  }
  if (places.size() != count) {
    Fatal() << "a function to reorder is missing or listed twice";
  }
  std::vector<std::unique_ptr<Function>> ordered(count);
  for (auto* place : places) {
    ordered[ranks[place->get()]].swap(*place);
  }
  for (BinaryenIndex i = 0; i < count; i++) {
    places[i]->swap(ordered[i]);
  }
}

BinaryenFunctionRef
mewe_function_split(BinaryenModuleRef ref, BinaryenFunctionRef function, const char* name) {
  auto* from = functionOf(function);
  auto to = std::make_unique<Function>();
  to->name = nameOf(name);
  to->hasExplicitName = from->hasExplicitName;
  to->type = from->type;
  to->localNames = from->localNames;
  to->localIndices = from->localIndices;
  to->vars.swap(from->vars);
  to->body = from->body;
  to->debugLocations.swap(from->debugLocations);
  to->prologLocation = from->prologLocation;
  to->epilogLocation = from->epilogLocation;
  to->codeAnnotations.swap(from->codeAnnotations);
  from->body = nullptr;
  for (auto it = from->localNames.begin(); it != from->localNames.end();) {
    if (it->first < from->getNumParams()) {
      ++it;
    } else {
      from->localIndices.erase(it->second);
      it = from->localNames.erase(it);
    }
  }
  return (BinaryenFunctionRef)moduleOf(ref).addFunction(std::move(to));
}

BinaryenFunctionRef
mewe_function_clone(BinaryenModuleRef ref, BinaryenFunctionRef function, const char* name) {
  return (BinaryenFunctionRef)ModuleUtils::copyFunction(
    functionOf(function), moduleOf(ref), nameOf(name));
}

void mewe_function_rename(BinaryenModuleRef ref, BinaryenFunctionRef function, const char* name) {
  ModuleUtils::renameFunction(moduleOf(ref), functionOf(function)->name, nameOf(name));
}

BinaryenFunctionRef mewe_function_detached(const char* name,
                                           BinaryenHeapType type,
                                           BinaryenType* vars,
                                           BinaryenIndex count,
                                           BinaryenExpressionRef body) {
  auto function = std::make_unique<Function>();
  function->name = nameOf(name);
  function->type = Type(HeapType(type), NonNullable, Exact);
  for (BinaryenIndex i = 0; i < count; i++) {
    function->vars.push_back(Type(vars[i]));
  }
  function->body = (Expression*)body;
  return (BinaryenFunctionRef)function.release();
}

void mewe_function_free(BinaryenFunctionRef function) { delete functionOf(function); }

void mewe_function_finish(BinaryenModuleRef ref, BinaryenFunctionRef function) {
  auto& module = moduleOf(ref);
  auto* func = functionOf(function);
  ReFinalize().walkFunctionInModule(func, &module);
  if (module.features.hasExceptionHandling()) {
    EHUtils::handleBlockNestedPops(func, module);
  }
  if (module.features.hasGC()) {
    TypeUpdating::handleNonDefaultableLocals(func, module);
  }
}

void mewe_function_run_passes(BinaryenModuleRef ref,
                              BinaryenFunctionRef function,
                              const char* passes,
                              int optimize_level,
                              int shrink_level) {
  PassOptions options;
  options.optimizeLevel = optimize_level;
  options.shrinkLevel = shrink_level;
  options.validate = false;
  PassRunner runner((Module*)ref, options);
  std::string names = passes;
  for (size_t start = 0; start < names.size();) {
    auto end = std::min(names.find(',', start), names.size());
    runner.add(names.substr(start, end - start));
    start = end + 1;
  }
  runner.runOnFunction(functionOf(function));
}

void mewe_module_optimize(BinaryenModuleRef ref) {
  PassOptions options;
  options.optimizeLevel = 2;
  options.shrinkLevel = 0;
  PassRunner runner((Module*)ref, options);
  runner.addDefaultOptimizationPasses();
  runner.run();
}

int64_t mewe_function_hash(BinaryenFunctionRef function) {
  return int64_t(FunctionHasher::hashFunction(functionOf(function)));
}

bool mewe_function_equal(BinaryenFunctionRef left, BinaryenFunctionRef right) {
  return FunctionUtils::equal(functionOf(left), functionOf(right));
}

BinaryenIndex mewe_child_count(BinaryenExpressionRef expression) {
  return ChildIterator((Expression*)expression).getNumChildren();
}

void mewe_children(BinaryenExpressionRef expression, BinaryenExpressionRef* children) {
  size_t i = 0;
  for (auto* child : ChildIterator((Expression*)expression)) {
    children[i++] = (BinaryenExpressionRef)child;
  }
}

BinaryenIndex mewe_callee_count(BinaryenFunctionRef function) {
  return calleesOf(functionOf(function)).size();
}

void mewe_callees(BinaryenFunctionRef function, const char** names) {
  for (auto name : calleesOf(functionOf(function))) {
    *names++ = name.str.data();
  }
}

void mewe_retarget(BinaryenFunctionRef function,
                   const char** from,
                   const char** to,
                   BinaryenIndex count) {
  std::unordered_map<Name, Name> targets;
  for (BinaryenIndex i = 0; i < count; i++) {
    targets[nameOf(from[i])] = nameOf(to[i]);
  }
  for (auto* call : FindAll<Call>(functionOf(function)->body).list) {
    auto target = targets.find(call->target);
    if (target != targets.end()) {
      call->target = target->second;
    }
  }
}

BinaryenIndex mewe_referenced_count(BinaryenModuleRef module) {
  return referencedIn(*(Module*)module).size();
}

void mewe_referenced(BinaryenModuleRef module, const char** names) {
  for (auto name : referencedIn(*(Module*)module)) {
    *names++ = name.str.data();
  }
}

BinaryenExpressionRef mewe_call_indirect_like(BinaryenModuleRef ref,
                                              const char* table,
                                              BinaryenFunctionRef model,
                                              BinaryenExpressionRef target,
                                              BinaryenExpressionRef* operands,
                                              BinaryenIndex count,
                                              bool tail) {
  std::vector<Expression*> arguments;
  for (BinaryenIndex i = 0; i < count; i++) {
    arguments.push_back((Expression*)operands[i]);
  }
  return Builder(*(Module*)ref)
    .makeCallIndirect(nameOf(table),
                      (Expression*)target,
                      arguments,
                      functionOf(model)->type.getHeapType(),
                      tail);
}

BinaryenExpressionRef mewe_copy_node(BinaryenModuleRef ref,
                                     BinaryenExpressionRef expression,
                                     BinaryenExpressionRef* children,
                                     BinaryenIndex count) {
  auto* original = (Expression*)expression;
  // The copier visits the children in execution order; a missing optional child is null.
  BinaryenIndex next = 0;
  auto* copy = ExpressionManipulator::flexibleCopy(
    original, moduleOf(ref), [&](Expression* curr) -> Expression* {
      if (curr == original || !curr) {
        return nullptr;
      }
      if (next == count) {
        Fatal() << "too few children for the copied node";
      }
      return (Expression*)children[next++];
    });
  if (next != count) {
    Fatal() << "too many children for the copied node";
  }
  return (BinaryenExpressionRef)copy;
}

BinaryenExpressionRef mewe_block(BinaryenModuleRef module,
                                 const char* label,
                                 BinaryenExpressionRef* items,
                                 BinaryenIndex count,
                                 BinaryenType type) {
  return (BinaryenExpressionRef)Builder(moduleOf(module))
    .makeBlock(nameOf(label), std::span((Expression**)items, count), Type(type));
}

BinaryenExpressionRef mewe_call(BinaryenModuleRef module,
                                const char* target,
                                BinaryenExpressionRef* operands,
                                BinaryenIndex count,
                                BinaryenType type,
                                bool tail) {
  return (BinaryenExpressionRef)Builder(moduleOf(module))
    .makeCall(nameOf(target), std::span((Expression**)operands, count), Type(type), tail);
}

int64_t mewe_const_bits(BinaryenExpressionRef expression) {
  auto& value = ((Expression*)expression)->cast<Const>()->value;
  switch (value.type.getBasic()) {
    case Type::i32:
      return uint32_t(value.geti32());
    case Type::i64:
      return value.geti64();
    case Type::f32:
      return uint32_t(value.reinterpreti32());
    case Type::f64:
      return value.reinterpreti64();
    default:
      Fatal() << "not a scalar constant";
  }
}

const char* mewe_access_memory(BinaryenExpressionRef ref) {
  auto* expression = (Expression*)ref;
  auto* load = expression->dynCast<Load>();
  return (load ? load->memory : expression->cast<Store>()->memory).str.data();
}

int64_t mewe_access_offset(BinaryenExpressionRef ref) {
  auto* expression = (Expression*)ref;
  auto* load = expression->dynCast<Load>();
  return int64_t(load ? load->offset : expression->cast<Store>()->offset);
}

BinaryenExpressionRef mewe_load(BinaryenModuleRef module,
                                const char* memory,
                                int64_t offset,
                                int32_t align,
                                int32_t bytes,
                                bool is_signed,
                                BinaryenType type,
                                BinaryenExpressionRef address) {
  return (BinaryenExpressionRef)Builder(moduleOf(module))
    .makeLoad(bytes,
              is_signed,
              uint64_t(offset),
              align,
              (Expression*)address,
              Type(type),
              nameOf(memory));
}

BinaryenExpressionRef mewe_store(BinaryenModuleRef module,
                                 const char* memory,
                                 int64_t offset,
                                 int32_t align,
                                 int32_t bytes,
                                 BinaryenType type,
                                 BinaryenExpressionRef address,
                                 BinaryenExpressionRef value) {
  return (BinaryenExpressionRef)Builder(moduleOf(module))
    .makeStore(bytes,
               uint64_t(offset),
               align,
               (Expression*)address,
               (Expression*)value,
               Type(type),
               nameOf(memory));
}

bool mewe_has_labels(BinaryenExpressionRef expression) {
  bool found = false;
  auto note = [&](Name& name) { found = found || name.is(); };
  BranchUtils::operateOnScopeNameDefs((Expression*)expression, note);
  BranchUtils::operateOnScopeNameUses((Expression*)expression, note);
  return found;
}

BinaryenIndex mewe_clause_count(BinaryenExpressionRef expression) {
  return ((Expression*)expression)->cast<TryTable>()->catchTags.size();
}

const char* mewe_clause_tag(BinaryenExpressionRef expression, BinaryenIndex index) {
  return ((Expression*)expression)->cast<TryTable>()->catchTags[index].str.data();
}

const char* mewe_clause_label(BinaryenExpressionRef expression, BinaryenIndex index) {
  return ((Expression*)expression)->cast<TryTable>()->catchDests[index].str.data();
}

bool mewe_clause_sends_reference(BinaryenExpressionRef expression, BinaryenIndex index) {
  return ((Expression*)expression)->cast<TryTable>()->catchRefs[index];
}

} // extern "C"
