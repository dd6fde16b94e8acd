#include "queries/report/internal/timeline_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "queries/report/internal/markup_writer.h"
#include "queries/report/internal/svg_path.h"
#include "queries/report/internal/text_metrics.h"

namespace headwater::queries::internal {
namespace {

constexpr double kWidth = 1140;
constexpr double kLeft = 62, kRight = 12;
constexpr double kHalfHeight = 92;  // from a panel's middle line up and down
constexpr double kPanelTitle = 22, kPanelGap = 20;
constexpr double kMarker = 9.5;  // radius
constexpr double kMonthRow = 24;
constexpr double kPeriodLabelSize = 11;

using Series = std::vector<std::pair<std::string, std::vector<TimelineAmount>>>;

double highest_stack(const Series& series, std::size_t periods) {
  double highest = 0;
  for (std::size_t period = 0; period < periods; ++period) {
    double sum = 0;
    for (const auto& [name, amounts] : series) sum += amounts[period].weight;
    highest = std::max(highest, sum);
  }
  return highest;
}

// What leaves has colours of its own, whether one or two kinds are received.
std::size_t first_leaving_style(const TimelinePanel& panel) {
  return std::max<std::size_t>(3, 1 + panel.received.size());
}

class TimelineDrawing {
 public:
  TimelineDrawing(const Timeline& timeline, std::string id)
      : timeline_(timeline), id_(std::move(id)), periods_(timeline.periods.size()) {
    slot_ = (kWidth - kLeft - kRight) / static_cast<double>(periods_);
    std::vector<int> used(periods_);
    for (const TimelineEvent& event : timeline.events) {
      level_.push_back(used[event.period]++);
      levels_ = std::max(levels_, used[event.period]);
    }
    top_ = 6 + levels_ * (2 * kMarker + 3);
  }

  std::string draw() {
    const double panel = kPanelTitle + 2 * kHalfHeight + kPanelGap;
    const double bottom = top_ + panel * static_cast<double>(timeline_.panels.size());
    out_.open(
        "svg",
        {{"class", "timeline"},
         {"viewBox", fmt::format("0 0 {} {}", coordinate(kWidth), coordinate(bottom + kMonthRow))},
         {"role", "img"},
         {"aria-labelledby", fmt::format("{0}-title {0}-description", id_)}});
    out_.element("title", {{"id", id_ + "-title"}}, "Timeline");
    out_.element("desc", {{"id", id_ + "-description"}},
                 timeline_.caption + " All amounts stand in a table of the appendix.");
    draw_event_lines(bottom - kPanelGap);
    for (std::size_t i = 0; i < timeline_.panels.size(); ++i) {
      draw_panel(timeline_.panels[i], top_ + panel * static_cast<double>(i) + kPanelTitle);
    }
    draw_periods(bottom);
    draw_event_markers();
    return out_.close().take();
  }

 private:
  double period_x(std::size_t period) const { return kLeft + slot_ * static_cast<double>(period); }

  void draw_panel(const TimelinePanel& panel, double top) {
    const double middle = top + kHalfHeight;
    const double most =
        std::max(highest_stack(panel.received, periods_), highest_stack(panel.leaving, periods_));
    const double step = round_up_to_nice(most / 2);
    const double scale = (kHalfHeight - 4) / (2 * step);
    out_.element("text",
                 {{"class", "panel-title"}, {"x", coordinate(kLeft)}, {"y", coordinate(top - 8)}},
                 panel.asset + ": received above the line, leaving below");
    draw_grid(middle, step, scale);
    draw_bars(panel.received, panel.asset, middle, scale, -1, 1);
    draw_bars(panel.leaving, panel.asset, middle, scale, 1, first_leaving_style(panel));
    out_.empty("path", {{"class", "axis"},
                        {"d", SvgPath().move(kLeft, middle).line(kWidth - kRight, middle).text()}});
  }

  void draw_grid(double middle, double step, double scale) {
    for (int tick = -2; tick <= 2; ++tick) {
      const double y = middle + tick * step * scale;
      out_.empty("path", {{"class", "grid"},
                          {"d", SvgPath().move(kLeft, y).line(kWidth - kRight, y).text()}});
      out_.element("text",
                   {{"class", "tick"},
                    {"x", coordinate(kLeft - 6)},
                    {"y", coordinate(y + 4)},
                    {"text-anchor", "end"}},
                   axis_label(step * (tick < 0 ? -tick : tick)));
    }
  }

