# What the window needs; included only when LOOPSCOPE_APP is on, so that a machine without a GUI package configures.
include_guard(GLOBAL)

find_package(OpenGL REQUIRED)
find_package(glfw3 3.3 REQUIRED)
find_package(Freetype REQUIRED)
find_package(PNG REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json 3 REQUIRED)
pkg_check_modules(imgui REQUIRED IMPORTED_TARGET GLOBAL imgui)

# Dear ImGui as one target. The archive refers to FreeType and GLFW, so these follow it on the link line.
add_library(loopscope_imgui INTERFACE)
target_link_libraries(loopscope_imgui INTERFACE PkgConfig::imgui Freetype::Freetype glfw OpenGL::GL ${CMAKE_DL_LIBS})

# The OpenGL loader is generated, never stored: same generator, same specification, same file.
find_program(GLAD_PROGRAM glad HINTS /usr/bin REQUIRED)
set(glad_dir ${CMAKE_BINARY_DIR}/generated/glad)
add_custom_command(
  OUTPUT ${glad_dir}/src/gl.c ${glad_dir}/include/glad/gl.h
  COMMAND ${GLAD_PROGRAM} --reproducible --quiet --api gl:core=3.3 --out-path ${glad_dir} c
  COMMENT "Generating the OpenGL 3.3 core loader"
  VERBATIM)
add_library(loopscope_glad STATIC ${glad_dir}/src/gl.c ${glad_dir}/include/glad/gl.h)
target_include_directories(loopscope_glad SYSTEM PUBLIC ${glad_dir}/include)
