import type { AddFile, DeltaSnapshot } from './delta-log.ts';
import { groupsToWrite, LARGEST_FILE_BYTES, newerRows, sizesOf } from './file-sizes.ts';
import { cutRange, type KeyRange, type RangeContent, type RangedTable, sameEdge, sumOf, WHOLE } from './key-ranges.ts';
import type { Uploads } from './uploads.ts';

/** A file of the table's, with what our tags say of it. */
export interface LakeFile {
  readonly add: AddFile;
  readonly range: KeyRange;
  readonly content: RangeContent;
}

/** The files that stay as they are, and those that take the place of the others. */
export interface WrittenRanges {
  readonly kept: readonly AddFile[];
  readonly adds: readonly AddFile[];
}

/** Files by range, oldest keys first; null where they are not all of this key and part, or leave gaps: then all of it is written. */
export function lakeFiles(adds: Iterable<AddFile>, { key }: RangedTable, part: string | null): LakeFile[] | null {
  const keyed = JSON.stringify(key);
  const files: LakeFile[] = [];
  for (const add of adds) {
    if (add.tags?.['highwater.key'] !== keyed || (add.tags['highwater.part'] ?? null) !== part) return null;
    const range = JSON.parse(add.tags['highwater.range'] ?? 'null') as KeyRange;
    files.push({ add, range, content: { rows: Number(add.tags['highwater.rows']), hash: add.tags['highwater.hash'] ?? '' } });
  }
  return inOrder(files);
}

/** Those of a version that hold a part; null: none does. */
export function filesOfPart({ files }: Pick<DeltaSnapshot, 'files'>, part: string): AddFile[] {
  return [...files.values()].filter((add) => add.tags?.['highwater.part'] === part);
}

/** Each range begins where another ends: sorted by that, whatever the type of the key. */
function inOrder(files: readonly LakeFile[]): LakeFile[] | null {
  const byStart = new Map(files.map((file) => [JSON.stringify(file.range.from), file]));
  const ordered: LakeFile[] = [];
  for (let edge: readonly string[] | null = null; ordered.length < files.length; ) {
    const next = byStart.get(JSON.stringify(edge));
    if (next === undefined || ordered.includes(next)) return null;
    ordered.push(next);
    edge = next.range.to;
  }
  return ordered.length === 0 || sameEdge(ordered.at(-1)?.range.to ?? null, null) ? ordered : null;
}

/** Writes the ranges that hold other rows than their files. `files`: what is there, without gaps; none: all is written. */
export async function writeChangedRanges(
  files: readonly LakeFile[],
  ranged: RangedTable,
  uploads: Uploads,
  largestBytes = LARGEST_FILE_BYTES,
): Promise<WrittenRanges> {
  const ranges = files.length === 0 ? [WHOLE] : files.map((f) => f.range);
  const now = files.length === 0 ? [{ rows: await uploads.countAll(), hash: '' }] : await uploads.contentOf(ranges);
  const sized = now.map((content, i) => ({ rows: content.rows, changed: !sameContent(content, files[i]?.content) }));
  if (files.length === 0 && sized[0]?.rows === 0) return { kept: [], adds: [] };
  if (!sized.some((range) => range.changed)) return { kept: files.map((f) => f.add), adds: [] };
  const most = Math.max(1, Math.floor(largestBytes / (await bytesARow(files, uploads))));
  const newer = newerRows(sized);
  const pieces: KeyRange[] = [];
  const replaced = new Set<LakeFile>();
  for (const [first, last] of groupsToWrite(sized, most)) {
    const rows = sized.slice(first, last + 1).reduce((sum, r) => sum + r.rows, 0);
    const range = { from: ranges[first]?.from ?? null, to: ranges[last]?.to ?? null };
    for (const file of files.slice(first, last + 1)) replaced.add(file);
    // Of a first publish only the number of rows is known.
    if (files.length > 0) uploads.know(range, sumOf(now.slice(first, last + 1)));
    pieces.push(...(await cutRange(uploads.connection, ranged, range, sizesOf(rows, most, newer[last] ?? 0))));
  }
  const adds = await uploads.addAll(pieces);
  return { kept: files.filter((f) => !replaced.has(f)).map((f) => f.add), adds };
}

function sameContent(a: RangeContent, b: RangeContent | undefined): boolean {
  return b !== undefined && a.rows === b.rows && a.hash === b.hash;
}

/** How long rows are in Parquet: as in the files that are there, else as a sample is. */
async function bytesARow(files: readonly LakeFile[], uploads: Uploads): Promise<number> {
  const rows = files.reduce((sum, f) => sum + f.content.rows, 0);
  if (rows > 0) return Math.max(1, files.reduce((sum, f) => sum + f.add.size, 0) / rows);
  return uploads.sample();
}
