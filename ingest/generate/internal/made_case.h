// Everything that the writers read, and what they count.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ingest/generate/case_loader.h"
#include "ingest/generate/generate.h"
#include "ingest/generate/internal/ids.h"
#include "ingest/generate/internal/truth.h"

namespace headwater::ingest::internal {

struct MadeCase {
  MadeCase(World made_world, Cast made_cast)
      : world(std::move(made_world)), cast(std::move(made_cast)), ids(world) {}
  MadeCase(const MadeCase&) = delete;
  MadeCase& operator=(const MadeCase&) = delete;

  World world;
  Cast cast;
  Ids ids;
  Truth truth;
  std::vector<CaseSource> sources;
  GenerateReport report;
};

// The writers of the case folder, in load order; each adds its sources.
graph::Status write_register(MadeCase& made);
graph::Status write_bank_registers(MadeCase& made);
graph::Status write_rates(MadeCase& made);
// Runs the simulation month by month and writes each bank's payments as they are made.
graph::Status write_payments(MadeCase& made, const graph::ExecutionContext& context);
graph::Status write_sign_ins(MadeCase& made);
graph::Status write_advertisements(MadeCase& made);
graph::Status write_interviews(MadeCase& made);
graph::Status write_links(MadeCase& made);
graph::Status write_assertions(MadeCase& made);
graph::Status write_manifest(MadeCase& made, const GenerateRequest& request);
// The truth folder; after write_payments and write_assertions.
graph::Status write_truth(const MadeCase& made, const GenerateRequest& request);

}  // namespace headwater::ingest::internal
