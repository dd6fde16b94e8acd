// Records: what the store keeps. `docs/data-model.md` defines what each means and what makes two of
// them the same; this header gives them their C++ shape.
//
// Every record has an Origin: the commit, source file and row that it came from. Open vocabularies
// (forms, means, indicators) are strings; closed lists are enums whose values are stored on disk:
// append, never renumber.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/ids.h"
#include "graph/money.h"
#include "graph/share.h"
#include "graph/timestamp.h"

namespace headwater::graph {

// Where a record came from. `row` is the 1-based data row; `ordinal` tells records of one row and
// type apart, from 0. `source_id` is the id that the source gives, empty if none.
struct Origin {
  // A view without the victim key tells no place: `source_id` is then "#N", the record's number.
  static constexpr std::uint32_t kWithheldSource = ~std::uint32_t{0};

  CommitSeq commit;
  std::uint32_t source = 0;  // index into the commit's Manifest::sources
  std::uint64_t row = 0;
  std::uint32_t ordinal = 0;
  std::string source_id;
};

// Names are lower-case words with '-', values free text. Order is not significant; equal pairs
// count once.
struct Attribute {
  std::string name;
  std::string value;
  friend auto operator<=>(const Attribute&, const Attribute&) = default;
};

struct Entity {
  EntityKey key;
  std::vector<Attribute> attributes;  // union over the visible commits, sorted
};

enum class TransactionKind : std::uint8_t {
  kTransfer = 1,
  kWithdrawal,
  kDeposit,
  kRepayment,
  kFee,
  kInterest,
  kLoan,
  kOther,
};
std::string_view to_string(TransactionKind kind);  // "transfer" ...
std::optional<TransactionKind> parse_transaction_kind(std::string_view text);

enum class Channel : std::uint8_t {
  kUnknown = 0,
  kWire,
  kCash,
  kCard,
  kCheque,
  kAch,
  kOnline,
  kMobile,
  kCrypto,
  kReinvestment,
  kOther,
};
std::string_view to_string(Channel channel);  // "wire" ...
std::optional<Channel> parse_channel(std::string_view text);

// Bits of Transaction::flags.
enum TransactionFlag : std::uint16_t {
  kUndated = 1,
  kPeriodReversed = 2,    // period_end before the event time; both kept as given
  kSameParty = 4,         // both ends are the same party
  kAggregate = 8,         // stands for many payments, or an unknown number
  kLabelledIllicit = 16,  // a synthetic source's label; never an assertion
  kMultiLeg = 32,         // a leg of a group
};
std::vector<std::string> transaction_flag_names(std::uint16_t flags);

struct Transaction {
  EntityId from;  // a ledger vertex
  EntityId to;    // a ledger vertex
  Timestamp time;
  Timestamp period_end;  // unknown: none
  MinorUnits amount;     // paid, >= 0
  AssetId asset;
  MinorUnits received_amount;  // equal to `amount` where one asset is paid and received
  AssetId received_asset;
  TransactionKind kind = TransactionKind::kTransfer;
  Channel channel = Channel::kUnknown;
  std::uint32_t count = 1;  // payments that this row stands for; 0: unknown
  std::uint16_t flags = 0;
  std::uint64_t group = 0;            // legs of one event share a non-zero number
  std::vector<Attribute> attributes;  // cold: reference text, branch ...
  Origin origin;
};

enum class RelationKind : std::uint8_t {
  kOwnsAccount = 1,
  kOwnership,
  kControl,
  kDirectorship,
  kFamily,
  kAssociate,
  kEmployment,
  kSignIn,
  kLoanApplication,
  kInvestment,
  kGuarantee,
  kFiledBy,
  kMentions,
  kSameAs,
  kNotSameAs,
  kUsesMedium,
  kListedBy,
  kLocatedAt,
  kOther,
};
std::string_view to_string(RelationKind kind);  // "owns-account" ...
std::optional<RelationKind> parse_relation_kind(std::string_view text);

struct Relation {
  EntityId from;
  EntityId to;
  RelationKind kind = RelationKind::kOther;
  Timestamp valid_from;                          // unknown: since ever
  Timestamp valid_to;                            // unknown: still
  std::optional<ShareInterval> share;            // ownership
  BasisPoints probability{BasisPoints::kWhole};  // same-as and not-same-as
  std::string evidence;
  std::vector<Attribute> attributes;
  Origin origin;
};

enum class VictimFlowKind : std::uint8_t { kMovement = 1, kExploitation };
std::string_view to_string(VictimFlowKind kind);
std::optional<VictimFlowKind> parse_victim_flow_kind(std::string_view text);

enum class RoleKind : std::uint8_t {
  kRecruited = 1,
  kTransported,
  kHarboured,
  kControlled,
  kExploited,
  kProfited,
};
std::string_view to_string(RoleKind kind);  // "recruited" ...
std::optional<RoleKind> parse_role_kind(std::string_view text);

struct Role {
  RoleKind kind = RoleKind::kExploited;
  EntityId entity;
};

// What was done to one pseudonymous victim, or to a counted group of cases (victim is none).
struct VictimFlow {
  EntityId victim;  // none: a group of `count`, or hidden from the view
  // Equal for the flows of one victim in one view and 0 for groups; says nothing else. With it
  // victims are counted without being known.
  std::uint64_t victim_token = 0;
  std::uint32_t count = 1;
  VictimFlowKind kind = VictimFlowKind::kExploitation;
  EntityId recruitment_territory;  // locations; none: unknown
  EntityId transit_territory;
  EntityId exploitation_territory;
  Timestamp start;
  Timestamp end;
  std::string form;                // HTCDS / IC-TIP term, e.g. "sexual-exploitation"
  std::string sector;              // ISIC section letter, or empty
  std::vector<std::string> means;  // HTCDS methods of control
  std::string sex, age_band, citizenship;
  EntityId case_id;
  std::vector<Role> roles;
  bool is_erased = false;  // what it said of the victim was erased: nobody knows it any more
  Origin origin;
};

// Bits of Statistic::flags.
enum StatisticFlag : std::uint16_t {
  kAmbiguousCell = 1,     // another row has the same key
  kNoIsoTerritory = 2,    // the territory has no ISO code in the source
  kCensoredInterval = 4,  // published as "<5": low and high differ
};

// One published cell. Rows overlap by design: never added up.
struct Statistic {
  std::string indicator;
  EntityId territory;
  std::string period;  // "2019"
  std::string dimension, category, sex, age_band, unit;
  std::int64_t low = 0;  // [low, high] in 10^-scale units
  std::int64_t high = 0;
  std::uint8_t scale = 0;
  std::string source, method;
  std::uint32_t occurrence = 1;  // n-th row with this key, over the visible store
  std::uint16_t flags = 0;
  Origin origin;
};

enum class Claim : std::uint8_t {
  kProceedsOf = 1,
  kCostOf,
  kSpentOn,
  kWageWithheld,
  kRecruitmentFee,
  kDebtInterest,
  kSeizure,
  kCompensation,
  kMemberOf,
  kDisputes,
};
std::string_view to_string(Claim claim);  // "proceeds-of" ...
std::optional<Claim> parse_claim(std::string_view text);

// What somebody claims, and on what ground. The subject is a transaction or an entity; a claim may
// also carry an amount (wage-withheld) that moves no money.
struct Assertion {
  std::optional<TransactionId> transaction;
  EntityId entity;
  Claim claim = Claim::kProceedsOf;
  std::string role;  // for member-of
  EntityId case_id;
  std::optional<VictimFlowId> victim_flow;
  std::string form, sector;
  EntityId territory;
  BasisPoints share{BasisPoints::kWhole};
  std::optional<MinorUnits> amount;  // wage-withheld and other claims without a transaction
  AssetId asset;
  std::string author;
  Timestamp made_at;
  std::string evidence, source_grade, information_grade, standard, basis;
  BasisPoints confidence{BasisPoints::kWhole};
  std::string disputes;  // name of the assertion disputed
  Origin origin;
};

// base * numerator / denominator = quote, on a date.
struct Rate {
  AssetId base, quote;
  Timestamp date;
  std::int64_t numerator = 1, denominator = 1;  // in major units of both
  std::string source;
  Origin origin;
};

// What an account held as of a time; precedes all events at that time.
struct OpeningBalance {
  EntityId account;
  AssetId asset;
  MinorUnits amount;
  Timestamp as_of;  // unknown: before everything
  Origin origin;
};

struct SourceFile {
  std::string path;           // the file's own name (of earlier builds: as it was given)
  std::string sha256;         // 64 hex digits
  std::string recognised_as;  // file name the format knows it by, e.g. "nodes.csv"
  std::uint64_t rows_read = 0, accepted = 0, duplicates = 0, quarantined = 0;
  bool restricted = false;
};

// Counters after a commit: how many records and entities of each kind exist.
struct Counters {
  std::uint64_t entities[kEntityKindCount + 1] = {};  // indexed by EntityKind
  std::uint64_t transactions = 0, relations = 0, victim_flows = 0, statistics = 0, assertions = 0,
                rates = 0;
  friend bool operator==(const Counters&, const Counters&) = default;
};

// What an `erase` destroyed.
struct Erasure {
  EntityId entity;                 // none: a counted group
  VictimFlowId group;              // of a group: its flow
  std::uint64_t victim_flows = 0;  // records about a victim whose content went with it
  std::uint64_t relations = 0;
};

// One published commit.
struct Manifest {
  CommitSeq commit;
  std::string format;  // "amlsim", "assert", "retract" ...
  std::string namespace_name;
  std::string mapping_sha256;
  TimePrecision precision = TimePrecision::kSecond;
  Timestamp wall_clock;
  std::string handling_code, compartment, purpose;
  Timestamp review_by;
  std::vector<SourceFile> sources;
  std::vector<CommitSeq> retracts;  // whole commits that this one withdraws
  Counters after;                   // published counters once this commit is in
  TransactionId first_transaction;  // [first, after.transactions) are this commit's
  std::vector<Erasure> erasures;    // of format "erase"; in force whatever commit is visible
};

// A row that was not accepted. `text` is empty for restricted sources, else at most 64 KiB.
struct QuarantinedRow {
  CommitSeq commit;
  std::uint32_t source = 0;
  std::uint64_t row = 0;
  std::uint64_t byte_begin = 0, byte_end = 0;
  std::string reason;                // "precision", "conflict", "bad-date" ...
  std::vector<std::string> columns;  // names of the faulty columns
  std::string text;
};

}  // namespace headwater::graph
