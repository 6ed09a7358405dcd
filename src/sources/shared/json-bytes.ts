const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = [0x7b, 0x5b];
const CLOSE = [0x7d, 0x5d];

/** Steps over JSON byte by byte, without making objects or numbers of it. The text is taken to be valid. */
export function skipBlanks(bytes: Buffer, at: number): number {
  let i = at;
  while (bytes[i] === 0x20 || bytes[i] === 0x0a || bytes[i] === 0x0d || bytes[i] === 0x09) i++;
  return i;
}

/** `at` is on the opening quote; returns the place behind the closing one. */
export function skipString(bytes: Buffer, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return i + 1;
    if (byte === BACKSLASH) i++;
  }
  throw new SyntaxError('the JSON text ends within a string');
}

/** Returns the place behind the value that begins at `at`. */
export function skipValue(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first === QUOTE) return skipString(bytes, at);
  if (!OPEN.includes(first)) return skipScalar(bytes, at);
  let depth = 0;
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) i = skipString(bytes, i) - 1;
    else if (OPEN.includes(byte)) depth++;
    else if (CLOSE.includes(byte) && --depth === 0) return i + 1;
  }
  throw new SyntaxError('the JSON text ends within a value');
}

function skipScalar(bytes: Buffer, at: number): number {
  let i = at;
  for (; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x2c || CLOSE.includes(byte) || byte <= 0x20) return i;
  }
  return i;
}

/**
 * Calls back with each member of the object that begins at `at`: with its name and where its value begins. The callback returns the place
 * behind the value. Returns the place behind the object.
 */
export function eachMember(bytes: Buffer, at: number, member: (name: string, from: number) => number): number {
  let i = skipBlanks(bytes, at + 1);
  while (bytes[i] !== 0x7d) {
    if (bytes[i] !== QUOTE) throw new SyntaxError('no JSON object');
    const nameEnd = skipString(bytes, i);
    const name = bytes.toString('latin1', i + 1, nameEnd - 1);
    i = skipBlanks(bytes, member(name, skipBlanks(bytes, skipBlanks(bytes, nameEnd) + 1)));
    if (bytes[i] === 0x2c) i = skipBlanks(bytes, i + 1);
  }
  return i + 1;
}

/** Calls back with where each element of the array that begins at `at` begins; the callback returns the place behind it. */
export function eachElement(bytes: Buffer, at: number, element: (from: number) => number): number {
  let i = skipBlanks(bytes, at + 1);
  while (bytes[i] !== 0x5d) {
    if (i >= bytes.length) throw new SyntaxError('the JSON text ends within an array');
    i = skipBlanks(bytes, element(i));
    if (bytes[i] === 0x2c) i = skipBlanks(bytes, i + 1);
  }
  return i + 1;
}
