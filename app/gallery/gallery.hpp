#pragma once

// The lessons: every .py file of the scenarios folder, described by its own docstring.

#include <filesystem>
#include <string>
#include <vector>

namespace loopscope::app {

// Which half of a pair a lesson is. Pairs are told by name: X.py (or X_broken.py) beside X_fixed.py.
enum class Half { whole, broken, fixed };

struct Lesson {
  std::filesystem::path path;
  int number = 0;        // of teaching: what the file's name begins with, 0: none
  std::string title;     // the docstring's first line
  std::string sentence;  // the first sentence of the paragraph after it
  Half half = Half::whole;
  std::filesystem::path counterpart;  // the other half, or empty
};

struct Gallery {
  std::filesystem::path folder;  // where it looked, even when nothing is there
  std::vector<Lesson> lessons;   // by name; a broken half stands directly before its fix
};

// The folder to look in: $LOOPSCOPE_SCENARIOS, else beside the executable, else where an installation puts it, else the
// source tree it was built from.
std::filesystem::path scenarios_folder();

// Files that cannot be read are left out. Never fails.
Gallery read_gallery(const std::filesystem::path& folder);

// One file as a lesson. The title of a file without a docstring is its name.
Lesson read_lesson(const std::filesystem::path& path);

// The other half of a file that may or may not be in the gallery, or empty.
std::filesystem::path counterpart_of(const std::filesystem::path& path);

}  // namespace loopscope::app
