import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Session } from '../connect/session.ts';
import { memberKinds } from '../plan/extent.ts';
import { KINDS, type RelationRow } from './catalog.ts';
import { id, qualified } from './names.ts';

/**
 * Refuses `cursor: xmin` where it would show nothing: views compute their rows, and the rows of another server come with an xmin of
 * zero, be it a foreign table or a partition of this one. And where the user may not read it, which SELECT on some columns does not
 * include.
 */
export async function checkXmin(
  session: Session,
  table: string,
  relation: RelationRow,
  options: TableOptions,
  user: string,
): Promise<void> {
  if (relation.kind === 'v' || relation.kind === 'f') throw noTransactionIds(`${table}: a ${KINDS[relation.kind]} has`, options);
  const [kinds, [row]] = await session.together(async () =>
    Promise.all([
      memberKinds(session, relation.oid),
      session.query<{ readable: boolean }>("SELECT has_column_privilege($1::oid, 'xmin', 'SELECT') AS readable", [relation.oid]),
    ]),
  );
  if (kinds.includes('f')) throw noTransactionIds(`${table}: some of its partitions are foreign tables, which have`, options);
  if (row?.readable === true) return;
  throw new HighwaterError(
    'TABLE_NOT_READABLE',
    `${table}: \`cursor: xmin\` needs the system column xmin, and ${user} may read only some columns, which do not include it.`,
    `Its owner can allow it:\nGRANT SELECT (xmin) ON ${qualified(relation)} TO ${id(user)};`,
    { path: [...options.path, 'cursor'] },
  );
}

function noTransactionIds(what: string, options: TableOptions): HighwaterError {
  return new HighwaterError(
    'CURSOR_NOT_POSSIBLE',
    `${what} no xmin to tell changed rows by.`,
    'Choose a column that every change sets to the current time (timestamptz is best), or leave `cursor` out: then the whole is read in each run.',
    { path: [...options.path, 'cursor'] },
  );
}
