// Who plays which part: the ring, its victims, and as many innocents in positions that look alike.
//
// Parts are given to people and companies of the ordinary world; they keep their ordinary lives
// beside the part.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/generate/internal/random_stream.h"
#include "ingest/generate/internal/world.h"

namespace headwater::ingest::internal {

enum class RingRole : std::uint8_t {
  kController,
  kRecruiter,
  kTransporter,
  kSiteManager,
  kFunnelHolder,
  kMule,
  kShellCompany,
  kFrontCompany,
  kBeneficiary,
};
inline constexpr int kRingRoleCount = 9;
std::string_view ring_role_name(RingRole role);  // "site-manager"

struct Member {
  RingRole role = RingRole::kMule;
  Index person = kNobody, company = kNobody;  // one of the two
  std::uint8_t city = 0;
  // Accounts that the scheme's money moves through; may be the ordinary one.
  Index account = kNobody;
  std::string interview_id;  // "S-03" where a victim names this person
  bool known = false;        // asserted to the investigators
};

enum class DecoyKind : std::uint8_t {
  kAdvertiser,
  kRemittanceFamily,
  kCashSalon,
  kRelative,
  kLandlord,
  kHonestEmployer,
  kHonestEmployee,
};
inline constexpr int kDecoyKindCount = 7;
std::string_view decoy_kind_name(DecoyKind kind);

struct Decoy {
  DecoyKind kind = DecoyKind::kAdvertiser;
  Index person = kNobody, company = kNobody;
  std::uint8_t city = 0;
};

inline constexpr int kSiteCount = 3;
inline constexpr int kFrontSite = kSiteCount;  // where labour is exploited

struct Site {
  std::uint32_t manager = 0;  // member
  std::uint8_t city = 0;
  Index address = 0;
  Cents rent = 0;
};

struct Stay {
  int site = 0;  // 0 .. 2, or kFrontSite
  std::int32_t from_day = 0, to_day = 0;
};

struct Victim {
  std::string id;  // "V-0007", the interviewers' own; made pseudonymous again when loaded
  std::string age_band;
  bool female = true;
  bool labour = false;  // at the front; else sexual exploitation at the sites
  bool interviewed = true;
  std::int32_t recruited_day = 0;
  std::vector<Stay> stays;
  std::uint32_t recruiter = 0, transporter = 0;  // members
  Index person = kNobody;                        // labour: the bank's customer
  Cents fee = 0;                      // recruitment fee that the family pays, in euro cents
  Index family = kNobody;             // person abroad who pays it
  Cents wage_due = 0, wage_paid = 0;  // labour: a month
};

struct Cast {
  std::vector<Member> members;
  std::array<Site, kSiteCount> sites;
  std::vector<Victim> victims;
  std::vector<Decoy> decoys;                 // as many as members
  Index landlord = kNobody;                  // of the three sites
  std::int32_t first_day = 0, last_day = 0;  // of exploitation

  std::uint32_t first(RingRole role) const;             // member
  std::vector<std::uint32_t> all(RingRole role) const;  // members
};

// Changes the world: adds companies, accounts and people, and marks who leads which life.
Cast cast_parts(World& world);

}  // namespace headwater::ingest::internal
