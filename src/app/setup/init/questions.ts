import { oneOf } from '../../../config/declare/fields.ts';
import { SOURCE_NAME } from '../../../config/declare/schema.ts';
import type { Environment } from '../../../config/load/interpolate.ts';
import { RESERVED_SCHEMAS } from '../../../config/load/rules.ts';
import { SSL_MODES } from '../../../sources/postgres/options.ts';
import type { Asker } from '../ask.ts';
import { wrong } from '../wrong.ts';
import { isLoopbackHost, nationalAuthority, serviceAddress } from './addresses.ts';
import type { SourceDraft } from './draft.ts';
import type { InitFlags } from './flags.ts';
import { FLOWS, type Flow, type SourceType, SSL_CA, TYPES } from './flows.ts';

const USUAL_NAMES: Readonly<Record<SourceType, string>> = { salesforce: 'crm', dynamics: 'erp', postgres: 'db' };

export async function askType(flags: InitFlags, asker: Asker): Promise<SourceType> {
  const types = TYPES.map((t) => t.value);
  if (flags.type !== undefined) return oneOfThese('--type', flags.type, types);
  return asker.choose({ message: 'What is to be synced?', instead: `--type (${oneOf(types)})`, choices: TYPES });
}

export async function askName(flags: InitFlags, asker: Asker, type: SourceType, taken: readonly string[]): Promise<string> {
  const objection = (name: string): string | null => {
    if (!new RegExp(SOURCE_NAME).test(name)) return 'A name of letters, digits, _ and -, that starts with a letter.';
    if (RESERVED_SCHEMAS.has(name.toLowerCase())) return 'DuckDB uses this name itself; choose another.';
    const isTaken = taken.some((other) => other.toLowerCase() === name.toLowerCase());
    return isTaken ? `There is a source ${name} already.` : null;
  };
  const usual = USUAL_NAMES[type];
  const free = taken.includes(usual) ? `${usual}${taken.length + 1}` : usual;
  if (flags.source !== undefined) return checked('--source', flags.source, objection);
  if (!asker.canAsk || flags.yes) return free;
  const message = 'A short name for it (it becomes the schema in DuckDB)';
  return asker.text({ message, instead: '--source crm', initial: free, objection });
}

/** `url`, or `host`, `port` and `database`. */
export async function askConnection(
  flags: InitFlags,
  asker: Asker,
  type: SourceType,
  flow: Flow,
): Promise<SourceDraft['connection']> {
  if (type !== 'postgres') return { url: await askUrl(flags, asker, type) };
  const needed = (answer: string): string | null => (answer === '' ? 'This is needed.' : null);
  const database = async (): Promise<string> =>
    flags.database ?? asker.text({ message: 'Database', instead: '--database sales', objection: needed });
  if (flow.flow === 'cloudsql_service_account') return { database: await database() };
  const noHost = (answer: string): string | null =>
    /^[^\s/@:]+$|^[0-9A-Fa-f:.]+$|^\//.test(answer) ? null : 'A host name or address, without a port or a user.';
  const host = checked(
    '--host',
    flags.host ??
      (await asker.text({ message: 'Host', instead: '--host db.example.com', example: 'db.example.com', objection: noHost })),
    noHost,
  );
  const noPort = (answer: string): string | null =>
    /^\d{1,5}$/.test(answer) && Number(answer) > 0 && Number(answer) < 65536 ? null : 'A number from 1 to 65535.';
  const asked = async (): Promise<string> =>
    asker.canAsk && !flags.yes
      ? asker.text({ message: 'Port', instead: '--port 5432', initial: '5432', objection: noPort })
      : '5432';
  const port = Number(checked('--port', flags.port ?? (await asked()), noPort));
  return { host, ...(port === 5432 ? {} : { port }), database: await database() };
}

