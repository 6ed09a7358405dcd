import { type Document, isNode, isPair, isScalar, isSeq, visit } from 'yaml';
import type { YamlPath } from './yaml-path.ts';

/** The path of the entry whose key starts at this character; empty where there is none. Works on documents that hold errors too. */
export function pathOfKey(document: Document.Parsed, offset: number): YamlPath {
  let found: YamlPath = [];
  visit(document, {
    Pair: (_, pair, ancestors) => {
      if (!isNode(pair.key) || pair.key.range?.[0] !== offset) return undefined;
      found = stepsOf([...ancestors, pair]);
      return visit.BREAK;
    },
  });
  return found;
}

function stepsOf(nodes: readonly unknown[]): YamlPath {
  return nodes.flatMap((node, i): YamlPath => {
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    return isSeq(node) ? [node.items.indexOf(nodes[i + 1])] : [];
  });
}
