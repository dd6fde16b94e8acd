// export_store: what a store holds, in files that other programs read.
//
//   ExportRequest request{.format = ExportFormat::kGexf, .scratch_folder = folder};
//   HEADWATER_ASSIGN_OR_RETURN(Answer answer, export_store(*store, request, sink, context));
//
// docs/export.md says what maps to what in each format, and what is lost. Every export ends with
// manifest.json: format, audience, commit, content digest of the store, engine version, counts, and
// each file with its size and SHA-256.
//
// Victims. Without the victim key, and for publication with it too, the export is what the store
// would say had nobody ever loaded a source about victims: no commit with a restricted source tells
// anything, neither an entity nor an attribute, record or text. Claims that point at a victim are
// left out as well: those about protected people and their accounts, about victim flows, and those
// that say by themselves what was taken from a victim or paid to one. Orders and ids come from
// names and from the order of open records, never from an entity's number, which tells with which
// source it came. With the key and for the internal audience everything is written, what comes from
// restricted sources apart (`restricted/` of csv).
#pragma once

#include "graph/execution_context.h"
#include "graph/store.h"
#include "queries/answer.h"
#include "queries/export/export_request.h"
#include "queries/export/export_sink.h"

namespace headwater::queries {

// Result: counts by record type, the files, what was left out. The store is verified first, for its
// content digest: a damaged one is not exported. Equal bytes for any number of threads and however
// often; entities ascend by name within their kind, records stand in the order of their numbers.
//
// Time O(n log n) disk reads in a few scans of the store. Memory: batches of 65,536 records and
// their names, 64 MiB for sorting names; some 100 bytes a claim about a transaction that its source
// gave no id (csv) and an account's owner (ftm), some 40 bytes a protected entity,
// some 100 bytes an opening balance. What the sink
// has been handed before an error is of no use. Errors: kQuestion (another victim key), kNotFound
// (a commit that is not published), kCorrupt, kIo, kCancelled, and those of the sink.
graph::Result<Answer> export_store(const graph::Store& store, const ExportRequest& request,
                                   ExportSink& sink, const graph::ExecutionContext& context);

}  // namespace headwater::queries
