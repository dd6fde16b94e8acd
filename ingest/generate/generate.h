// Generator: writes a made-up case to a folder: what an investigator would hold, as CSV files with
// mappings, and apart from it the truth.
//
//   GenerateRequest request{.directory = "case", .preset = "trafficking", .scale = 1, .seed = 7};
//   Result<GenerateReport> report = generate_case(request, context);
//   // case/case.json lists the files in load order; case-truth/ holds what really happened
//
// Every person, company, bank and number is invented (docs/generator.md says how, and what the
// simulation leaves out). It is no model of any real group, place or rate, and nothing measured on
// it says how an analysis does on real data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "graph/execution_context.h"
#include "graph/status.h"

namespace headwater::ingest {

struct GenerateRequest {
  std::filesystem::path directory;        // made if missing; must be empty
  std::string preset = "trafficking";     // the only one so far
  double scale = 1;                       // 1: 2,500 ordinary people; 0.02 .. 400
  std::uint64_t seed = 1;                 // any value
  std::filesystem::path truth_directory;  // empty: default_truth_directory(directory)
};

struct GenerateReport {
  std::filesystem::path directory, truth_directory;
  std::uint64_t persons = 0, companies = 0, accounts = 0, transactions = 0;
  std::uint64_t advertisements = 0, victims = 0, victim_flows = 0, assertions = 0;
  std::uint64_t members = 0, decoys = 0;
  std::uint64_t bytes_written = 0;
};

// Beside the case, never inside it: "dir/case" -> "dir/case-truth".
std::filesystem::path default_truth_directory(const std::filesystem::path& directory);

// Writes both folders. Equal bytes for equal (preset, scale, seed), for any number of threads and
// on any platform: random numbers are counter-based and all arithmetic is in integers. O(persons *
// months) time; memory for the people and accounts and for one month of payments. Errors: kQuestion
// (unknown preset, scale out of range, truth inside the case, a folder that is not empty), kIo,
// kCancelled; what was written before an error is left for inspection.
graph::Result<GenerateReport> generate_case(const GenerateRequest& request,
                                            const graph::ExecutionContext& context);

}  // namespace headwater::ingest
