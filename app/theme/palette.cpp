#include "app/theme/palette.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace loopscope::app {
namespace {

struct Entry {
  std::string_view name;
  std::uint32_t dark;
  std::uint32_t light;
};

constexpr std::array<Entry, kColorCount> kEntries = {{
#define LOOPSCOPE_COLOR(name, dark, light, doc) {#name, dark, light},
#include "app/theme/palette.def"
#undef LOOPSCOPE_COLOR
}};

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t encoded(double c) {
  c = std::clamp(c, 0.0, 1.0);
  const double s = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(s * 255));
}

double luminance(Rgb c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

struct Lab {
  double l, a, b;
};

Lab to_lab(Rgb c) {
  const double r = linear(c.r), g = linear(c.g), b = linear(c.b);
  const double x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047;
  const double y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const double z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883;
  const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
  return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

}  // namespace

Rgb color_of(Theme theme, Color color) {
  const Entry& e = kEntries[static_cast<std::size_t>(color)];
  const std::uint32_t v = theme == Theme::dark ? e.dark : e.light;
  return {static_cast<std::uint8_t>(v >> 16), static_cast<std::uint8_t>(v >> 8), static_cast<std::uint8_t>(v)};
}

std::string_view color_name(Color color) { return kEntries[static_cast<std::size_t>(color)].name; }

std::uint32_t packed(Theme theme, Color color, float alpha) {
  const Rgb c = color_of(theme, color);
  const auto a = static_cast<std::uint32_t>(std::clamp(alpha, 0.0F, 1.0F) * 255.0F + 0.5F);
  return a << 24 | std::uint32_t{c.b} << 16 | std::uint32_t{c.g} << 8 | c.r;
}

double contrast(Rgb a, Rgb b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Rgb simulate(Rgb color, Vision vision) {
  // Matrices on linear RGB after Machado, Oliveira and Fernandes (2009), severity 1.
  static constexpr double kMatrix[3][9] = {
      {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
      {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
      {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
  };
  const double* m = kMatrix[static_cast<int>(vision)];
  const double r = linear(color.r), g = linear(color.g), b = linear(color.b);
  return {encoded(m[0] * r + m[1] * g + m[2] * b), encoded(m[3] * r + m[4] * g + m[5] * b),
          encoded(m[6] * r + m[7] * g + m[8] * b)};
}

double difference(Rgb a, Rgb b) {
  const Lab p = to_lab(a), q = to_lab(b);
  return std::hypot(p.l - q.l, p.a - q.a, p.b - q.b);
}

}  // namespace loopscope::app