  // direction -1: stacked upwards from the middle line, 1: downwards.
  void draw_bars(const Series& series, const std::string& asset, double middle, double scale,
                 int direction, std::size_t first_style) {
    const double width = std::min(slot_ * 0.72, 46.0);
    for (std::size_t period = 0; period < periods_; ++period) {
      double from = 0;
      for (std::size_t s = 0; s < series.size(); ++s) {
        const TimelineAmount& amount = series[s].second[period];
        const double height = amount.weight * scale;
        if (height <= 0) continue;
        const double y = direction < 0 ? middle - from - height : middle + from;
        out_.open("rect", {{"class", fmt::format("bar series-{}", first_style + s)},
                           {"x", coordinate(period_x(period) + (slot_ - width) / 2)},
                           {"y", coordinate(y)},
                           {"width", coordinate(width)},
                           {"height", coordinate(height)}});
        out_.element("title", {},
                     fmt::format("{}, {}: {} {}", timeline_.periods[period], series[s].first,
                                 amount.amount, asset));
        out_.close();
        from += height;
      }
    }
  }

  void draw_periods(double bottom) {
    double widest = 0;
    for (const std::string& period : timeline_.periods) {
      widest = std::max(widest, text_width(period, kPeriodLabelSize));
    }
    std::size_t every = 1;
    while (slot_ * static_cast<double>(every) < widest + 8) ++every;
    for (std::size_t period = 0; period < periods_; period += every) {
      out_.element("text",
                   {{"class", "tick"},
                    {"x", coordinate(period_x(period) + slot_ / 2)},
                    {"y", coordinate(bottom - kPanelGap + 18)},
                    {"text-anchor", "middle"}},
                   timeline_.periods[period]);
    }
  }

  double marker_x(std::size_t event) const {
    return period_x(timeline_.events[event].period) + slot_ / 2;
  }
  // The first event of a period stands lowest.
  double marker_y(std::size_t event) const {
    return top_ - 4 - kMarker - level_[event] * (2 * kMarker + 3);
  }

  void draw_event_lines(double bottom) {
    for (std::size_t event = 0; event < timeline_.events.size(); ++event) {
      const double x = marker_x(event);
      out_.empty("path", {{"class", "event-line"},
                          {"d", SvgPath().move(x, marker_y(event)).line(x, bottom).text()}});
    }
  }

  void draw_event_markers() {
    for (std::size_t event = 0; event < timeline_.events.size(); ++event) {
      const TimelineEvent& e = timeline_.events[event];
      out_.open("g", {{"class", "event"}}).element("title", {}, e.date + ": " + e.label);
      out_.empty("circle", {{"cx", coordinate(marker_x(event))},
                            {"cy", coordinate(marker_y(event))},
                            {"r", coordinate(kMarker)}});
      out_.element("text",
                   {{"x", coordinate(marker_x(event))},
                    {"y", coordinate(marker_y(event) + 4)},
                    {"text-anchor", "middle"}},
                   std::to_string(event + 1));
      out_.close();
    }
  }

  const Timeline& timeline_;
  const std::string id_;
  const std::size_t periods_;
  double slot_ = 0;         // width of a period
  double top_ = 0;          // where the first panel starts
  std::vector<int> level_;  // by event: how many of its period stand below it
  int levels_ = 0;
  MarkupWriter out_;
};

// The colours of the panels, once: equal positions have equal colours.
std::string legend(const Timeline& timeline) {
  const TimelinePanel& panel = timeline.panels.front();
  MarkupWriter out;
  out.open("ul", {{"class", "legend"}});
  std::size_t style = 1;
  for (const Series* series : {&panel.received, &panel.leaving}) {
    if (series == &panel.leaving) style = first_leaving_style(panel);
    for (const auto& [name, amounts] : *series) {
      const std::string swatch = fmt::format("swatch series-{}", style++);
      out.open("li").element("span", {{"class", swatch}}, "").text(name).close();
    }
  }
  return out.close().take();
}

std::string event_list(const Timeline& timeline) {
  MarkupWriter out;
  out.open("ol", {{"class", "events"}});
  for (const TimelineEvent& event : timeline.events) {
    out.open("li").element("strong", {}, event.date).text(" " + event.label).close();
  }
  return out.close().take();
}

}  // namespace

double round_up_to_nice(double value) {
  if (!(value > 0)) return 1;
  double power = 1;
  while (power * 10 <= value) power *= 10;
  while (power > value) power /= 10;
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (factor * power >= value) return factor * power;
  }
  return 10 * power;
}

std::string axis_label(double value) {
  if (value >= 1e9) return fmt::format("{:.4g}bn", value / 1e9);
  if (value >= 1e6) return fmt::format("{:.4g}M", value / 1e6);
  if (value >= 1e3) return fmt::format("{:.4g}k", value / 1e3);
  return fmt::format("{:.3g}", value);
}

std::string timeline_svg(const Timeline& timeline, const std::string& id) {
  if (timeline.periods.empty() || timeline.panels.empty()) return {};
  std::string markup = TimelineDrawing(timeline, id).draw() + legend(timeline);
  if (!timeline.events.empty()) markup += event_list(timeline);
  return markup;
}

}  // namespace headwater::queries::internal
