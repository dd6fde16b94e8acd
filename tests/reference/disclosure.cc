#include "tests/reference/disclosure.h"

#include <numeric>

namespace headwater::reference {
namespace {

struct Fraction {
  graph::WideMinorUnits top = 0, bottom = 1;
  static Fraction of(graph::WideMinorUnits top, graph::WideMinorUnits bottom) {
    graph::WideMinorUnits a = top < 0 ? -top : top, b = bottom < 0 ? -bottom : bottom;
    while (b != 0) {
      const graph::WideMinorUnits rest = a % b;
      a = b;
      b = rest;
    }
    if (a == 0) a = 1;
    const int sign = bottom < 0 ? -1 : 1;
    return {sign * top / a, sign * bottom / a};
  }
  friend Fraction operator-(Fraction x, Fraction y) {
    return of(x.top * y.bottom - y.top * x.bottom, x.bottom * y.bottom);
  }
  friend Fraction operator*(Fraction x, Fraction y) {
    return of(x.top * y.top, x.bottom * y.bottom);
  }
  friend Fraction operator/(Fraction x, Fraction y) {
    return of(x.top * y.bottom, x.bottom * y.top);
  }
  bool is_zero() const { return top == 0; }
};

bool is_part(const queries::ProtectedCell& margin, const queries::ProtectedCell& cell) {
  for (std::size_t d = 0; d < margin.key.size(); ++d) {
    if (margin.key[d] && margin.key[d] != cell.key[d]) return false;
  }
  return true;
}

class Enumeration {
 public:
  Enumeration(const PublishedSystem& system, std::int64_t most) : system_(system), most_(most) {
    values_.assign(system.unknowns, 0);
    ranges_.assign(system.unknowns, {most + 1, 0});
    left_ = system.sums;
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> run() {
    choose(0);
    return ranges_;
  }

 private:
  void choose(std::size_t unknown) {
    for (const std::int64_t rest : left_) {
      if (rest < 0) return;
    }
    if (unknown == system_.unknowns) {
      for (const std::int64_t rest : left_) {
        if (rest != 0) return;
      }
      for (std::size_t i = 0; i < values_.size(); ++i) {
        ranges_[i].first = std::min(ranges_[i].first, values_[i]);
        ranges_[i].second = std::max(ranges_[i].second, values_[i]);
      }
      return;
    }
    for (std::int64_t value = 1; value <= most_; ++value) {
      values_[unknown] = value;
      for (std::size_t r = 0; r < left_.size(); ++r) left_[r] -= system_.rows[r][unknown] * value;
      choose(unknown + 1);
      for (std::size_t r = 0; r < left_.size(); ++r) left_[r] += system_.rows[r][unknown] * value;
    }
  }
  const PublishedSystem& system_;
  std::int64_t most_;
  std::vector<std::int64_t> values_, left_;
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges_;
};

}  // namespace

PublishedSystem published_counts(const queries::ProtectedTable& table) {
  PublishedSystem system;
  std::vector<std::size_t> unknown_of(table.cells.size(), table.cells.size());
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    if (table.cells[i].is_margin() || !table.cells[i].count_hidden) continue;
    unknown_of[i] = system.unknowns++;
    system.cell_of_unknown.push_back(i);
  }
  for (const queries::ProtectedCell& margin : table.cells) {
    if (!margin.is_margin() || margin.count_hidden) continue;
    std::vector<std::int64_t> row(system.unknowns, 0);
    std::int64_t sum = margin.count;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
      const queries::ProtectedCell& cell = table.cells[i];
      if (cell.is_margin() || !is_part(margin, cell)) continue;
      if (unknown_of[i] < table.cells.size()) {
        row[unknown_of[i]] = 1;
      } else {
        sum -= cell.count;
      }
    }
    system.rows.push_back(std::move(row));
    system.sums.push_back(sum);
  }
  return system;
}

std::vector<std::size_t> determined_by_fractions(const PublishedSystem& system) {
  std::vector<std::vector<Fraction>> rows;
  for (const auto& row : system.rows) {
    rows.emplace_back();
    for (const std::int64_t value : row) rows.back().push_back({value, 1});
  }
  std::size_t rank = 0;
  for (std::size_t column = 0; column < system.unknowns && rank < rows.size(); ++column) {
    std::size_t pivot = rank;
    while (pivot < rows.size() && rows[pivot][column].is_zero()) ++pivot;
    if (pivot == rows.size()) continue;
    std::swap(rows[rank], rows[pivot]);
    const Fraction head = rows[rank][column];
    for (Fraction& value : rows[rank]) value = value / head;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (r == rank || rows[r][column].is_zero()) continue;
      const Fraction factor = rows[r][column];
      for (std::size_t c = 0; c < system.unknowns; ++c) {
        rows[r][c] = rows[r][c] - factor * rows[rank][c];
      }
    }
    ++rank;
  }
  std::vector<std::size_t> determined;
  for (const auto& row : rows) {
    std::vector<std::size_t> present;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (!row[c].is_zero()) present.push_back(c);
    }
    if (present.size() == 1) determined.push_back(present[0]);
  }
  return determined;
}

std::vector<std::pair<std::int64_t, std::int64_t>> ranges_by_enumeration(
    const PublishedSystem& system, std::int64_t most) {
  return Enumeration(system, most).run();
}

}  // namespace headwater::reference
