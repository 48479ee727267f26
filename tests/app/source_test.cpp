#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/gallery/gallery.hpp"
#include "app/session/document.hpp"
#include "app/source/highlight.hpp"

namespace loopscope::app {
namespace {

// The colour of the first occurrence of `text` in the line.
Color color_at(const SourceLine& line, std::string_view text) {
  const std::size_t at = line.text.find(text);
  for (const Span& span : line.spans) {
    if (at >= span.begin && at < span.end) return span.color;
  }
  ADD_FAILURE() << text << " has no colour in: " << line.text;
  return Color::window;
}

TEST(Highlight, TellsTheKindsOfWordsApart) {
  const auto lines =
      highlight_python("async def rows(n):  # all\n    print(f\"{n} rows\", 0x1F, self.print)\n@wraps\n");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(color_at(lines[0], "async"), Color::code_keyword);
  EXPECT_EQ(color_at(lines[0], "rows"), Color::code_name);
  EXPECT_EQ(color_at(lines[0], "# all"), Color::code_comment);
  EXPECT_EQ(color_at(lines[1], "print"), Color::code_builtin);
  EXPECT_EQ(color_at(lines[1], "f\""), Color::code_string);
  EXPECT_EQ(color_at(lines[1], "0x1F"), Color::code_number);
  EXPECT_EQ(color_at(lines[1], "self"), Color::text);
  EXPECT_EQ(color_at(lines[2], "@wraps"), Color::code_decorator);
}

TEST(Highlight, StringsGoOnOverLinesOnlyWhenTheyAreTriple) {
  const auto lines = highlight_python("a = '''one\ntwo # no\nthree''' + b # yes\nc = 'open\nd = 1\n");
  EXPECT_EQ(color_at(lines[1], "two"), Color::code_string);
  EXPECT_EQ(color_at(lines[1], "# no"), Color::code_string);
  EXPECT_EQ(color_at(lines[2], "# yes"), Color::code_comment);
  EXPECT_EQ(color_at(lines[4], "1"), Color::code_number);
}

TEST(Highlight, SpansCoverEveryLineWithoutGaps) {
  const auto lines = highlight_python("x = 1\n\tif \xc3\xa9t\xc3\xa9 != 'a\\'b':\r\n    match = case\n\"\"\"\nend");
  for (const SourceLine& line : lines) {
    std::uint32_t at = 0;
    for (const Span& span : line.spans) {
      EXPECT_EQ(span.begin, at) << line.text;
      at = span.end;
    }
    EXPECT_EQ(at, line.text.size()) << line.text;
  }
}

TEST(Docstring, LosesQuotesAndIndentation) {
  EXPECT_EQ(module_docstring("#!/usr/bin/python3\n\n\"\"\"Title.\n\n  Body\n    deep\n  \"\"\"\nx = 1\n"),
            "Title.\n\nBody\n  deep");
  EXPECT_EQ(module_docstring("'short'"), "short");
  EXPECT_EQ(module_docstring("import x\n'''late'''"), "");
  EXPECT_EQ(module_docstring("\"\"\"never closed"), "");
  EXPECT_EQ(module_docstring(""), "");
}

class Folder : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("loopscope-gallery-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path write(const char* name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  std::filesystem::path folder_;
};

TEST_F(Folder, LessonsAreDescribedByTheirDocstrings) {
  write("leak_fixed.py", "'''Nothing leaks.'''");
  write("leak_broken.py", "'''A task leaks.\n\nIt is never awaited. Look at its lane.\n'''");
  write("plain_words.py", "x = 1");
  write("order.py", "'''Order?\n\nWho is first with `break`?\n'''");
  write("order_fixed.py", "'''Order, fixed.'''");
  write("_private.py", "'''no'''");
  write("notes.txt", "no");
  const Gallery gallery = read_gallery(folder_);
  ASSERT_EQ(gallery.lessons.size(), 5U);
  EXPECT_EQ(gallery.lessons[0].title, "A task leaks");
  EXPECT_EQ(gallery.lessons[0].sentence, "It is never awaited.");
  EXPECT_EQ(gallery.lessons[0].half, Half::broken);
  EXPECT_EQ(gallery.lessons[0].counterpart, gallery.lessons[1].path);
  EXPECT_EQ(gallery.lessons[1].counterpart, gallery.lessons[0].path);
  EXPECT_EQ(gallery.lessons[2].half, Half::broken);
  EXPECT_EQ(gallery.lessons[2].sentence, "Who is first with break?");
  EXPECT_EQ(gallery.lessons[2].counterpart, gallery.lessons[3].path);
  EXPECT_EQ(gallery.lessons[3].counterpart, gallery.lessons[2].path);
  EXPECT_EQ(gallery.lessons[4].title, "Plain words");
  EXPECT_TRUE(gallery.lessons[4].counterpart.empty());
}

TEST_F(Folder, AMissingFolderIsAnEmptyGallery) {
  const Gallery gallery = read_gallery(folder_ / "nowhere");
  EXPECT_TRUE(gallery.lessons.empty());
  EXPECT_EQ(gallery.folder, folder_ / "nowhere");
}

TEST_F(Folder, WhatIsNoTextIsRefusedByName) {
  EXPECT_NE(read_document(folder_ / "none.py").error.find("none.py: no such file"), std::string::npos);
  EXPECT_NE(read_document(folder_).error.find("is a directory"), std::string::npos);
  const auto binary = write("binary.py", std::string_view("\x7f"
                                                          "ELF\0\0",
                                                          6));
  EXPECT_NE(read_document(binary).error.find("NUL bytes"), std::string::npos);
  const auto empty = write("empty.py", "");
  EXPECT_EQ(read_document(empty).error, "");
  EXPECT_TRUE(read_document(empty).lines.empty());
}

}  // namespace
}  // namespace loopscope::app
