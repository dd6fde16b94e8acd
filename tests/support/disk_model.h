// What a disk holds after a power cut: the bytes of a file up to its last sync, and of a folder the
// names it had at its last sync. What was done since is lost, or kept up to any point.
//
// Told of every change (tests/support/faulty_disk.h does), it keeps a second name of every file, so
// that one which was removed without a sync can come back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace headwater::tests {

class DiskModel {
 public:
  using Id = std::size_t;

  // All that stands below `root` is durable. `shadow`: an empty folder beside it.
  DiskModel(std::string root, std::string shadow);

  bool covers(const std::string& path) const;
  // A file that was made or emptied, or opened again; a folder that was made.
  Id created(const std::string& path);
  Id opened(const std::string& path);
  void made_folder(const std::string& path);
  void appended(Id file, std::uint64_t bytes) { nodes_[file].written += bytes; }
  void cut_to(const std::string& path, std::uint64_t bytes);
  void synced(Id file) { nodes_[file].durable_bytes = nodes_[file].written; }
  void synced_folder(const std::string& path);
  void renamed(const std::string& from, const std::string& to);
  void linked(const std::string& from, const std::string& to);
  void removed(const std::string& path);

  // Makes `root` what is left. Without `random` nothing that was not synced; with it of each file
  // and folder as much of that as chance gives, from the earliest on.
  void cut_power(std::mt19937_64* random);

 private:
  using Names = std::map<std::string, Id>;
  struct Change {  // of names, at once
    struct One {
      Id folder;
      std::string name;
      std::optional<Id> leads_to;
    };
    std::vector<One> all;
  };
  struct Node {
    bool is_folder = false;
    std::uint64_t written = 0, durable_bytes = 0;
    Names names, durable_names;
    std::vector<Change> pending;
  };
  struct Place {
    Id folder;
    std::string name;
  };

  Id add_node(bool is_folder);
  Id shadowed(const std::string& path);
  void scan(const std::string& path, Id folder);
  std::optional<Id> find(const std::string& path) const;
  std::optional<Place> place_of(const std::string& path) const;
  void change(Id told, std::vector<Change::One> all);
  void apply(const Change& change);
  void restore(const std::string& path, Id folder, std::mt19937_64* random);
  std::string shadow_of(Id file) const { return shadow_ + "/" + std::to_string(file); }

  std::string root_, shadow_;
  std::vector<Node> nodes_;  // [0] is the root
};

}  // namespace headwater::tests
