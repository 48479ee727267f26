# What the window needs; included only when LOOPSCOPE_APP is on, so that a machine without a GUI package configures.
include_guard(GLOBAL)

find_package(OpenGL REQUIRED)
if(NOT LOOPSCOPE_DEPS STREQUAL fetch)
  find_package(glfw3 3.3 QUIET)
  find_package(Freetype QUIET)
  find_package(PNG QUIET)
  find_package(spdlog QUIET)
  find_package(CLI11 QUIET)
  if(PKG_CONFIG_FOUND)
    pkg_check_modules(imgui QUIET IMPORTED_TARGET GLOBAL imgui)
  endif()
  find_program(GLAD_PROGRAM glad HINTS /usr/bin)
endif()

# GLFW: the window. FreeType: the glyphs. libpng: screenshots.
loopscope_want_fetch(fetch_glfw "${glfw3_FOUND}" GLFW)
if(fetch_glfw)
  set(GLFW_BUILD_DOCS OFF)
  set(GLFW_BUILD_TESTS OFF)
  set(GLFW_BUILD_EXAMPLES OFF)
  loopscope_fetch(glfw https://github.com/glfw/glfw/archive/3.3.3.tar.gz
    aa9922b55a464d5bab58fcbe5a619f517d54e3dc122361c116de573670006a7a)
endif()
loopscope_want_fetch(fetch_freetype "${Freetype_FOUND}" FreeType)
if(fetch_freetype)
  loopscope_fetch(freetype https://download.savannah.gnu.org/releases/freetype/freetype-2.13.0.tar.xz
    5ee23abd047636c24b2d43c6625dcafc66661d1aca64dec9e0d05df29592624c)
  add_library(Freetype::Freetype ALIAS freetype)
endif()
loopscope_want_fetch(fetch_png "${PNG_FOUND}" libpng)
if(fetch_png)
  set(PNG_SHARED OFF)
  set(PNG_TESTS OFF)
  loopscope_fetch(libpng https://sourceforge.net/projects/libpng/files/libpng16/1.6.39/libpng-1.6.39.tar.xz
    1f4696ce70b4ee5f85f1e1623dc1229b210029fa4b7aee573df3e2ba7b036937)
  target_include_directories(png_static SYSTEM INTERFACE ${libpng_SOURCE_DIR} ${libpng_BINARY_DIR})
  add_library(PNG::PNG ALIAS png_static)
endif()

# spdlog: the application's own diagnostics. CLI11: the command line.
loopscope_want_fetch(fetch_spdlog "${spdlog_FOUND}" spdlog)
if(fetch_spdlog)
  set(SPDLOG_FMT_EXTERNAL ON)
  loopscope_fetch(spdlog https://github.com/gabime/spdlog/archive/v1.10.0.tar.gz
    697f91700237dbae2326b90469be32b876b2b44888302afbc7aceb68bcfe8224)
endif()
loopscope_want_fetch(fetch_cli11 "${CLI11_FOUND}" CLI11)
if(fetch_cli11)
  loopscope_fetch(cli11 https://github.com/CLIUtils/CLI11/archive/v2.3.2.tar.gz
    aac0ab42108131ac5d3344a9db0fdf25c4db652296641955720a4fbe52334e22)
endif()

# Dear ImGui as one target. The archive refers to FreeType and GLFW, so these follow it on the link line.
add_library(loopscope_imgui INTERFACE)
loopscope_want_fetch(fetch_imgui "${imgui_FOUND}" "Dear ImGui")
if(fetch_imgui)
  loopscope_fetch_sources(imgui https://github.com/ocornut/imgui/archive/v1.90.4.tar.gz
    5d9dc738af74efa357f2a9fc39fe4a28d29ef1dfc725dd2977ccf3f3194e996e)
  add_library(loopscope_imgui_sources STATIC
    ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp ${imgui_SOURCE_DIR}/imgui_tables.cpp
    ${imgui_SOURCE_DIR}/imgui_widgets.cpp ${imgui_SOURCE_DIR}/misc/cpp/imgui_stdlib.cpp
    ${imgui_SOURCE_DIR}/misc/freetype/imgui_freetype.cpp ${imgui_SOURCE_DIR}/backends/imgui_impl_glfw.cpp
    ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp)
  target_compile_definitions(loopscope_imgui_sources PUBLIC IMGUI_ENABLE_FREETYPE)
  target_include_directories(loopscope_imgui_sources SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/misc/cpp
    ${imgui_SOURCE_DIR}/misc/freetype)
  target_link_libraries(loopscope_imgui_sources PUBLIC Freetype::Freetype glfw)
  target_link_libraries(loopscope_imgui INTERFACE loopscope_imgui_sources)
else()
  target_link_libraries(loopscope_imgui INTERFACE PkgConfig::imgui)
endif()
target_link_libraries(loopscope_imgui INTERFACE Freetype::Freetype glfw OpenGL::GL ${CMAKE_DL_LIBS})

# The OpenGL loader is generated, never stored: same generator, same specification, same file.
set(glad_command ${GLAD_PROGRAM})
loopscope_want_fetch(fetch_glad "${GLAD_PROGRAM}" glad)
if(fetch_glad)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  loopscope_fetch_sources(glad https://github.com/Dav1dde/glad/archive/refs/tags/v2.0.7.zip
    6645cc2ebeeff637ef59e0736c2c14eb83b607f65221429c5ddc5202101eab1e)
  set(glad_command ${CMAKE_COMMAND} -E env PYTHONPATH=${glad_SOURCE_DIR} ${Python3_EXECUTABLE} -m glad)
endif()
set(glad_dir ${CMAKE_BINARY_DIR}/generated/glad)
add_custom_command(
  OUTPUT ${glad_dir}/src/gl.c ${glad_dir}/include/glad/gl.h
  COMMAND ${glad_command} --reproducible --quiet --api gl:core=3.3 --out-path ${glad_dir} c
  COMMENT "Generating the OpenGL 3.3 core loader"
  VERBATIM)
add_library(loopscope_glad STATIC ${glad_dir}/src/gl.c ${glad_dir}/include/glad/gl.h)
target_include_directories(loopscope_glad SYSTEM PUBLIC ${glad_dir}/include)
