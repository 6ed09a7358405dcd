import { Clock } from './clock.ts';
import { Faults } from './faults.ts';
import { Journal } from './journal.ts';
import { LimitCounter } from './limits.ts';
import { type Row, ServiceError, type TableDef } from './model.ts';
import { Table } from './table.ts';
import { WriteRules } from './write/rules.ts';

export interface Limited {
  readonly depth: 'Basic' | 'Local' | 'Deep' | 'Global';
  /** The role is a team's: then RetrieveUserPrivileges says `Basic`, whatever it grants. */
  readonly byTeam?: boolean;
  sees(row: Row): boolean;
}

/** The application user as whom a token's application reads. */
export interface OrgUser {
  /** Of the app registration. */
  readonly clientId: string;
  readonly systemUserId: string;
  readonly roles: readonly string[];
  /** Logical names of tables that this user's roles don't let it read. */
  readonly denied: readonly string[];
  /** Tables of which it sees some rows only, since a role grants less than *Organization*. */
  readonly limited?: Readonly<Record<string, Limited>>;
  /** Absent: no role of this user lets it write anything. */
  readonly mayWrite?: boolean;
  /** Privileges to write that it lacks all the same: `prvWriteaccount`. */
  readonly deniedWrites?: readonly string[];
}

export const DEMO_USER: OrgUser = {
  clientId: '7e57da7a-aaaa-4000-8000-000000000001',
  systemUserId: '7e57da7a-aaaa-4000-8000-0000000000aa',
  roles: ['Highwater reader'],
  denied: [],
};

/** The application user that may write: another application, another role. */
export const WRITING_USER: OrgUser = {
  clientId: '7e57da7a-aaaa-4000-8000-000000000002',
  systemUserId: '7e57da7a-aaaa-4000-8000-0000000000bb',
  roles: ['Highwater writer'],
  denied: [],
  mayWrite: true,
};

/** One organisation: its tables, users, clock and limits. Tests change it while clients read. */
export class Org {
  readonly clock = new Clock();
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly limits = new LimitCounter();
  readonly rules = new WriteRules();
  /** Another one where the environment behind the address was restored or copied over. */
  organizationId = '7e57da7a-bbbb-4000-8000-000000000001';
  readonly #tables = new Map<string, Table>();
  users: readonly OrgUser[] = [DEMO_USER, WRITING_USER];
  /** What RetrieveTotalRecordCount says where it is not up to date. */
  readonly counted = new Map<string, number>();
  #version = 1000;

  get version(): number {
    return this.#version;
  }

  add(def: TableDef): Table {
    const table = new Table(def, this.clock, () => ++this.#version);
    this.#tables.set(def.name, table);
    return table;
  }

  table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table ${name} in this organisation`);
    return table;
  }

  drop(name: string): void {
    this.#tables.delete(name);
  }

  get tables(): readonly Table[] {
    return [...this.#tables.values()];
  }

  bySet(set: string): Table {
    const table = this.tables.find((t) => t.def.set === set);
    if (table === undefined) throw new ServiceError(404, '0x8006088a', `Resource not found for the segment '${set}'.`);
    return table;
  }

  /** Throws what the service says to a user who may not read the table. */
  authorize(user: OrgUser, table: Table): void {
    const { name, label } = table.def;
    if (user.roles.length === 0)
      throw new ServiceError(
        403,
        '0x80042f09',
        `The user with SystemUserId=${user.systemUserId} has no roles. At least one security role must be assigned to the user.`,
      );
    if (user.denied.includes(name))
      throw new ServiceError(
        403,
        '0x80040220',
        `Principal user (Id=${user.systemUserId}, type=8, roleCount=${user.roles.length}, privilegeCount=12, accessMode=4), is missing prvRead${name} privilege (Id=7e57da7a-cccc-4000-8000-000000000001) on OTC=1 for entity '${name}' (LocalizedName='${String(label)}'). context.Caller=${user.systemUserId}`,
      );
  }
}
