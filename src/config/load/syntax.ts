import { type Document, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import type { Location } from '../../model/errors.ts';
import { type Locator, Problems, type Spot } from '../explain/problems.ts';
import { explainSyntax, explainTree } from '../explain/syntax-advice.ts';
import { type Place, type Tree, toTree } from './tree.ts';
import { formatPath, pathOfKey, toPointer, type YamlPath } from './yaml-places.ts';

/** Far above any real file; keeps the parser's time bounded. */
const LONGEST = 512 * 1024;

export interface ParsedFile extends Locator {
  readonly text: string;
  readonly tree: Tree;
  readonly problems: Problems;
}

/**
 * Parses a configuration file. Whatever is wrong with the YAML itself is in `problems`; then the tree is not to be
 * trusted. The parser's own messages quote the file, which may hold a secret, so they are never shown.
 */
export function parseFile(file: string, text: string): ParsedFile {
  const lines = new LineCounter();
  let tree: Tree = { root: null, places: new Map(), faults: [] };
  const locate = (path: YamlPath, spot: Spot = 'value'): Location => {
    const offset = typeof spot === 'object' ? spot.offset : placed(tree.places, path, spot);
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), path: formatPath(path) };
  };
  const problems = new Problems({ locate });
  const document = readDocument(text, lines, problems);
  if (document !== null && problems.count === 0) {
    tree = toTree(document);
    for (const fault of tree.faults) problems.add([], ...explainTree(fault.kind), { offset: fault.offset });
  }
  return {
    text,
    get tree() {
      return tree;
    },
    problems,
    locate,
  };
}

function readDocument(text: string, lines: LineCounter, problems: Problems): Document.Parsed | null {
  if (text.length > LONGEST) {
    problems.add([], 'the file is longer than 512 KiB.', 'A configuration is a few pages at most: is this the right file?', {
      offset: 0,
    });
    return null;
  }
  let documents: readonly Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, stringKeys: false, logLevel: 'silent' });
    documents = [...parsed];
  } catch {
    // Brackets nested by the ten thousand exhaust the stack.
    problems.add([], ...explainTree('too-deep'), { offset: 0 });
    return null;
  }
  const [first, second] = documents;
  if (second !== undefined) {
    const hint = 'Keep one document in a file; remove the line `---` and what follows it, or move that to a file of its own.';
    problems.add([], 'the file holds more than one YAML document.', hint, { offset: second.range[0] });
  }
  if (first === undefined || (first.errors.length === 0 && holdsNothing(first))) {
    problems.add(
      [],
      'the file is empty.',
      'Write at least `version: 1` and `sources:` with one source; the README shows an example.',
      {
        offset: 0,
      },
    );
    return null;
  }
  const errors = documents.flatMap((d) => d.errors);
  for (const { message, hint, offset, aboutKey } of explainSyntax(text, errors))
    problems.add(aboutKey ? pathOfKey(first, offset) : [], message, hint, { offset });
  return first;
}

function holdsNothing({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function placed(places: ReadonlyMap<string, Place>, path: YamlPath, spot: 'key' | 'value'): number {
  for (let length = path.length; length >= 0; length--) {
    const place = places.get(toPointer(path.slice(0, length)));
    if (place === undefined) continue;
    const empty = place.scalar?.value === null && place.scalar.source === '';
    // What is not there, or is empty, is shown at the key.
    return spot === 'key' || empty || length < path.length ? (place.key ?? place.value) : place.value;
  }
  return 0;
}
