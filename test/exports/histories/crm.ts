import type { Destination, DestinationDefinition } from '../../../src/model/destination.ts';
import type { Random } from '../../support/random.ts';
import type { Systems } from '../world.ts';

/** A record as a history sees it, whatever the system calls its fields. */
export interface CrmRecord {
  readonly id: string;
  readonly key: string | null;
  readonly score: number | null;
  readonly segment: string | null;
  readonly label: string | null;
  /** A field that no export writes. */
  readonly other: number | null;
}

export interface CrmNames extends Readonly<Record<keyof CrmRecord, string>> {
  readonly object: string;
}

/** A system that histories export to: in memory, or one of the strict local servers through the real clients. */
export interface Crm {
  readonly names: CrmNames;
  readonly definitions: readonly DestinationDefinition[];
  /** Its entries in the configuration; absent: those of a Salesforce that nobody calls. */
  readonly systems?: Systems;
  readonly env?: Readonly<Record<string, string>>;
  /** A destination, signed in to. After `signal` it reaches the system no more. */
  open(signal: AbortSignal): Promise<Destination>;
  records(): readonly CrmRecord[];
  /** What people do. */
  create(key: string): void;
  edit(id: string, change: { readonly score?: number; readonly other?: number }): void;
  remove(id: string): void;
  /** Called with the key of each record that an export saves; `byJob`: by one whose results can be asked for later. */
  onSaved: (key: string, byJob: boolean) => void;
  /** Called when a call that writes was carried out, before it is answered. */
  onWrite: () => void;
  /** Rows of jobs that have their file and are not done with it: an earlier run has sent them. */
  rowsAtWork(): number;
  /** Calls that write, so far. */
  writes(): number;
  /** Refuses greater scores; null: none. */
  refuseAbove(score: number | null): void;
  /** A flow that rounds scores down when a record is saved. */
  flow(isOn: boolean): void;
  /** Something is going to go wrong. */
  mishap(random: Random): void;
  /** Nothing is going to go wrong any more. */
  calm(): void;
  /** The reading app's token is refused for each way to write; throws where it is not. */
  refusesReader(): Promise<void>;
  close(): Promise<void>;
}
