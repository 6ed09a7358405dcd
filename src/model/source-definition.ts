import type { Static, TSchema } from 'typebox';
import type { FilterProblem, Source, SourceContext } from './contract.ts';
import type { DeletesBy } from './plan.ts';
import type { Secret } from './secret.ts';
import type { SourceSetup } from './source-setup.ts';

/**
 * Everything that is particular to one kind of system: a folder below `src/sources` and a line in its registry. The configuration, `init` and
 * the engine know a source by its definition only, so every part is required.
 * `Schema` is its part of the YAML file, `Options` is what `create` takes.
 */
export interface SourceDefinition<Schema extends TSchema = TSchema, Options = unknown> {
  /** What the file writes as `type:`; also the name of the source's folder. */
  readonly type: string;
  /** One source in the file: a `group` with the tag `type`, `commonSourceOptions` and `tables`; see config/declare/fields.ts. */
  readonly schema: Schema;
  readonly naming: TableNaming;
  /** How deletes are found between full syncs where the configuration does not say. */
  readonly deletesBy: DeletesBy;
  /** What `create` takes, out of a checked entry: defaults are filled in and secrets wrapped. */
  connection(entry: Static<Schema>): ConnectionOptions<Options>;
  /** Of the service, for people and for the state: what the source calls `address`. */
  address(options: Options): string;
  /** Checks a `where` without a connection: one condition in the source's language and nothing more. Null: it is fine. */
  checkFilter(condition: string): Promise<FilterProblem | null>;
  /** Settings of a checked entry that have no effect, or hardly the one that was meant. */
  warnings(entry: Static<Schema>): readonly EntryWarning[];
  /** Its questions in `init` and its sign-in in `auth`. */
  readonly setup: SourceSetup;
  /** Loads the source's client library, which is large: called for sources of the configuration only. */
  create(options: Options, context: SourceContext): Promise<Source>;
}

/** How the source names tables. */
export interface TableNaming {
  /** The name as the source writes it: PostgreSQL's `public.deals` is `deals`. Takes globs too. */
  canonical(written: string): string;
  /** The table's name in DuckDB unless `as` gives another: `audit.events` is `audit_events`. */
  target(name: string): string;
  /** True where `account` and `Account` are one table. */
  readonly ignoresCase: boolean;
  /** Fields beside `tables` that list tables without options, and the category (`TableRef.category`) of the tables that each may choose. */
  readonly lists: readonly { readonly field: string; readonly category: string }[];
  /** Names in DuckDB that options of a table take for a computed one, with words for people: "the table that `documents: true` fills". */
  computed(options: Readonly<Record<string, unknown>>): readonly { readonly target: string; readonly words: string }[];
}

/** What `create` takes, or what is wrong with the entry beyond its schema. No message may hold a secret. */
export type ConnectionOptions<Options> =
  | {
      readonly options: Options;
      /** Secrets found within others, such as the password of a connection string: masked like the rest. */
      readonly secrets?: readonly Secret[];
    }
  | { readonly problem: { readonly path: EntryPath; readonly message: string; readonly hint: string } };

/** Within a source's entry: `['ssl', 'ca']`. */
export type EntryPath = readonly (string | number)[];

export interface EntryWarning {
  readonly path: EntryPath;
  readonly message: string;
}
