import { type Document, isNode, isPair, isScalar, isSeq, Scalar, visit } from 'yaml';

/** Where something stands in the document: keys and list indexes from the top. */
export type YamlPath = readonly (string | number)[];

const SIMPLE = /^[A-Za-z_*][A-Za-z0-9_*-]*$/;

/** For people: `sources.db.tables["audit.events"].types`, `sources.crm.custom_objects[0]`. */
export function formatPath(path: YamlPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (!SIMPLE.test(step)) text += `["${printableKey(step)}"]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/**
 * A key as it may be shown. In `{ password:hunter2 }` YAML takes the whole for a key, because no blank follows the
 * colon: what stands behind the colon stays hidden.
 */
export function printableKey(key: string): string {
  const colon = key.indexOf(':');
  const shown = colon < 0 ? key : `${key.slice(0, colon)}:…`;
  return shown.length > 80 ? `${shown.slice(0, 79)}…` : shown;
}

/** The JSON pointer of a path, as ajv writes it (RFC 6901). */
export function toPointer(path: YamlPath): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function fromPointer(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^(0|[1-9]\d*)$/.test(step) ? Number(step) : step));
}

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

/**
 * The offset in the file of a character of a scalar's value. Folding, indentation and escapes change blanks and line
 * breaks only, so characters that are not blank are counted off; exact for one-line and block texts.
 */
export function offsetInFile(text: string, scalar: Scalar, offset: number): number {
  const start = scalar.range?.[0] ?? 0;
  const end = scalar.range?.[1] ?? start;
  const value = String(scalar.value);
  const wanted = visibleCount(value, offset);
  const units = visibleUnits(text.slice(0, end), contentStart(text, scalar, start), scalar.type);
  const unit = units[wanted];
  if (unit === undefined) return Math.max(start, end - 1);
  // A blank right before the wanted character: step back to it, on the same line.
  const blanks = offset < value.length && /\s/.test(value[offset] ?? '');
  if (blanks && wanted > 0) return Math.min(unit.start, (units[wanted - 1]?.end ?? unit.start) + blanksBefore(value, offset));
  return unit.start;
}

function visibleCount(value: string, offset: number): number {
  return value.slice(0, offset).replaceAll(/\s/g, '').length;
}

function blanksBefore(value: string, offset: number): number {
  return value.slice(0, offset).length - value.slice(0, offset).trimEnd().length;
}

/** Behind the opening quote, or behind the line of a block's `|-`. */
function contentStart(text: string, scalar: Scalar, start: number): number {
  if (scalar.type === Scalar.QUOTE_DOUBLE || scalar.type === Scalar.QUOTE_SINGLE) return start + 1;
  if (scalar.type === Scalar.BLOCK_LITERAL || scalar.type === Scalar.BLOCK_FOLDED) return text.indexOf('\n', start) + 1;
  return start;
}

const ESCAPE = /^\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|[\s\S])/;
const BLANK_ESCAPES = new Set([' ', '\t', '\n', '\r', 't', 'n', 'r', 'v', 'f', 'N', '_', 'L', 'P']);

/** Each character that is not blank, with where it stands as written: `''` and `\"` are one. */
function visibleUnits(text: string, from: number, type: Scalar.Type | undefined): { start: number; end: number }[] {
  const units: { start: number; end: number }[] = [];
  let at = from;
  while (at < text.length) {
    let length = 1;
    let visible = !/\s/.test(text[at] ?? '');
    if (type === Scalar.QUOTE_SINGLE && text[at] === "'" && text[at + 1] === "'") length = 2;
    if (type === Scalar.QUOTE_DOUBLE && text[at] === '\\') {
      const sequence = ESCAPE.exec(text.slice(at, at + 10))?.[0] ?? '\\';
      length = sequence.length;
      visible = !BLANK_ESCAPES.has(sequence[1] ?? '');
    }
    if (visible) units.push({ start: at, end: at + length });
    at += length;
  }
  return units;
}
