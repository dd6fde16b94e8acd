// Media that tie the focus together: a telephone, device, mailbox or address that two of them use,
// or that stands in one advertisement with one that another uses.
#pragma once

#include <map>
#include <vector>

#include "queries/report/internal/network_focus.h"

namespace headwater::queries::internal {

// Media that the same people of the focus use, as one.
struct MediumGroup {
  std::vector<graph::VertexIndex> media;  // ascending
  std::vector<std::uint32_t> users;       // positions in the focus, ascending
  std::size_t users_in_all = 0;           // parties, in the focus and outside
};

// Two groups that stand in one medium together (an advertisement), and in how many.
struct MediumTie {
  std::uint32_t from = 0, to = 0;  // groups
  std::uint64_t count = 0;
  std::string through;  // "advertisement"
};

struct JoiningMedia {
  std::vector<MediumGroup> groups;  // those with most users first
  std::vector<MediumTie> ties;
};

// Media that anybody protected uses are left out. O(relations), times a logarithm. Errors: those of
// the store.
graph::Result<JoiningMedia> joining_media(const ReportCase& report, const NetworkFocus& focus,
                                          std::size_t most_groups);

}  // namespace headwater::queries::internal
