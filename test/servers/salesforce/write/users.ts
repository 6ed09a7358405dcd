import { Failure } from '../failure.ts';
import { makeId } from '../ids.ts';
import { type Field, type FieldRights, isWritable, type SObject } from '../schema.ts';

/** Somebody who signs in by an app of their own: the reading user can't write anything, whatever it sends. */
export interface OrgUser {
  readonly id: string;
  readonly username: string;
  readonly mayWrite: boolean;
  /** `Object` or `Object.Field` that this user may read but not write; a test adds to it. */
  readonly denied: Set<string>;
}

export const WRITER_ID = makeId('005', 2);

export function writingUser(username: string): OrgUser {
  return { id: WRITER_ID, username, mayWrite: true, denied: new Set() };
}

export function rightsOf(user: OrgUser, object: SObject, field: Field): FieldRights {
  const may = mayWrite(user, object) && !user.denied.has(`${object.name}.${field.name}`);
  return { createable: may && isWritable(field, 'createable'), updateable: may && isWritable(field, 'updateable') };
}

export function mayWrite(user: OrgUser, object: SObject): boolean {
  return user.mayWrite && object.queryable !== false && !user.denied.has(object.name);
}

/** Before anything of a request that writes is looked at. */
export function refuseReader(user: OrgUser): void {
  if (!user.mayWrite)
    throw new Failure(403, 'INSUFFICIENT_ACCESS', `the user ${user.username} may only read: its permissions allow no write`);
}
