import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { HighwaterError } from '../../model/errors.ts';

// What DuckDB's readers say, and what of it may be repeated: its own messages quote the row.
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/Expected Number of Columns: (\d+) Found: (\d+)/, 'a row has $2 columns instead of $1'],
  [/unterminated quote/i, 'a quote is never closed'],
  [/not utf-8|invalid unicode|Invalid UTF/i, 'the text is not UTF-8'],
  [/Maximum line size|not support a full read/i, 'a row is longer than the source said'],
  [/maximum_object_size/i, 'a page is longer than the source said'],
  [/Malformed JSON|unexpected end of data/i, 'the JSON is malformed or cut short'],
  [/GZIP|gzip|Failed to decode/, 'the compressed data is damaged'],
  [
    /JSON transform error|Conversion Error|Could not convert|Failed to cast/i,
    'a value is not of the type that the source declared',
  ],
  [/CSV Error|Invalid Input Error/, 'it is not in the declared format'],
];

/**
 * An error of a load in words that hold nothing of the row, where DuckDB could not read the staged bytes; null where the error
 * is of another kind (memory, disk, SQL) and may be told as it is.
 */
export function unreadable(title: string, error: unknown): HighwaterError | null {
  if (!(error instanceof HighwaterError) || error.family !== 'database') return null;
  const found = WORDS.find(([pattern]) => pattern.test(error.message));
  if (found === undefined) return null;
  const match = found[0].exec(error.message);
  const words = found[1].replaceAll(/\$(\d)/g, (_, n: string) => match?.[Number(n)] ?? '?');
  const line = /CSV Error on Line: (\d+)/.exec(error.message)?.[1];
  return dataUnreadable(title, line === undefined ? words : `${words} (line ${line} of one piece)`);
}

export function dataUnreadable(title: string, what: string): HighwaterError {
  return new HighwaterError(
    'DATA_UNREADABLE',
    `${title}: what the source sent can't be read: ${what}.`,
    'The table keeps its previous rows and watermark. Run again: the connection may have been cut. If it happens again, report it with this line.',
  );
}

/** The names in the first line of a CSV file; empty for an empty file. */
export async function headerOf(path: string, compression: 'none' | 'gzip'): Promise<string[]> {
  const file = createReadStream(path, { highWaterMark: 64 * 1024 });
  const stream = compression === 'gzip' ? file.pipe(createGunzip()) : file;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if (chunk.includes('\n')) break;
    }
  } finally {
    file.destroy();
    stream.destroy();
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').replace('\uFEFF', '').split(/\r?\n/);
  return line === '' ? [] : line.split(',').map((name) => name.replace(/^"(.*)"$/, '$1'));
}
