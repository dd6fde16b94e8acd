// Writing a whole folder, or nothing.
//
//   HEADWATER_ASSIGN_OR_RETURN(auto folder, OutputFolder::create("export"));
//   HEADWATER_RETURN_IF_ERROR(folder->append("a.csv", text));
//   HEADWATER_RETURN_IF_ERROR(folder->publish());
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "queries/export/export_sink.h"

namespace headwater::apps {

// Files lie in a folder of an unused name beside `path` until `publish` renames it: whoever looks
// finds no folder, or the whole one. Without `publish` everything is removed again. The folder and
// its files are their owner's alone (0700, 0600). Not thread-safe.
class OutputFolder : public queries::ExportSink {
 public:
  // Errors: kQuestion when `path` holds something already, kIo.
  static graph::Result<std::unique_ptr<OutputFolder>> create(const std::string& path);
  ~OutputFolder() override;
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  // Errors: kIo (a full disk and the like), naming the file.
  graph::Status append(std::string_view name, std::string_view bytes) override;
  // An empty folder for files that help to make the others; gone before `publish`.
  graph::Result<std::string> scratch_folder();
  // Makes the files durable and gives the folder its name. Errors: kIo; kQuestion when somebody
  // else put something under it meanwhile.
  graph::Status publish();
  // Where a file lies until it is published: to be read.
  std::string path_of(const std::string& name) const { return temporary_ + "/" + name; }
  // Instead of `publish`: one of the files alone gets the name, as a file. Errors: the same.
  graph::Status publish_file(const std::string& name);

 private:
  OutputFolder(std::string path, std::string temporary);
  graph::Status open(const std::string& name);
  bool close_file();
  graph::Status refused(const std::string& name) const;

  std::string path_, temporary_;
  std::string open_name_;
  int descriptor_ = -1;
  bool is_published_ = false;
};

}  // namespace headwater::apps
