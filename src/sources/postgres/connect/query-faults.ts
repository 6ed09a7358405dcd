import { id } from '../describe/names.ts';
import type { Fault, Translate } from './fault.ts';

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
