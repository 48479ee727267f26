#pragma once

// A framebuffer of our own, read back as an image: works with a hidden window, at any size.

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::app {

struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  // rows from the top, 3 bytes a pixel
};

class Framebuffer {
 public:
  // Needs a current context. Larger than the context allows: `ok()` is false.
  Framebuffer(int width, int height);
  ~Framebuffer();
  Framebuffer(const Framebuffer&) = delete;
  Framebuffer& operator=(const Framebuffer&) = delete;

  bool ok() const { return ok_; }
  void bind() const;
  Image read() const;

 private:
  int width_, height_;
  unsigned framebuffer_ = 0, texture_ = 0;
  bool ok_ = false;
};

// Returns "" or what failed.
std::string write_png(const std::string& path, const Image& image);

}  // namespace loopscope::app
