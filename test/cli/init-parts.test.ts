import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { nextSteps } from '../../src/app/setup/init/command.ts';
import { credentialsOf, type SourceDraft, withOwnVariables } from '../../src/app/setup/init/credentials.ts';
import { renderConfig, scalar } from '../../src/app/setup/init/render.ts';
import {
  ownActionRef,
  parseActionRef,
  pathInRepository,
  releasedActionRef,
  repositoryRoot,
} from '../../src/app/setup/init/repository.ts';
import { renderWorkflow } from '../../src/app/setup/init/workflow.ts';
import { loadConfigText } from '../../src/config/load/load.ts';
import type { SourceDefinition } from '../../src/model/source-definition.ts';
import type { InspectedTable, TableDraft } from '../../src/model/source-setup.ts';
import type { Column } from '../../src/model/table.ts';
import { VERSION } from '../../src/model/version.ts';
import { ChangeTrackingOff } from '../../src/sources/dynamics/options.ts';
import { nationalAuthority } from '../../src/sources/dynamics/setup.ts';
import { isLoopbackHost, SSL_CA } from '../../src/sources/postgres/setup.ts';
import { SOURCES } from '../../src/sources/registry.ts';

type Type = (typeof SOURCES)[number]['type'];

function definitionOf(type: Type): SourceDefinition {
  const found = SOURCES.find((definition) => definition.type === type);
  if (found === undefined) throw new Error(`no source ${type}`);
  return found;
}
const setupOf = (type: Type) => definitionOf(type).setup;

const ACTION = { repository: 'OWNER/highwater', ref: 'v1' };

