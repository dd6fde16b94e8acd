#include "queries/internal/layer_names.h"

#include <algorithm>

namespace headwater::queries::internal {

using graph::Layer;

std::string_view to_text(Layer layer) {
  switch (layer) {
    case Layer::kMoney:
      return "money";
    case Layer::kRelations:
      return "relations";
    case Layer::kVictims:
      break;
  }
  return "victims";
}

Document layers_document(const std::vector<Layer>& layers) {
  Document document = Document::array();
  for (const Layer layer : layers) document.push(Document(to_text(layer)));
  return document;
}

graph::Result<std::vector<Layer>> parse_layers(std::string_view about,
                                               const std::vector<std::string>& names) {
  constexpr Layer kLayers[] = {Layer::kMoney, Layer::kRelations, Layer::kVictims};
  std::vector<Layer> layers;
  for (const std::string& name : names) {
    const auto* found = std::find_if(std::begin(kLayers), std::end(kLayers),
                                     [&](Layer layer) { return to_text(layer) == name; });
    if (found == std::end(kLayers)) {
      return graph::question_error(std::string(about), "parameter layers",
                                   "a layer that does not exist",
                                   "give some of money,relations,victims");
    }
    layers.push_back(*found);
  }
  std::sort(layers.begin(), layers.end());
  layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
  if (layers.empty()) {
    return graph::question_error(std::string(about), "parameter layers", "no layer",
                                 "give some of money,relations,victims");
  }
  return layers;
}

}  // namespace headwater::queries::internal
