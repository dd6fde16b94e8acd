#include "tests/support/disk_model.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace headwater::tests {

namespace fs = std::filesystem;

DiskModel::DiskModel(std::string root, std::string shadow)
    : root_(std::move(root)), shadow_(std::move(shadow)) {
  fs::create_directories(shadow_);
  scan(root_, add_node(true));
}

DiskModel::Id DiskModel::add_node(bool is_folder) {
  nodes_.emplace_back();
  nodes_.back().is_folder = is_folder;
  return nodes_.size() - 1;
}

// A new node for a file that is there, with a second name.
DiskModel::Id DiskModel::shadowed(const std::string& path) {
  const Id file = add_node(false);
  std::error_code ignored;
  fs::create_hard_link(path, shadow_of(file), ignored);
  return file;
}

void DiskModel::scan(const std::string& path, Id folder) {
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    const Id id = entry.is_directory() ? add_node(true) : shadowed(entry.path().string());
    nodes_[folder].names[name] = nodes_[folder].durable_names[name] = id;
    if (entry.is_directory()) {
      scan(entry.path().string(), id);
    } else {
      nodes_[id].written = nodes_[id].durable_bytes = entry.file_size();
    }
  }
}

bool DiskModel::covers(const std::string& path) const {
  const std::string plain = fs::path(path).lexically_normal().string();
  return plain == root_ || plain.starts_with(root_ + "/");
}

std::optional<DiskModel::Id> DiskModel::find(const std::string& path) const {
  const std::string below = fs::path(path).lexically_normal().lexically_relative(root_).string();
  std::istringstream parts(below == "." ? "" : below);
  Id at = 0;
  for (std::string part; std::getline(parts, part, '/');) {
    if (part.empty()) continue;
    const auto found = nodes_[at].names.find(part);
    if (found == nodes_[at].names.end()) return std::nullopt;
    at = found->second;
  }
  return at;
}

std::optional<DiskModel::Place> DiskModel::place_of(const std::string& path) const {
  const fs::path plain = fs::path(path).lexically_normal();
  const auto folder = find(plain.parent_path().string());
  if (!folder) return std::nullopt;
  return Place{*folder, plain.filename().string()};
}

void DiskModel::apply(const Change& change) {
  for (const Change::One& one : change.all) {
    if (one.leads_to) {
      nodes_[one.folder].durable_names[one.name] = *one.leads_to;
    } else {
      nodes_[one.folder].durable_names.erase(one.name);
    }
  }
}

// `told`: the folder whose sync makes it durable.
void DiskModel::change(Id told, std::vector<Change::One> all) {
  for (const Change::One& one : all) {
    if (one.leads_to) {
      nodes_[one.folder].names[one.name] = *one.leads_to;
    } else {
      nodes_[one.folder].names.erase(one.name);
    }
  }
  nodes_[told].pending.push_back({std::move(all)});
}

DiskModel::Id DiskModel::created(const std::string& path) {
  if (const auto known = find(path)) {  // emptied, and the disk knows already
    nodes_[*known].written = nodes_[*known].durable_bytes = 0;
    return *known;
  }
  const Id file = shadowed(path);
  if (const auto place = place_of(path))
    change(place->folder, {{place->folder, place->name, file}});
  return file;
}

DiskModel::Id DiskModel::opened(const std::string& path) {
  const auto known = find(path);
  return known ? *known : created(path);
}

void DiskModel::made_folder(const std::string& path) {
  const auto place = place_of(path);
  if (find(path) || !place) return;
  change(place->folder, {{place->folder, place->name, add_node(true)}});
}

void DiskModel::cut_to(const std::string& path, std::uint64_t bytes) {
  if (const auto file = find(path)) nodes_[*file].written = bytes;
}

void DiskModel::synced_folder(const std::string& path) {
  const auto folder = find(path);
  if (!folder) return;
  for (const Change& change : nodes_[*folder].pending) apply(change);
  nodes_[*folder].pending.clear();
}

void DiskModel::renamed(const std::string& from, const std::string& to) {
  const auto node = find(from);
  const auto old_place = place_of(from), new_place = place_of(to);
  if (!node || !old_place || !new_place) return;
  change(new_place->folder, {{new_place->folder, new_place->name, *node},
                             {old_place->folder, old_place->name, std::nullopt}});
}

void DiskModel::linked(const std::string& from, const std::string& to) {
  const auto node = find(from);
  const auto place = place_of(to);
  if (node && place) change(place->folder, {{place->folder, place->name, *node}});
}

void DiskModel::removed(const std::string& path) {
  const auto place = place_of(path);
  if (find(path) && place) change(place->folder, {{place->folder, place->name, std::nullopt}});
}

void DiskModel::cut_power(std::mt19937_64* random) {
  if (random != nullptr) {
    for (Id id = 0; id < nodes_.size(); ++id) {
      const auto kept = (*random)() % (nodes_[id].pending.size() + 1);
      for (std::size_t i = 0; i < kept; ++i) apply(nodes_[id].pending[i]);
    }
  }
  for (const auto& entry : fs::directory_iterator(root_)) fs::remove_all(entry.path());
  restore(root_, 0, random);
}

void DiskModel::restore(const std::string& path, Id folder, std::mt19937_64* random) {
  for (const auto& [name, id] : nodes_[folder].durable_names) {
    const std::string below = path + "/" + name;
    const Node& node = nodes_[id];
    if (node.is_folder) {
      fs::create_directory(below);
      fs::permissions(below, fs::perms::owner_all);
      restore(below, id, random);
      continue;
    }
    fs::copy_file(shadow_of(id), below);
    std::uint64_t bytes = std::min(node.durable_bytes, node.written);
    if (random != nullptr) bytes += (*random)() % (node.written - bytes + 1);
    if (bytes < fs::file_size(below)) fs::resize_file(below, bytes);
  }
}

}  // namespace headwater::tests
