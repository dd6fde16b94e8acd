#!/usr/bin/env python3
"""Reads a GraphML or GEXF file with Python's XML parser and prints a JSON array a line:

    ["node", id, label, {title: value}]
    ["edge", id, source, target, start, end, {title: value}]

It shares nothing with the program that wrote the file.
"""
import json
import sys
import xml.etree.ElementTree as tree

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"


def read_graphml(root):
    keys = {key.get("id"): key for key in root.iter(GRAPHML + "key")}

    def values(element):
        found = {}
        for data in element.iter(GRAPHML + "data"):
            key = keys[data.get("key")]
            assert key.get("for") == element.tag.removeprefix(GRAPHML)
            assert key.get("attr.name") not in found
            if key.get("attr.type") == "long":
                int(data.text)
            found[key.get("attr.name")] = data.text or ""
        return found

    for node in root.iter(GRAPHML + "node"):
        found = values(node)
        yield ["node", node.get("id"), found.pop("label"), found]
    for edge in root.iter(GRAPHML + "edge"):
        yield ["edge", edge.get("id"), edge.get("source"), edge.get("target"), None, None,
               values(edge)]


def read_gexf(root):
    assert root.get("version") == "1.3"
    graph = root.find(GEXF + "graph")
    assert graph.get("mode") == "dynamic" and graph.get("timeformat") == "dateTime"
    titles = {part.get("class"): {one.get("id"): one for one in part.iter(GEXF + "attribute")}
              for part in graph.iter(GEXF + "attributes")}

    def values(element, kind):
        found = {}
        for one in element.iter(GEXF + "attvalue"):
            attribute = titles[kind][one.get("for")]
            if attribute.get("type") == "long":
                int(one.get("value"))
            found[attribute.get("title")] = one.get("value")
        return found

    for node in graph.find(GEXF + "nodes"):
        yield ["node", node.get("id"), node.get("label"), values(node, "node")]
    for edge in graph.find(GEXF + "edges"):
        yield ["edge", edge.get("id"), edge.get("source"), edge.get("target"),
               edge.get("start"), edge.get("end"), values(edge, "edge")]


def main():
    root = tree.parse(sys.argv[1]).getroot()
    reader = {GRAPHML + "graphml": read_graphml, GEXF + "gexf": read_gexf}[root.tag]
    for line in reader(root):
        print(json.dumps(line))


if __name__ == "__main__":
    main()
