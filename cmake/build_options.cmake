# Options common to every target of ours; third-party targets do not link loopscope_options.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
string(FIND ${CMAKE_BINARY_DIR} ${CMAKE_SOURCE_DIR}/ inside_source)
if(CCACHE_PROGRAM)
  set(launcher ${CCACHE_PROGRAM})
  if(inside_source EQUAL 0)
    # With paths relative to the checkout, one clone's objects serve the next.
    set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
  endif()
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_library(loopscope_options INTERFACE)
target_include_directories(loopscope_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(loopscope_options INTERFACE -Wall -Wextra -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees overlaps in std::string's operator+ that are not there (its bug 105651).
  target_compile_options(loopscope_options INTERFACE -Wno-restrict)
endif()
if(LOOPSCOPE_WERROR)
  target_compile_options(loopscope_options INTERFACE -Werror)
endif()

if(LOOPSCOPE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address -fno-omit-frame-pointer -g1 -Wno-deprecated-declarations)
  # Debian's libfmt is built by GCC; newer Clangs mangle some of its names differently.
  add_compile_definitions(FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION FMT_HEADER_ONLY)
  add_link_options(-fsanitize=address)
endif()
if(LOOPSCOPE_SANITIZE)
  add_compile_options(-fsanitize=${LOOPSCOPE_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LOOPSCOPE_SANITIZE})
endif()
