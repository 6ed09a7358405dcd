import { distance } from 'fastest-levenshtein';
import { id } from '../describe/names.ts';
import type { ErrorScene, Fault, Translate, Translation } from './fault.ts';

/** What PostgreSQL's message names, and the privilege on it that reading needs. */
const GRANTS: Readonly<Record<string, string>> = {
  table: 'SELECT ON',
  view: 'SELECT ON',
  'materialized view': 'SELECT ON',
  'foreign table': 'SELECT ON',
  schema: 'USAGE ON SCHEMA',
  function: 'EXECUTE ON FUNCTION',
  'foreign server': 'USAGE ON FOREIGN SERVER',
  database: 'CONNECT ON DATABASE',
};
const RELATIONS = /^(table|view|materialized view|foreign table)$/;
const DENIED = new RegExp(`^permission denied for (${Object.keys(GRANTS).join('|')}) "?(.+?)"?$`);

/** SQLSTATE 42501, with the GRANT to run. Of a view's own tables PostgreSQL tells the name alone, without its schema. */
export const notPermitted: Translate = (scene, fault) => ({
  code: scene.table === undefined ? 'SIGN_IN_REFUSED' : 'TABLE_NOT_READABLE',
  says:
    scene.table === undefined
      ? `${scene.server} does not let ${scene.user} in: ${fault.message}`
      : `${scene.user} may not read it: ${fault.message}`,
  hint: advice(scene.user, scene.table, fault),
});

function advice(user: string, table: string | undefined, { message }: Fault): string {
  const [, kind = '', name = ''] = DENIED.exec(message) ?? [];
  if (GRANTS[kind] === undefined) {
    return /row-level security/.test(message)
      ? `The user's own settings forbid PostgreSQL to leave rows out (row_security = off). ALTER ROLE ${id(user)} RESET row_security; lets the policies choose the rows.`
      : `Grant ${user} what the message names; \`highwater check\` shows what can be read.`;
  }
  const grant = `Its owner can allow it:\nGRANT ${GRANTS[kind]} ${id(name)} TO ${id(user)};`;
  if (table === undefined || !RELATIONS.test(kind)) return grant;
  return `${grant}\nWhere a view reads ${name}, it does so as the view's owner, who then needs this; as ${user} only WITH (security_invoker).`;
}

/** A foreign table whose server knows nobody for this user. Before PostgreSQL 17 the message does not name the server. */
export const noUserMapping: Translate = (scene, fault) => {
  const server = /server "(.+)"$/.exec(fault.message)?.[1];
  return {
    code: 'TABLE_NOT_READABLE',
    says: `it is a foreign table, or reads one, and ${fault.message}`,
    hint: `The owner of the foreign server${server === undefined ? ' (\\des+ in psql shows it)' : ''} can add one:\nCREATE USER MAPPING FOR ${id(scene.user)} SERVER ${server === undefined ? '…' : id(server)} OPTIONS (user '…', password '…');`,
  };
};

const DATES: Readonly<Record<string, string>> = {
  today: 'current_date',
  yesterday: 'current_date - 1',
  tomorrow: 'current_date + 1',
  sysdate: 'now()',
  getdate: 'now()',
};
const USUAL =
  'Check the column names in `where`, `key` and `cursor`; a name with upper-case letters needs double quotes in `where`. If the table was altered while it was read, run again.';

/** SQLSTATE 42703, in most cases a mistake in `where`: the column that is meant, or the quotes. */
export function unknownColumn({ columns = [], where = '' }: ErrorScene, { message }: Fault): Translation {
  const name = /^column "?(?:[^"]*\.)?([^"]+?)"? does not exist/.exec(message)?.[1] ?? '';
  return { code: 'COLUMN_NOT_FOUND', says: message, hint: `${meant(name, columns, where)}${USUAL}` };
}

function meant(name: string, columns: readonly string[], where: string): string {
  const other = columns.find((c) => c.toLowerCase() === name.toLowerCase());
  if (other !== undefined) {
    return other === other.toLowerCase()
      ? `The column is called ${other}: write it without double quotes, or in lower case. `
      : `The column is called ${other}: write ${id(other)}, with the double quotes, since PostgreSQL reads a name without them in lower case. `;
  }
  const near = [...columns].sort((a, b) => distance(a.toLowerCase(), name) - distance(b.toLowerCase(), name))[0];
  if (near !== undefined && distance(near.toLowerCase(), name.toLowerCase()) <= Math.max(1, name.length / 4)) {
    return `The nearest name is ${near === near.toLowerCase() ? near : id(near)}. `;
  }
  if (where.includes(id(name)))
    return `Text stands in single quotes: '${name.replaceAll("'", "''")}'. Double quotes are for names of columns. `;
  return DATES[name] === undefined ? '' : `Write ${DATES[name]}. `;
}

/** SQLSTATE 42883 and 42804: what other languages have for AND and OR, and numbers or texts without the right quotes. */
export function wrongOperand(message: string): string {
  const [, left, operator, right] = /^operator does not exist: (.+?) ([^\w\s]+) (.+)$/.exec(message) ?? [];
  if (/boolean/.test(`${left} ${right}`) && (operator === '&&' || operator === '||')) {
    return `Write ${operator === '&&' ? 'AND' : 'OR'}. `;
  }
  if (operator === '&&') return 'Write AND between conditions; && compares arrays and ranges. ';
  if (/^(text|character varying|character|citext|uuid)$/.test(left ?? '') && /integer|numeric|bigint/.test(right ?? '')) {
    return "The column holds text: put the value into single quotes, as in id = '7'. ";
  }
  if (/date|timestamp/.test(left ?? '') && /integer|numeric/.test(right ?? ''))
    return "Dates stand in single quotes: '2026-01-31'. ";
  return '';
}
