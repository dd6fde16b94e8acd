// Sameness across sources, as an investigator would have it: many pairs proved, some probable, some
// missing, and a few that look right and are wrong.
#include <algorithm>
#include <tuple>

#include "ingest/generate/internal/made_case.h"
#include "ingest/generate/internal/mappings.h"
#include "ingest/generate/internal/source_writer.h"

namespace headwater::ingest::internal {
namespace {

struct Link {
  const char* kind = "same-as";
  std::string source, person, other_source, other_person;
  std::int64_t probability = 10'000;  // in 1/10,000
  const char* evidence = "";
};

class LinkMaker {
 public:
  explicit LinkMaker(const MadeCase& made) : made_(made) {}

  std::vector<Link> make() {
    std::uint32_t number = 0;
    for (const Index person : registered_persons(made_.world, made_.ids)) {
      RandomStream stream(made_.world.seed, Purpose::kLinks, number++, 2);
      link_registered(person, stream);
    }
    link_suspects();
    std::sort(links_.begin(), links_.end(), [](const Link& a, const Link& b) {
      return std::tie(a.source, a.person, a.other_person) <
             std::tie(b.source, b.person, b.other_person);
    });
    return std::move(links_);
  }

 private:
  bool is_abroad(Index person) const {
    return made_.world.person(person).livelihood == Livelihood::kAbroad;
  }
  Index stranger(RandomStream& stream) const {
    Index other = 0;
    do {
      other = stream.below(static_cast<std::uint32_t>(made_.world.persons.size()));
    } while (is_abroad(other) || made_.world.person(other).has_part);
    return other;
  }
  void add(const char* kind, const std::string& source, const std::string& id, Index person,
           std::int64_t probability, const char* evidence) {
    Link link;
    link.kind = kind;
    link.source = source;
    link.person = id;
    link.other_source = is_abroad(person) ? kForeignNamespace : kBankNamespace;
    link.other_person =
        is_abroad(person) ? made_.ids.foreign_holder(person) : made_.ids.customer(person);
    link.probability = probability;
    link.evidence = evidence;
    links_.push_back(std::move(link));
  }

  // Register against bank: identity papers, else name and date of birth, else nothing.
  void link_registered(Index person, RandomStream& stream) {
    const std::string id = made_.ids.register_person(person);
    const std::uint32_t draw = stream.below(100);
    if (draw < 62) {
      add("same-as", kRegisterNamespace, id, person, 10'000, "same identity document number");
    } else if (draw < 82) {
      add("same-as", kRegisterNamespace, id, person, stream.between(70, 95) * 100,
          "same name and date of birth");
    }
    if (draw >= 94) {
      add("same-as", kRegisterNamespace, id, stranger(stream), stream.between(25, 60) * 100,
          "same name, date of birth unknown");
    } else if (draw >= 90) {
      add("not-same-as", kRegisterNamespace, id, stranger(stream), 10'000,
          "same name, other date of birth");
    }
  }

  // Interviews against bank: photographs and telephones, rarely certain.
  void link_suspects() {
    RandomStream stream(made_.world.seed, Purpose::kLinks, 0, 3);
    for (const Member& member : made_.cast.members) {
      if (member.interview_id.empty()) continue;
      const std::string& id = member.interview_id;
      if (member.known) {
        add("same-as", kInterviewNamespace, id, member.person, 10'000,
            "recognised on photographs by two people interviewed");
      } else if (member.role == RingRole::kController) {
        add("same-as", kInterviewNamespace, id, stranger(stream), 4'500,
            "description fits; seen once at night");
      } else if (stream.chance(7'000)) {
        add("same-as", kInterviewNamespace, id, member.person, stream.between(70, 95) * 100,
            "recognised on a photograph");
      }
      if (member.role == RingRole::kSiteManager && stream.chance(3'000)) {
        add("not-same-as", kInterviewNamespace, id, stranger(stream), 10'000,
            "looked alike; was at work at the time");
      }
    }
  }

  const MadeCase& made_;
  std::vector<Link> links_;
};

}  // namespace

graph::Status write_links(MadeCase& made) {
  SourceWriter writer(made, "links");
  return writer.write(
      "links/same_persons", links_mapping(),
      "id,link,source,person,other_source,other_person,probability,evidence",
      [](const MadeCase& of, CsvFile& file) {
        std::uint32_t number = 1;
        for (const Link& link : LinkMaker(of).make()) {
          const auto parts = static_cast<std::uint64_t>(link.probability);
          file.row({numbered("L", number++, 5), link.kind, link.source, link.person,
                    link.other_source, link.other_person,
                    std::to_string(parts / 10'000) + "." + padded(parts % 10'000, 4),
                    link.evidence});
        }
      });
}

}  // namespace headwater::ingest::internal
