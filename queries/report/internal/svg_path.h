// Builds the `d` attribute of an SVG path from absolute coordinates in pixels.
#pragma once

#include <initializer_list>
#include <string>

#include "queries/report/internal/markup_writer.h"

namespace headwater::queries::internal {

class SvgPath {
 public:
  SvgPath& move(double x, double y) { return add('M', {x, y}); }
  SvgPath& line(double x, double y) { return add('L', {x, y}); }
  // Quadratic, with one control point; cubic, with two.
  SvgPath& quadratic(double cx, double cy, double x, double y) { return add('Q', {cx, cy, x, y}); }
  SvgPath& cubic(double ax, double ay, double bx, double by, double x, double y) {
    return add('C', {ax, ay, bx, by, x, y});
  }
  const std::string& text() const { return text_; }

 private:
  SvgPath& add(char command, std::initializer_list<double> values) {
    text_.push_back(command);
    bool first = true;
    for (const double value : values) {
      if (!first) text_.push_back(' ');
      text_.append(coordinate(value));
      first = false;
    }
    return *this;
  }

  std::string text_;
};

}  // namespace headwater::queries::internal
