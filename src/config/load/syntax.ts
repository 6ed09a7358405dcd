import { type Document, isScalar, LineCounter, parseAllDocuments, type YAMLParseError } from 'yaml';
import type { Location } from '../../model/errors.ts';
import { type Locator, Problems, type Spot } from '../explain/problems.ts';
import { type Place, type Tree, type TreeFault, toTree } from './tree.ts';
import { formatPath, pathOfKey, toPointer, type YamlPath } from './yaml-places.ts';

interface Advice {
  readonly message: string;
  readonly hint: string;
  readonly offset: number;
  /** It is about the entry whose key stands there. */
  readonly aboutKey?: boolean;
}

/**
 * What is wrong with the YAML, in our words. The parser's own quote the file, which may hold a secret. After the first
 * mistake of structure the parser misreads all that follows, so only that one is reported, with those that stand alone.
 */
function explainSyntax(text: string, errors: readonly YAMLParseError[]): Advice[] {
  const advice: Advice[] = [];
  const reported = new Set<string>();
  let derailed = false;
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const reference = unquotedReference(text, error);
    if (reference !== null) {
      if (reported.has(String(reference))) continue;
      reported.add(String(reference));
      advice.push({ ...UNQUOTED_REFERENCE, offset: reference });
      derailed = true;
      continue;
    }
    const alone = STANDS_ALONE.has(error.code);
    if (derailed && !alone) continue;
    derailed ||= !alone || error.code === 'TAB_AS_INDENT';
    advice.push(adviceFor(text, error));
  }
  return advice;
}

const STANDS_ALONE = new Set(['DUPLICATE_KEY', 'BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'TAB_AS_INDENT']);

const UNQUOTED_REFERENCE = {
  message: 'inside { … } or [ … ], ${NAME} must be in quotes: "${NAME}".',
  hint: 'YAML reads the { of ${NAME} as the start of a mapping. Write `user: "${PGUSER}"`, or put each entry on its own line.',
};

/** The offset of an unquoted `${` within a flow collection that made the parser stumble; null where it was something else. */
function unquotedReference(text: string, error: YAMLParseError): number | null {
  const at = error.pos[0];
  if (text[at] === '{' && text[at - 1] === '$') return at - 1;
  return null;
}

const ADVICE: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  DUPLICATE_KEY: ['this key is written twice.', 'Remove one of the two. YAML would use only one of them.'],
  TAB_AS_INDENT: [
    'this line is indented with a tab.',
    'YAML allows only spaces. Replace the tab with two spaces for each level.',
  ],
  BAD_INDENT: [
    'the indentation is wrong, or a closing } or ] is missing.',
    'Entries of one level must start in the same column. Each { needs a }, and each [ needs a ].',
  ],
  BAD_DQ_ESCAPE: [
    'this is not a valid escape. Within "…" a backslash starts one.',
    "Use single quotes ('…'), in which a backslash is an ordinary character, or double the backslash.",
  ],
  BAD_SCALAR_START: ['text without quotes cannot start with this character.', "Put the text in quotes: '…'."],
  BLOCK_AS_IMPLICIT_KEY: [
    'this line has a second `: `, or the next line is indented too far.',
    "Put text that contains `: ` in quotes: '…'. Entries of one level must start in the same column.",
  ],
  MULTILINE_IMPLICIT_KEY: ['a key spans several lines.', 'Check the indentation of this line and of the line before it.'],
  UNEXPECTED_TOKEN: ['YAML cannot read this.', 'Check the quotes, brackets and indentation of this line and the line before it.'],
};

const TEXT_AFTER_QUOTE = {
  message: 'text follows a closing quote.',
  hint: `A ' within '…' ends it. Put a condition that contains ' in double quotes: where: "stage = 'Won'".`,
};

function adviceFor(text: string, error: YAMLParseError): Advice {
  const offset = error.pos[0];
  if (startsWithStar(text, offset)) {
    return {
      message: 'a name that starts with * must be in quotes: "*__c".',
      hint: 'Without quotes, YAML reads * as a reference to an anchor.',
      offset: lineStart(text, offset),
    };
  }
  if (error.code === 'MISSING_CHAR') return { ...missing(error.message), offset: errorOffset(text, offset) };
  if (error.code === 'UNEXPECTED_TOKEN' && /['"]$/.test(text.slice(0, offset).trimEnd())) return { ...TEXT_AFTER_QUOTE, offset };
  const [message, hint] = ADVICE[error.code] ?? [
    'this is not valid YAML.',
    'Check the quotes, brackets and indentation of this line and the line before it.',
  ];
  return { message, hint, offset: errorOffset(text, offset), aboutKey: error.code === 'DUPLICATE_KEY' };
}

/** The parser's message says which character is missing, and nothing of the file. */
function missing(message: string): { message: string; hint: string } {
  if (/quote/.test(message))
    return {
      message: 'a closing quote is missing.',
      hint: "Each ' needs a closing ', and each \" a closing \". Write a ' within '…' as ''.",
    };
  if (/map values/.test(message))
    return { message: 'a key has no `: ` after it.', hint: 'Write `key: value`, with a space after the colon.' };
  return {
    message: 'a comma, a colon or a closing bracket is missing here.',
    hint: 'Within { … } and [ … ], separate entries with commas, and close each bracket.',
  };
}

/** A key such as `*__c:` without quotes is read as an alias that ends in a colon. */
function startsWithStar(text: string, offset: number): boolean {
  return text[lineStart(text, offset)] === '*';
}

/** Of the line's first character that is not blank, nor the dash of a list. */
function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  return start + (/^[ \t]*(?:- +)?/.exec(text.slice(start))?.[0].length ?? 0);
}

/** The parser notices some mistakes only at the end of the text; the last line that holds something is more use. */
function errorOffset(text: string, offset: number): number {
  return offset >= text.trimEnd().length ? Math.max(0, text.trimEnd().length - 1) : offset;
}

const TREE: Readonly<Record<TreeFault['kind'], readonly [message: string, hint: string]>> = {
  'too-deep': [
    'the file is nested too deeply.',
    'No configuration needs more than a dozen levels. Check that this is the right file.',
  ],
  'too-large': [
    'the file expands to too many entries.',
    'Its anchors and aliases (& and *) multiply each other. Write the entries out.',
  ],
  alias: [
    'an alias (*name) refers to no anchor (&name) before it.',
    'Put text that starts with * in quotes, or define the anchor above this line.',
  ],
  key: ['a key is a list or a mapping.', 'A key must be a name. If it contains brackets, put it in quotes.'],
  merge: [
    '<<: can only merge the mapping that an alias (*name) refers to, one level deep.',
    'Write `<<: *name`, or write the entries out.',
  ],
  tag: ['tags (!name) are not supported.', 'Put text that starts with ! in quotes, or remove the tag.'],
};

function explainTree(kind: TreeFault['kind']): readonly [message: string, hint: string] {
  return TREE[kind];
}

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
    problems.add(
      [],
      'the file is longer than 512 KiB.',
      'A configuration is a few pages at most. Check that this is the right file.',
      {
        offset: 0,
      },
    );
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
    const hint = 'A file holds one document. Remove the line `---` and what follows it, or move that to another file.';
    problems.add([], 'the file contains more than one YAML document.', hint, { offset: second.range[0] });
  }
  if (first === undefined || (first.errors.length === 0 && holdsNothing(first))) {
    problems.add(
      [],
      'the file is empty.',
      'Write at least `version: 1` and `sources:` with one source. The README has an example.',
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
