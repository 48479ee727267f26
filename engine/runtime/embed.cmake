# Writes the library's .py files into a C++ source: cmake -DROOT=lib -DFILES="a.py;b.py" -DOUT=embedded.cpp -P embed.cmake
# Bytes rather than string literals: compilers limit the length of those.
set(body "")
set(table "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ "${ROOT}/${file}" content HEX)
  string(LENGTH "${content}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${content}")
  string(APPEND body "const unsigned char kFile${index}[] = {${bytes}0};\n")
  string(APPEND table "    {\"${file}\", reinterpret_cast<const char*>(kFile${index}), ${size}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUT}.new" "// Generated from engine/runtime/lib; do not edit.
#include \"engine/runtime/modules.hpp\"

namespace loopscope::runtime {
namespace {
${body}
const EmbeddedFile kFiles[] = {
${table}};
}  // namespace
const EmbeddedFile* embedded_files(size_t* count) {
  *count = ${index};
  return kFiles;
}
}  // namespace loopscope::runtime
")
file(COPY_FILE "${OUT}.new" "${OUT}" ONLY_IF_DIFFERENT)
