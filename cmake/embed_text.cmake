# cmake -DFILES=a;b -DOUT=file.cpp -DNAMESPACE=ns -P embed_text.cmake
# Makes a C++ file with each text as a string_view: page.css becomes kPageCss.
set(code "#include <string_view>\nnamespace ${NAMESPACE} {\n")
foreach(file IN LISTS FILES)
  file(READ ${file} text HEX)
  get_filename_component(base ${file} NAME_WE)
  get_filename_component(suffix ${file} LAST_EXT)
  set(name k)
  foreach(word ${base} ${suffix})
    string(REPLACE "." "" word ${word})
    string(SUBSTRING ${word} 0 1 first)
    string(SUBSTRING ${word} 1 -1 rest)
    string(TOUPPER ${first} first)
    string(APPEND name ${first}${rest})
  endforeach()
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${text}")
  string(APPEND code "static constexpr char ${name}Bytes[] = {${bytes}0};\n"
    "extern const std::string_view ${name};\n"
    "const std::string_view ${name}(${name}Bytes, sizeof ${name}Bytes - 1);\n")
endforeach()
string(APPEND code "}\n")
file(WRITE ${OUT} "${code}")
