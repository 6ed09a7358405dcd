import { HighwaterError } from '../../../model/errors.ts';
import type { Receipt } from '../../../model/plan.ts';
import { STAGING_FILE_BYTES, type Staging, type StagingContent, type StagingFormat } from '../../../model/staging.ts';
import { StagingFileWriter } from '../../shared/staging-file-writer.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { CopyOut } from './copy-out.ts';

/**
 * Runs one COPY and writes its bytes to staging files, cut at row ends. Rows are counted by the protocol's messages, one a
 * row, and must agree with COPY's tag. On an error the file being written is discarded; `cut` is called where the COPY still
 * runs, which nothing but its connection's end would stop.
 */
export async function copyToStaging(
  session: DatabaseSession,
  sql: string,
  { content, format }: { readonly content: StagingContent; readonly format: StagingFormat },
  staging: Staging,
  cut: () => void,
): Promise<Receipt> {
  const copy = new CopyOut(sql);
  session.copy(copy);
  let rows = 0;
  let bytes = 0;
  let file: StagingFileWriter | null = null;
  try {
    for (let piece = await copy.next(STAGING_FILE_BYTES); piece !== null; ) {
      file ??= await StagingFileWriter.create(staging, content, format);
      await file.append(piece.bytes, piece.rows, piece.release);
      rows += piece.rows;
      bytes += piece.bytes.length;
      if (piece.endsRow && file.bytes >= STAGING_FILE_BYTES) {
        await file.finish(copy.longestRow);
        file = null;
      }
      piece = await copy.next(STAGING_FILE_BYTES - (file?.bytes ?? 0));
    }
    await file?.finish(copy.longestRow);
    file = null;
  } catch (error) {
    if (!copy.over) cut();
    await file?.discard();
    throw error;
  }
  if (copy.tag !== rows) throw countMismatch(rows, copy.tag);
  return { rows, bytes, requests: 1 };
}

function countMismatch(rows: number, tag: number | null): HighwaterError {
  return new HighwaterError(
    'COUNT_MISMATCH',
    `PostgreSQL reports that it sent ${tag} rows, but ${rows} arrived.`,
    'The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line.',
  );
}
