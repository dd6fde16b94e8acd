// ExportSink: where the bytes of an export go. Exports are written piece by piece and in the order
// in which their records stand; what takes them decides where they lie and when they count.
//
//   class Folder : public ExportSink { ... };
//   export_store(*store, request, folder, context);
#pragma once

#include <string_view>

#include "graph/status.h"

namespace headwater::queries {

class ExportSink {
 public:
  virtual ~ExportSink() = default;

  // Adds `bytes` to the file `name`, a relative path of ours with '/' ("restricted/entities.csv");
  // the first call makes the file, also with no bytes. Called from one thread. Errors: kIo.
  virtual graph::Status append(std::string_view name, std::string_view bytes) = 0;
};

}  // namespace headwater::queries
