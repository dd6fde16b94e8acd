// What victims told: movements and exploitation under pseudonyms, suspects under the interviewers'
// own numbers, and the accounts that were opened in victims' names. All restricted.
#include <algorithm>
#include <map>

#include "ingest/generate/internal/made_case.h"
#include "ingest/generate/internal/mappings.h"
#include "ingest/generate/internal/names.h"
#include "ingest/generate/internal/source_writer.h"

namespace headwater::ingest::internal {
namespace {

struct Flow {
  const Victim* victim = nullptr;
  bool movement = false;
  bool from_abroad = false;
  std::int32_t start = 0, end = 0;
  int site = 0;
};

std::vector<Flow> told_flows(const Cast& cast) {
  std::vector<Flow> flows;
  for (const Victim& victim : cast.victims) {
    if (!victim.interviewed) continue;
    const Stay* previous = nullptr;
    for (const Stay& stay : victim.stays) {
      const std::int32_t left = previous == nullptr ? victim.recruited_day : previous->to_day;
      flows.push_back({&victim, true, previous == nullptr, left, stay.from_day, stay.site});
      flows.push_back({&victim, false, false, stay.from_day, stay.to_day, stay.site});
      previous = &stay;
    }
  }
  return flows;
}

const char* means_of(const Victim& victim) {
  return victim.labour ? "debt-bondage;takes-earnings;withholds-documents;excessive-working-hours"
                       : "debt-bondage;takes-earnings;threats;restricts-movement;false-promises";
}

void write_flow(const MadeCase& made, CsvFile& file, const Flow& flow, std::uint32_t number) {
  const Cast& cast = made.cast;
  const Victim& victim = *flow.victim;
  const bool at_front = flow.site == kFrontSite;
  const Site& site = cast.sites[at_front ? 1u : static_cast<std::size_t>(flow.site)];
  const std::string manager = cast.members[site.manager].interview_id;
  const std::string driver = cast.members[victim.transporter].interview_id;
  const std::string recruiter = cast.members[victim.recruiter].interview_id;
  const std::string boss = cast.members[cast.first(RingRole::kController)].interview_id;
  const Index front = cast.members[cast.first(RingRole::kFrontCompany)].company;
  RandomStream stream(made.world.seed, Purpose::kVictims, number, 9);
  const bool names_boss = !flow.movement && stream.chance(1'500);
  file.row({numbered("F-", number, 4),
            victim.id,
            flow.movement ? "movement" : "exploitation",
            flow.from_abroad ? territory_code(Country::kOrigin) : "",
            flow.from_abroad ? territory_code(Country::kTransit) : "",
            territory_code(Country::kHome),
            format_date(flow.start),
            format_date(flow.end),
            victim.labour ? "forced-labour" : "sexual-exploitation",
            victim.labour ? "N" : "S",
            means_of(victim),
            victim.female ? "female" : "male",
            victim.age_band,
            territory_code(Country::kOrigin),
            kCaseId,
            flow.from_abroad ? recruiter : "",
            flow.movement ? driver : "",
            flow.movement ? "" : manager,
            names_boss ? boss : "",
            flow.movement ? "" : manager,
            !flow.movement && at_front ? made.ids.company(front) : std::string()});
}

void write_suspects(const MadeCase& made, CsvFile& file) {
  std::map<std::string, const Member*> suspects;
  for (const Member& member : made.cast.members) {
    if (!member.interview_id.empty()) suspects[member.interview_id] = &member;
  }
  std::uint32_t number = 0;
  for (const auto& [id, member] : suspects) {
    RandomStream stream(made.world.seed, Purpose::kVictims, number++, 8);
    const bool manages = member->role == RingRole::kSiteManager;
    std::string phone;
    if (manages) {
      for (std::uint32_t s = 0; s < kSiteCount; ++s) {
        if (&made.cast.members[made.cast.sites[s].manager] == member) {
          phone = ring_phone(made.world, s * 2);
        }
      }
    } else if (stream.chance(5'000)) {
      phone = ring_phone(made.world, 6 + stream.below(2));
    }
    file.row({id, make_given_name(stream), phone,
              phone.empty() ? "" : "number remembered by a person interviewed"});
  }
}

void write_victim_accounts(const MadeCase& made, CsvFile& file) {
  for (const Victim& victim : made.cast.victims) {
    if (!victim.interviewed || victim.person == kNobody) continue;
    const Person& person = made.world.person(victim.person);
    file.row({victim.id, made.world.accounts[person.account].number,
              made.ids.customer(victim.person), "1.0", "bank card shown at the interview"});
  }
}

}  // namespace

graph::Status write_interviews(MadeCase& made) {
  SourceWriter writer(made, kInterviewNamespace, true);
  HEADWATER_RETURN_IF_ERROR(writer.write("interviews/suspects", suspects_mapping(),
                                         "suspect,alias,phone,evidence", write_suspects));
  HEADWATER_RETURN_IF_ERROR(writer.write(
      "interviews/victim_flows", victim_flows_mapping(),
      "flow,victim,kind,recruitment,transit,exploitation,start,end,form,sector,means,sex,age_band,"
      "citizenship,case,recruited_by,transported_by,harboured_by,controlled_by,exploited_by,"
      "exploited_by_company",
      [](const MadeCase& of, CsvFile& file) {
        std::uint32_t number = 1;
        for (const Flow& flow : told_flows(of.cast)) write_flow(of, file, flow, number++);
      }));
  made.report.victim_flows = writer.rows();
  return writer.write("interviews/victim_accounts", victim_accounts_mapping(),
                      "victim,account,customer_id,probability,evidence", write_victim_accounts);
}

}  // namespace headwater::ingest::internal
