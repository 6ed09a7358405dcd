import type { TablePlan } from '../../../model/plan.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { nextTransaction } from '../describe/access.ts';
import type { RelationRow } from '../describe/catalog.ts';
import { type ClusterIdentity, identityReason, newMembersReason, parseIdentity, tableIdentity } from '../describe/identity.ts';
import { marksOf, xminReason } from './window.ts';

/**
 * Why an incremental plan can't continue at its watermark, which says nothing about another server, an earlier state of this one, or
 * another table of the same name; null where it can.
 */
export async function whyNotContinue(
  session: DatabaseSession,
  { since }: TablePlan,
  relation: RelationRow,
  server: { readonly cluster: ClusterIdentity | null; readonly standby: boolean },
): Promise<string | null> {
  const before = parseIdentity(since?.token);
  const [now, next] = await session.together(async () =>
    Promise.all([tableIdentity(session, relation, server.cluster), nextTransaction(session)]),
  );
  const reason = before === null ? null : (identityReason(before, now) ?? newMembersReason(before, now, relation));
  if (reason !== null || since === null) return reason;
  if (since.kind === 'xmin') return xminReason(since.value, next);
  const xmin = marksOf(since)?.xmin;
  // Of standbys behind one name, some may be behind the others at any time.
  return xmin === undefined || (server.standby && BigInt(next) < BigInt(xmin)) ? null : xminReason(xmin, next);
}
