const QUOTE = '"';

/** Rows of a CSV text under the delimiter and line ending that its job declared; throws where it has others. */
export function parseCsv(text: string, delimiter: string, lineEnding: 'LF' | 'CRLF'): string[][] {
  const rows: string[][] = [];
  const end = lineEnding === 'LF' ? '\n' : '\r\n';
  let row: string[] = [];
  for (let at = 0; at < text.length; ) {
    const [cell, next] = text[at] === QUOTE ? quoted(text, at, delimiter, end) : plain(text, at, delimiter, end);
    row.push(cell);
    at = next;
    if (text.startsWith(delimiter, at)) {
      at += delimiter.length;
      if (at < text.length) continue;
      row.push('');
    } else at += end.length;
    rows.push(row);
    row = [];
  }
  return rows;
}

function quoted(text: string, from: number, delimiter: string, end: string): [string, number] {
  for (let close = text.indexOf(QUOTE, from + 1); close !== -1; close = text.indexOf(QUOTE, close + 2)) {
    if (text[close + 1] === QUOTE) continue;
    const next = close + 1;
    if (next < text.length && !text.startsWith(delimiter, next) && !text.startsWith(end, next)) throw wrongEnding(text, next);
    return [text.slice(from + 1, close).replaceAll('""', '"'), next];
  }
  throw new Error('InvalidBatch : The CSV ends within a quoted value');
}

function plain(text: string, from: number, delimiter: string, end: string): [string, number] {
  let to = from;
  while (to < text.length && !text.startsWith(delimiter, to) && !text.startsWith(end, to)) {
    if (text[to] === '\n' || text[to] === '\r') throw wrongEnding(text, to);
    to++;
  }
  return [text.slice(from, to), to];
}

function wrongEnding(text: string, at: number): Error {
  return /[\r\n]/.test(text[at] ?? '')
    ? new Error('ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is other than the data')
    : new Error('InvalidBatch : Malformed CSV: text follows a closing quote');
}

export const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
