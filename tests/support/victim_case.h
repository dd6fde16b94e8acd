// A made-up case with the interviews of a shelter and of street workers beside it, in which every
// column holds a mark of its own, in good and in bad rows.
//
//   const std::vector<std::string>& marks = marks_never_kept();
//   write_victim_case(folder);    // case/, victims.key, shelter.csv, outreach.csv, ...
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace headwater::tests {

// What must stand in nothing that Headwater writes or prints, whoever asks: victims' own ids, their
// names and what they told, and forms, sectors and territories that are no listed ones.
const std::vector<std::string>& marks_never_kept();

// What is kept and must be shown with the victim key only: means of control, sex, age band,
// citizenship, evidence and phone of a victim. On disk all but the phone, an entity of its own, are
// encrypted.
const std::vector<std::string>& marks_for_the_key_only();
// Those that no file of the store may hold in clear (and that are long enough to look for there).
const std::vector<std::string>& marks_encrypted_on_disk();

// What no publication, report for publication, log, message or quarantine may hold: every mark.
// Beside the above: places of a local scheme, offenders, accounts and customers of the second file,
// whom the internal audience may see.
const std::vector<std::string>& marks_never_published();

struct VictimCase {
  std::filesystem::path folder;
  std::string customer, account;  // of a bank customer who is victim 1, as their files name them
  std::set<std::string> protected_ids;  // "person:bank/...", "account:iban/..." of all victims
};

// Makes the case with the command in `folder`, not loaded yet: a generated one below case/, the
// victim key, the shelter's files (shelter.csv, shelter.json: 12 good rows, then 10 bad ones) and
// those of the street workers (outreach.csv, outreach.json: 12 good rows in which form, sector and
// places are marked too).
VictimCase write_victim_case(const std::filesystem::path& folder);

// A member of the ring whom the police know: "person:bank/...", of assertions.csv.
std::string known_member(const std::filesystem::path& folder);

}  // namespace headwater::tests
