# Where a dependency comes from. LOOPSCOPE_DEPS:
#   auto    the system's package, else the pinned upstream archive (default)
#   system  the system's package or an error
#   fetch   always the pinned upstream archive
# Every archive is pinned by version and SHA-256; nothing is stored in this repository.
include(FetchContent)
set(LOOPSCOPE_DEPS auto CACHE STRING "Where dependencies come from: auto, system or fetch")
set_property(CACHE LOOPSCOPE_DEPS PROPERTY STRINGS auto system fetch)
if(NOT LOOPSCOPE_DEPS MATCHES "^(auto|system|fetch)$")
  message(FATAL_ERROR "LOOPSCOPE_DEPS is '${LOOPSCOPE_DEPS}'; it can be auto, system or fetch")
endif()

# loopscope_want_fetch(RESULT FOUND NAME): whether NAME is to be fetched, given that the system has it or not.
function(loopscope_want_fetch result found name)
  if(LOOPSCOPE_DEPS STREQUAL fetch)
    set(${result} TRUE PARENT_SCOPE)
  elseif(found)
    set(${result} FALSE PARENT_SCOPE)
  elseif(LOOPSCOPE_DEPS STREQUAL system)
    message(FATAL_ERROR "${name} is not installed. Install its development package (./dev setup does on Debian), or "
      "configure with -DLOOPSCOPE_DEPS=auto to fetch it.")
  else()
    message(STATUS "${name} is not installed: fetching the pinned version")
    set(${result} TRUE PARENT_SCOPE)
  endif()
endfunction()

# loopscope_fetch(NAME URL SHA256): declares and adds an archive that has a CMakeLists.txt of its own.
macro(loopscope_fetch name url sha256)
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} DOWNLOAD_EXTRACT_TIMESTAMP TRUE)
  FetchContent_MakeAvailable(${name})
endmacro()

# loopscope_fetch_sources(NAME URL SHA256): the same for an archive without one; sets ${NAME}_SOURCE_DIR.
macro(loopscope_fetch_sources name url sha256)
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} DOWNLOAD_EXTRACT_TIMESTAMP TRUE)
  FetchContent_GetProperties(${name})
  if(NOT ${name}_POPULATED)
    FetchContent_Populate(${name})
  endif()
endmacro()