async function askUrl(flags: InitFlags, asker: Asker, type: 'salesforce' | 'dynamics'): Promise<string> {
  const [message, example] =
    type === 'salesforce'
      ? ['The org\'s address ("Current My Domain URL" of Setup > My Domain)', 'https://mycompany.my.salesforce.com']
      : [
          "The environment's address (its Environment URL in the Power Platform admin center)",
          'https://org123.crm12.dynamics.com',
        ];
  const objection = (answer: string): string | null =>
    serviceAddress(type, answer) === null ? `An address such as ${example}.` : null;
  const given = flags.url ?? (await asker.text({ message, instead: `--url ${example}`, example, objection }));
  return serviceAddress(type, checked('--url', given, objection)) ?? given;
}

export async function askFlow(flags: InitFlags, asker: Asker, type: SourceType): Promise<Flow> {
  const flows: readonly Flow[] = FLOWS[type];
  const names = flows.map((f) => f.flow);
  const asked = async (): Promise<string | undefined> =>
    asker.canAsk && !flags.yes
      ? asker.choose({
          message: 'How does Highwater sign in?',
          instead: `--flow (${oneOf(names)})`,
          choices: flows.map((f) => ({ value: f.flow, label: f.title, hint: f.hint })),
        })
      : names[0];
  const chosen = oneOfThese('--flow', flags.flow ?? (await asked()) ?? '', names);
  const flow = flows.find((f) => f.flow === chosen);
  if (flow === undefined) throw new Error(`no flow ${chosen}`);
  return flow;
}

/** What stands under `auth` besides the credentials. */
export async function askAuth(flags: InitFlags, asker: Asker, flow: Flow, url: string | null): Promise<SourceDraft['auth']> {
  if (flow.flow === 'cloudsql_service_account') {
    const shape = (answer: string): string | null =>
      /^[^\s:]+(:[^\s:]+){2,3}$/.test(answer) ? null : 'Written as project:region:name.';
    const message = "The instance's connection name (Cloud SQL > the instance > Overview)";
    const instead = '--instance project:region:name';
    return {
      instance: checked('--instance', flags.instance ?? (await asker.text({ message, instead, objection: shape })), shape),
    };
  }
  const authority = flags.authority ?? (url === null ? null : nationalAuthority(url));
  return authority === null ? {} : { authority };
}

/** How a PostgreSQL connection is encrypted; null where that is not the file's matter. */
export async function askSsl(flags: InitFlags, asker: Asker, env: Environment, host: string | null): Promise<SourceDraft['ssl']> {
  if (host === null) return null;
  const given = flags.sslMode === undefined ? null : oneOfThese('--ssl-mode', flags.sslMode, SSL_MODES);
  const hasCa = (env[SSL_CA.variable] ?? '') !== '';
  const withCa = (mode: string, wanted: boolean): SourceDraft['ssl'] => ({ mode, ca: wanted ? SSL_CA : null });
  if (given !== null) return withCa(given, hasCa && given.startsWith('verify-'));
  if (isLoopbackHost(host)) return null;
  if (!asker.canAsk || flags.yes) return withCa('verify-full', hasCa);
  const chosen = await asker.choose({
    message: 'How is the connection encrypted?',
    instead: '--ssl-mode',
    choices: [
      { value: 'verify-full', label: 'verify-full', hint: "recommended: the server's certificate is checked" },
      {
        value: 'ca',
        label: 'verify-full, with a certificate authority of your own',
        hint: 'RDS, Azure, your own; asks for its file',
      },
      { value: 'require', label: 'require', hint: 'encrypted, but anyone could pose as the server' },
      { value: 'disable', label: 'disable', hint: 'not encrypted' },
    ],
  });
  return chosen === 'ca' ? withCa('verify-full', true) : withCa(chosen, false);
}

function oneOfThese<const Values extends readonly string[]>(flag: string, given: string, values: Values): Values[number] {
  const found = values.find((value) => value === given);
  if (found === undefined) throw wrong(`${flag} ${given}: expected ${oneOf(values)}.`, `Give ${flag} as one of these.`);
  return found;
}

function checked(flag: string, given: string, objection: (answer: string) => string | null): string {
  const words = objection(given);
  if (words !== null) throw wrong(`${flag} ${given}: this will not do.`, words);
  return given;
}
