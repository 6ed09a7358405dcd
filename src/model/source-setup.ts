import type { TableOptions } from './plan.ts';
import type { Secret } from './secret.ts';
import type { TableRef, TableSchema } from './table.ts';

/** What `highwater init` and `highwater auth` need to know of a source: its questions, in the words of its own screens. */
export interface SourceSetup {
  readonly label: string;
  readonly hint: string;
  /** The name that is offered for a source of this type: `crm`. */
  readonly usualName: string;
  /** Options of `highwater init` that answer this source's questions beforehand. */
  readonly options: readonly SetupOption[];
  /** Options in an example of `highwater init`, after `--type`. */
  readonly example: string;
  /** The ways of signing in, the recommended one first. */
  readonly flows: readonly [SignInFlow, ...SignInFlow[]];
  /** Asks for what the entry needs besides its flow, credentials and tables. */
  ask(flow: SignInFlow, interview: Interview): Promise<SetupAnswers>;
  readonly tables: TableSetup;
  /** How `init` and `auth` get a refresh token from a person; absent where no flow needs one. */
  readonly signIn?: BrowserSignIn;
}

/** `{ name: 'ssl-mode', value: 'mode', description: … }` is `--ssl-mode <mode>`. Sources may share one. */
export interface SetupOption {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

export interface SignInFlow {
  /** As the file writes it under `auth`. */
  readonly flow: string;
  readonly title: string;
  readonly hint: string;
  readonly credentials: readonly Credential[];
  /** False where it works within a GitHub Actions job only. */
  readonly here: boolean;
  /** The job needs `permissions: id-token: write`. */
  readonly needsIdToken?: boolean;
}

/** A value that the file names as `${variable}`. */
export interface Credential {
  /** The key under `auth`, or under another group of the entry. */
  readonly key: string;
  /** For the first source of its type; a second one has its name before it. */
  readonly variable: string;
  /** As the screen calls it on which it is found. */
  readonly label: string;
  readonly secret: boolean;
  /** It has several lines (a PEM, a JSON key): read from a file of this ending instead of typed. */
  readonly file?: 'pem' | 'json';
  /** Left out of the file when there is no value for it. */
  readonly optional?: boolean;
}

export function plainValue(key: string, variable: string, label: string): Credential {
  return { key, variable, label, secret: false };
}

export function secretValue(key: string, variable: string, label: string): Credential {
  return { key, variable, label, secret: true };
}

export function secretFile(key: string, variable: string, label: string, file: 'pem' | 'json'): Credential {
  return { key, variable, label, secret: true, file };
}

export function optionalValue(credential: Credential): Credential {
  return { ...credential, optional: true };
}

/** Why an answer will not do; null where it will. */
export type Objection = (answer: string) => string | null;

export interface SetupChoice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/**
 * Puts a source's questions: an option of the command line answers first, then the person at the terminal. Throws INPUT_INVALID where neither
 * can, and for an option that will not do.
 */
export interface Interview {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What an option says, unchecked. */
  given(option: string): string | undefined;
  text(question: {
    readonly option: string;
    readonly message: string;
    readonly example: string;
    readonly objection: Objection;
    /** Taken without a question where nobody is asked (no terminal, or `--yes`). */
    readonly usual?: string;
  }): Promise<string>;
  choose(question: {
    readonly option: string;
    /** What the option may say. */
    readonly values: readonly string[];
    readonly message: string;
    readonly choices: readonly SetupChoice[];
    readonly usual: string;
  }): Promise<string>;
}

export interface SetupAnswers {
  /** Where the source is: `url`, or `host`, `port` and `database`, in the order of the file. */
  readonly connection: Readonly<Record<string, string | number>>;
  /** Under `auth`, besides the credentials: `instance`, `authority`. */
  readonly auth: Readonly<Record<string, string>>;
  /** Further groups of the entry, such as `ssl`. */
  readonly groups: readonly SetupGroup[];
}

export interface SetupGroup {
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly credentials: readonly Credential[];
}

/** How tables are offered and what is suggested for each. */
export interface TableSetup {
  /** Tables that most people want, where they exist; in this order. */
  readonly usual: readonly string[];
  /** Names as a person would type them: `deals, accounts`. */
  readonly example: string;
  /** Entries that stand for many tables, out of those that there are. */
  patterns(tables: readonly TableRef[]): readonly SetupChoice[];
  /** False: a glob becomes the tables that it finds now, because each needs options of its own. */
  readonly keepsGlobs: boolean;
  /** Whether `suggest` goes by the number of rows, which costs calls elsewhere. */
  readonly countsRows: boolean;
  suggest(table: InspectedTable): Promise<TableDraft>;
}

/** What was found out about one table. */
export interface InspectedTable {
  readonly ref: TableRef;
  readonly schema: TableSchema;
  /** Approximate; null where the source can't say cheaply, or nobody asked. */
  readonly rows: number | null;
  /** Describes the table once more, under these options. */
  describe(options: Partial<TableOptions>): Promise<TableSchema>;
}

/** One entry under `tables`. */
export interface TableDraft {
  readonly pattern: string;
  readonly options: Readonly<Record<string, string>>;
  readonly comment: string;
  /** It can't be synced as things are: written as a comment. */
  readonly off?: boolean;
}

/** A person signs in; the refresh token signs in from then on. */
export interface BrowserSignIn {
  /** For `highwater auth --help`. */
  readonly description: string;
  /** What the app needs, for `highwater auth <type> --help`. */
  readonly help: string;
  /** Options of `highwater auth` besides the common ones; their answers are in `auth` by their names with `_`. */
  readonly options: readonly SetupOption[];
  readonly address: AddressQuestion;
  /** Of the loopback address that the browser comes back to; 0: any free one. */
  readonly port: number;
  signIn(how: 'browser' | 'device', app: SignInApp, context: SignInContext): Promise<SignedIn>;
}

export interface AddressQuestion {
  readonly message: string;
  readonly example: string;
  /** The service's address out of what people paste; null for what is none. */
  parse(pasted: string): string | null;
}

export interface SignInApp {
  readonly url: string;
  /** Texts under `auth`, credentials included, by their keys; empty or absent: there is none. */
  readonly auth: Readonly<Record<string, string | undefined>>;
}

/** What a sign-in needs from the shell. */
export interface SignInContext {
  readonly signal: AbortSignal;
  /** Keeps a secret out of every output from now on. */
  mask(secret: string): void;
  say(words: string): void;
  /** Opens a browser, where there is one. */
  open(url: string): void;
  /** Of the loopback address; 0: any free one. */
  readonly port: number;
  readonly timeoutMs: number;
  /** What a "slow down" adds to the interval of asking. https://www.rfc-editor.org/rfc/rfc8628#section-3.5 */
  readonly slowDownMs: number;
}

/** What a sign-in leaves. */
export interface SignedIn {
  readonly refreshToken: Secret;
  /** Where, and as whom if known; for people. */
  readonly at: string;
}