describe('addresses as people paste them', () => {
  test.each([
    ['salesforce', 'https://acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
    ['salesforce', 'acme.my.salesforce.com/', 'https://acme.my.salesforce.com'],
    ['salesforce', 'https://acme.lightning.force.com/lightning/page/home', 'https://acme.my.salesforce.com'],
    ['salesforce', 'https://acme--uat.sandbox.lightning.force.com/x', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['salesforce', 'https://acme.my.salesforce-setup.com/lightning/setup/x', 'https://acme.my.salesforce.com'],
    ['dynamics', 'https://org1.crm12.dynamics.com/main.aspx?appid=1', 'https://org1.crm12.dynamics.com'],
    ['dynamics', 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['dynamics', 'http://org1.crm12.dynamics.com', null],
    ['salesforce', 'acme', null],
    ['salesforce', 'not an address', null],
    ['salesforce', 'ftp://acme.my.salesforce.com', null],
  ] as const)('%s: %s is %s', (type, pasted, address) => {
    expect(setupOf(type).signIn?.address.parse(pasted)).toBe(address);
  });

  test.each([
    ['https://org1.crm.dynamics.com', null],
    ['https://org1.crm9.dynamics.com', null],
    ['https://org1.crm.microsoftdynamics.us', 'https://login.microsoftonline.us'],
    ['https://org1.crm.appsplatform.us', 'https://login.microsoftonline.us'],
    ['https://org1.crm.dynamics.cn', 'https://login.partner.microsoftonline.cn'],
  ])('users of %s sign in at %s', (url, authority) => {
    expect(nationalAuthority(url)).toBe(authority);
  });

  test.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['::1', true],
    ['db.example.com', false],
  ])('%s is this machine: %s', (host, expected) => {
    expect(isLoopbackHost(host)).toBe(expected);
  });
});

describe('what is suggested for a table', () => {
  const column = (name: string, nativeType: string) => ({ name, nativeType }) as unknown as Column;
  const table = (changes: {
    key?: string[];
    kind?: string;
    columns?: Column[];
    rows?: number | null;
    cursor?: boolean;
    tracked?: boolean;
  }): InspectedTable => {
    const ref = { name: 'deals', target: 'deals', label: 'deals', kind: changes.kind ?? 'table' };
    const cursor = changes.cursor ? { column: 'modifiedon', kind: 'timestamp' as const } : null;
    const schema = { ref, columns: changes.columns ?? [], key: changes.key ?? ['id'], cursor, nameColumn: null, notes: [] };
    const describe = async () => {
      if (changes.tracked !== true) throw new ChangeTrackingOff('', '');
      return schema;
    };
    return { ref, schema, rows: changes.rows ?? null, describe };
  };
  const suggest = (type: Type, found: InspectedTable): Promise<TableDraft> => setupOf(type).tables.suggest(found);
  const zoned = 'timestamp with time zone';

  test.each([
    ['updated_at', zoned, 'updated_at'],
    ['UpdatedAt', zoned, 'UpdatedAt'],
    ['last_modified', zoned, 'last_modified'],
    ['modified_on', zoned, 'modified_on'],
    ['write_date', zoned, 'write_date'],
    ['last_update', zoned, 'last_update'],
    ['created_at', zoned, 'xmin'],
    ['updated_by', zoned, 'xmin'],
    ['last_changed_price', zoned, 'xmin'],
    ['updated_at', 'timestamp without time zone', 'xmin'],
    ['updated_at', 'integer', 'xmin'],
  ])('PostgreSQL, %s %s: cursor %s', async (name, type, cursor) => {
    expect((await suggest('postgres', table({ columns: [column(name, type)] }))).options.cursor).toBe(cursor);
  });

  test.each([
    [{ rows: 1000 }, { cursor: 'xmin', deletes_by: 'keys' }],
    [{ rows: 5_000_000 }, { cursor: 'xmin' }],
    [{ rows: null }, { cursor: 'xmin' }],
    [{ key: [], rows: 1000 }, {}],
    [{ key: [], kind: 'view' }, {}],
  ])('PostgreSQL, %j: %j', async (changes, options) => {
    expect((await suggest('postgres', table(changes))).options).toEqual(options);
  });

  test('a table without a key says how it is read and what would change that', async () => {
    expect((await suggest('postgres', table({ key: [] }))).comment).toMatch(
      /no primary key: every run reads all of it; .*`key: …`/,
    );
  });

  test.each([
    ['dynamics', { cursor: true, tracked: true }, { deletes_by: 'change_tracking' }],
    ['dynamics', { cursor: true, tracked: false }, {}],
    ['salesforce', { cursor: true }, {}],
  ] as const)('%s, %j: %j', async (type, changes, options) => {
    expect((await suggest(type, table(changes))).options).toEqual(options);
  });
});

describe('the file', () => {
  test.each([
    'deals',
    'a b',
    '*__c',
    '"v1.2"',
    'audit.events',
    'yes',
    'null',
    '12',
    '1e3',
    'a: b',
    '#x',
    '{x}',
    '',
    'é',
    "it's",
    'a,b',
    'https://acme.my.salesforce.com',
    'http://127.0.0.1:1',
    '-',
    '~',
    '0x1f',
    'true',
  ])('%j reads back as itself, within braces too', (text) => {
    expect(parse(`{ ${scalar(text)}: 1, x: ${scalar(text)} }`)).toEqual({ [text]: 1, x: text });
  });

  /** Every flow that init offers, with everything optional. */
  const drafts = SOURCES.flatMap(({ type, setup }) =>
    setup.flows.map((flow): [string, SourceDraft] => {
      const isSql = type === 'postgres';
      const isCloud = flow.flow === 'cloudsql_service_account';
      const connection: SourceDraft['connection'] = isSql
        ? { ...(isCloud ? {} : { host: 'db.example.com', port: 5433 }), database: 'sales' }
        : { url: 'https://acme.example.com' };
      const draft: SourceDraft = {
        name: 'acme',
        type,
        connection,
        flow,
        auth: isCloud ? { instance: 'p:r:n' } : {},
        credentials: flow.credentials,
        groups: isSql && !isCloud ? [{ key: 'ssl', fields: { mode: 'verify-full' }, credentials: [SSL_CA] }] : [],
        tables: [
          { pattern: 'one', options: isSql ? { cursor: 'xmin' } : {}, comment: 'key id' },
          { pattern: 'two', options: {}, comment: 'no right', off: true },
        ],
      };
      return [`${type} ${flow.flow}`, draft];
    }),
  );

  test.each(drafts)('%s is valid', async (_, draft) => {
    const variables = credentialsOf(draft).map((c) => [c.variable, 'set']);
    const text = renderConfig([draft], ACTION);
    const config = await loadConfigText('highwater.yml', text, Object.fromEntries(variables), SOURCES);
    expect(config.sources[0]?.tables.map((t) => t.pattern)).toEqual(['one']);
    expect(config.run.fullSyncEverySeconds).toBe(86_400);
    expect(config.environment).toEqual(
      credentialsOf(draft)
        .map((c) => c.variable)
        .sort(),
    );
  });

  test('the notifications that it offers are valid once their # is removed', async () => {
    const [, draft] = drafts[0] ?? [];
    if (draft === undefined) throw new Error('no draft');
    const text = renderConfig([draft], ACTION).replace(/^# (?=notify:| {2}- )/gm, '');
    const given = Object.fromEntries(credentialsOf(draft).map((c) => [c.variable, 'set']));
    const env = { ...given, SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0/B0/x' };
    const { notify } = await loadConfigText('highwater.yml', text, env, SOURCES);
    expect(notify.map((n) => n.kind)).toEqual(['github_issue', 'slack']);
  });

  test('two sources of one type have variables of their own', () => {
    const [, draft] = drafts.find(([name]) => name === 'postgres password') ?? [];
    if (draft === undefined) throw new Error('no such draft');
    const variables = (one: SourceDraft): string[] => credentialsOf(one).map((c) => c.variable);
    expect(variables(withOwnVariables(draft, new Set()))).toEqual(['PGUSER', 'PGPASSWORD', 'PG_CA']);
    expect(variables(withOwnVariables({ ...draft, name: 'old-billing' }, new Set(['PGUSER'])))).toEqual([
      'OLD_BILLING_PGUSER',
      'OLD_BILLING_PGPASSWORD',
      'OLD_BILLING_PG_CA',
    ]);
  });
});

describe('the workflow', () => {
  const example = readFileSync(new URL('../../examples/workflows/sync.yml', import.meta.url), 'utf8');
  const variables = ['SF_CLIENT_ID', 'SF_CLIENT_SECRET', 'PGUSER', 'PGPASSWORD'];

  test('does what the example does', () => {
    const text = renderWorkflow({ action: ACTION, variables, config: 'highwater.yml', oidc: false });
    expect(parse(text)).toEqual(parse(example));
  });

  test("names another configuration, asks for GitHub's token where it is needed, and takes the action as given", () => {
    const action = { repository: 'acme/highwater', ref: 'a'.repeat(40) };
    const text = renderWorkflow({ action, variables: [], config: 'sync/crm.yml', oidc: true });
    const { permissions, jobs } = parse(text) as {
      permissions: unknown;
      jobs: { sync: { steps: { uses: string; with: object; env?: unknown }[] } };
    };
    expect(permissions).toEqual({ contents: 'read', actions: 'write', 'id-token': 'write' });
    expect(jobs.sync.steps[1]).toMatchObject({ uses: `acme/highwater@${'a'.repeat(40)}`, with: { config: 'sync/crm.yml' } });
  });
});

describe('the next steps', () => {
  const { credentials } = setupOf('salesforce').flows[1] ?? { credentials: [] };
  const input = { credentials, stored: [], config: 'highwater.yml', workflow: 'w.yml', action: ACTION, platform: 'linux' };

  test('are commands; a secret of several lines comes from its file, and the key is made in passing', () => {
    const steps = nextSteps(input).join('\n');
    expect(steps).toMatch(/^gh secret set SF_CLIENT_ID$/m);
    expect(steps).toMatch(/^gh secret set SF_PRIVATE_KEY < private_key\.pem$/m);
    expect(steps).toMatch(/^openssl rand -base64 32 \| gh secret set HIGHWATER_KEY$/m);
    expect(steps).toMatch(/replace OWNER/);
    expect(nextSteps({ ...input, platform: 'win32' }).join('\n')).toMatch(/^node -p .* \| gh secret set HIGHWATER_KEY$/m);
  });

  test('leave out what is done', () => {
    const stored = [...credentials.map((c) => c.variable), 'HIGHWATER_KEY'];
    const steps = nextSteps({ ...input, stored, workflow: null }).join('\n');
    expect(steps).not.toMatch(/gh secret set|gh workflow run|OWNER/);
  });
});

describe('the repository', () => {
  let home: string;
  const git = (at: string, ...args: string[]) =>
    execFileSync('git', ['-C', at, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'highwater-repository-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('a workflow belongs to its root, and names the configuration from there', () => {
    const root = join(home, 'data');
    mkdirSync(join(root, 'sub', 'deep'), { recursive: true });
    git(root, 'init', '-q');
    expect(repositoryRoot(join(root, 'sub', 'deep'))).toBe(root);
    expect(pathInRepository(root, join(root, 'sub', 'highwater.yml'))).toBe('sub/highwater.yml');
    expect(repositoryRoot(home)).toBe(home);
  });

  test.each([
    ['acme/highwater@v1', { repository: 'acme/highwater', ref: 'v1' }],
    ['acme/highwater', null],
    ['acme@v1', null],
    ['acme/highwater@v1; rm -rf /', null],
  ])('--action %s', (text, expected) => {
    expect(parseActionRef(text)).toEqual(expected);
  });

  test('an installed package names the action that it was released with', async () => {
    const installed = join(home, 'node_modules', 'highwater');
    mkdirSync(join(installed, 'dist'), { recursive: true });
    expect(await releasedActionRef(join(installed, 'dist'))).toBeNull();
    writeFileSync(join(installed, 'package.json'), '{ "repository": { "url": "git+https://github.com/acme/highwater.git" } }');
    expect(await releasedActionRef(join(installed, 'dist'))).toEqual({ repository: 'acme/highwater', ref: `v${VERSION}` });
  });

  test("the action is this program's own commit, where GitHub has it", async () => {
    const [origin, clone] = [join(home, 'origin'), join(home, 'clone')];
    mkdirSync(origin);
    git(origin, 'init', '-q');
    writeFileSync(join(origin, 'action.yml'), 'name: x\n');
    git(origin, 'add', '.');
    git(origin, 'commit', '-q', '-m', 'one');
    git(home, 'clone', '-q', origin, clone);
    mkdirSync(join(clone, 'dist'));
    expect(await ownActionRef(join(clone, 'dist'))).toBeNull();
    const ref = git(clone, 'rev-parse', 'HEAD');
    for (const url of [
      'https://github.com/acme/highwater.git',
      'git@github.com:acme/highwater.git',
      'https://x-access-token:t@github.com/acme/highwater',
    ]) {
      git(clone, 'remote', 'set-url', 'origin', url);
      expect(await ownActionRef(join(clone, 'dist'))).toEqual({ repository: 'acme/highwater', ref });
    }
    git(clone, 'commit', '-q', '--allow-empty', '-m', 'not pushed');
    expect(await ownActionRef(join(clone, 'dist'))).toBeNull();
    expect(await ownActionRef(home)).toBeNull();
  });
});
