import {
  type InspectedTable,
  type Interview,
  optionalValue,
  plainValue,
  type SetupAnswers,
  type SetupGroup,
  type SourceSetup,
  secretFile,
  secretValue,
  type TableDraft,
} from '../../model/source-setup.ts';
import { SSL_MODES } from './options.ts';

/** Reading all keys of so many rows takes a second or two, so that deletes can be seen in every run. */
const FEW_ROWS = 200_000;

const CHANGED =
  /^(updated|modified|changed|last_?(updated|modified|changed|update|change))(_?(at|on|date|time|timestamp))?$|^(system_?modstamp|write_date|mtime)$/i;

export const SSL_CA = optionalValue(secretFile('ca', 'PG_CA', "the certificate authority's certificate (PEM)", 'pem'));

export const setup: SourceSetup = {
  label: 'PostgreSQL',
  hint: 'also Cloud SQL, RDS, Supabase, Neon…',
  usualName: 'db',
  options: [
    { name: 'host', value: 'host', description: 'PostgreSQL' },
    { name: 'port', value: 'port', description: 'PostgreSQL (default: 5432)' },
    { name: 'database', value: 'name', description: 'PostgreSQL' },
    { name: 'ssl-mode', value: 'mode', description: "PostgreSQL: libpq's modes (default: verify-full)" },
    { name: 'instance', value: 'name', description: 'Cloud SQL: project:region:name' },
  ],
  example: '--host db.example.com --database sales --tables "deals,accounts"',
  flows: [
    {
      flow: 'password',
      title: 'User and password',
      hint: 'a user with SELECT alone is enough',
      credentials: [plainValue('user', 'PGUSER', 'user'), secretValue('password', 'PGPASSWORD', 'password')],
      here: true,
    },
    {
      flow: 'cloudsql_service_account',
      title: 'Google Cloud SQL with a service account',
      hint: 'no open port needed',
      credentials: [secretFile('credentials', 'GCP_SA_KEY', "the service account's key", 'json')],
      here: true,
    },
  ],
  ask: ({ flow }, interview) => (flow === 'cloudsql_service_account' ? askCloudSql(interview) : askServer(interview)),
  tables: {
    usual: [],
    example: 'deals, accounts',
    patterns: () => [{ value: '*', label: 'all tables of the schema public' }],
    // Each table has its own cursor.
    keepsGlobs: false,
    countsRows: true,
    suggest: async (table) => suggest(table),
  },
};

async function askCloudSql(interview: Interview): Promise<SetupAnswers> {
  const database = await askDatabase(interview);
  const instance = await interview.text({
    option: 'instance',
    message: "The instance's connection name (Cloud SQL > the instance > Overview)",
    example: 'project:region:name',
    objection: (answer) => (/^[^\s:]+(:[^\s:]+){2,3}$/.test(answer) ? null : 'Write it as project:region:name.'),
  });
  return { connection: { database }, auth: { instance }, groups: [] };
}

async function askServer(interview: Interview): Promise<SetupAnswers> {
  const host = await interview.text({
    option: 'host',
    message: 'Host',
    example: 'db.example.com',
    objection: (answer) =>
      /^[^\s/@:]+$|^[0-9A-Fa-f:.]+$|^\//.test(answer) ? null : 'Enter a host name or address, without a port or user.',
  });
  const written = await interview.text({
    option: 'port',
    message: 'Port',
    example: '5432',
    usual: '5432',
    objection: (answer) =>
      /^\d{1,5}$/.test(answer) && Number(answer) > 0 && Number(answer) < 65536 ? null : 'Enter a number from 1 to 65535.',
  });
  const port = Number(written);
  const database = await askDatabase(interview);
  const ssl = await askSsl(interview, host);
  return {
    connection: { host, ...(port === 5432 ? {} : { port }), database },
    auth: {},
    groups: ssl === null ? [] : [ssl],
  };
}

function askDatabase(interview: Interview): Promise<string> {
  const objection = (answer: string): string | null => (answer === '' ? 'This is required.' : null);
  return interview.text({ option: 'database', message: 'Database', example: 'sales', objection });
}

/** How the connection is encrypted; null on this machine, where nobody said. */
async function askSsl(interview: Interview, host: string): Promise<SetupGroup | null> {
  const given = interview.given('ssl-mode');
  if (given === undefined && isLoopbackHost(host)) return null;
  const hasCa = (interview.env[SSL_CA.variable] ?? '') !== '';
  const chosen = await interview.choose({
    option: 'ssl-mode',
    values: SSL_MODES,
    message: 'How is the connection encrypted?',
    usual: hasCa ? 'ca' : 'verify-full',
    choices: [
      { value: 'verify-full', label: 'verify-full', hint: "recommended: checks the server's certificate" },
      {
        value: 'ca',
        label: 'verify-full, with your own certificate authority',
        hint: 'RDS, Azure or private; asks for its certificate file',
      },
      { value: 'require', label: 'require', hint: 'encrypted, but anyone could pose as the server' },
      { value: 'disable', label: 'disable', hint: 'not encrypted' },
    ],
  });
  const mode = chosen === 'ca' ? 'verify-full' : chosen;
  const wantsCa = chosen === 'ca' || (given !== undefined && hasCa && mode.startsWith('verify-'));
  return { key: 'ssl', fields: { mode }, credentials: wantsCa ? [SSL_CA] : [] };
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

function suggest({ ref, schema, rows }: InspectedTable): TableDraft {
  const { key } = schema;
  const pattern = ref.name;
  if (key.length === 0)
    return {
      pattern,
      options: {},
      comment: `${ref.kind === 'table' ? 'no primary key' : ref.kind}: every run reads all of it; name the columns that identify a row with \`key: …\``,
    };
  const cursor = schema.columns.find((c) => CHANGED.test(c.name) && c.nativeType === 'timestamp with time zone')?.name;
  const deletes: Record<string, string> = rows !== null && rows <= FEW_ROWS ? { deletes_by: 'keys' } : {};
  const by = `key ${key.join(', ')}`;
  if (cursor === undefined) return { pattern, options: { cursor: 'xmin', ...deletes }, comment: by };
  return {
    pattern,
    options: { cursor, ...deletes },
    comment: `${by}; every write must set ${cursor}; else \`cursor: xmin\``,
  };
}
