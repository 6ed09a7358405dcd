import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/sources/shared/json-bytes.ts
var QUOTE = 34;
var BACKSLASH = 92;
var OPEN = [123, 91];
var CLOSE = [125, 93];
function skipBlanks(bytes, at) {
  let i = at;
  while (bytes[i] === 32 || bytes[i] === 10 || bytes[i] === 13 || bytes[i] === 9) i++;
  return i;
}
function skipString(bytes, at) {
  for (let i = at + 1; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return i + 1;
    if (byte === BACKSLASH) i++;
  }
  throw new SyntaxError("the JSON text ends within a string");
}
function skipValue(bytes, at) {
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
  throw new SyntaxError("the JSON text ends within a value");
}
function skipScalar(bytes, at) {
  let i = at;
  for (; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 44 || CLOSE.includes(byte) || byte <= 32) return i;
  }
  return i;
}
function eachMember(bytes, at, member) {
  let i = skipBlanks(bytes, at + 1);
  while (bytes[i] !== 125) {
    if (bytes[i] !== QUOTE) throw new SyntaxError("no JSON object");
    const nameEnd = skipString(bytes, i);
    const name = bytes.toString("latin1", i + 1, nameEnd - 1);
    i = skipBlanks(bytes, member(name, skipBlanks(bytes, skipBlanks(bytes, nameEnd) + 1)));
    if (bytes[i] === 44) i = skipBlanks(bytes, i + 1);
  }
  return i + 1;
}
function eachElement(bytes, at, element) {
  let i = skipBlanks(bytes, at + 1);
  while (bytes[i] !== 93) {
    if (i >= bytes.length) throw new SyntaxError("the JSON text ends within an array");
    i = skipBlanks(bytes, element(i));
    if (bytes[i] === 44) i = skipBlanks(bytes, i + 1);
  }
  return i + 1;
}

export {
  skipValue,
  eachMember,
  eachElement
};
