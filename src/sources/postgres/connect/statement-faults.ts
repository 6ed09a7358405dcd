import { distance } from 'fastest-levenshtein';
import type { ErrorCode } from '../../../model/errors.ts';
import { id } from '../describe/names.ts';

/** What an error is about, for its words. */
export interface ErrorScene {
  /** `db.example.com:5432`, or the Cloud SQL instance. */
  readonly server: string;
  readonly database: string;
  readonly user: string;
  /** The table's name as the configuration writes it, where one is being read. */
  readonly table?: string;
  /** Its columns that can be read, once they are known. */
  readonly columns?: readonly string[];
  /** Its condition. */
  readonly where?: string;
}

/** The part of node-postgres' DatabaseError and of Node's own errors that is used. */
export interface Fault {
  readonly code?: string | undefined;
  readonly message: string;
  /** The address that a connection was to be made to. */
  readonly address?: string | undefined;
  /** For whom a certificate is that was refused for its name: `DNS:db.example.com`. */
  readonly names?: string | undefined;
}

export interface Translation {
  readonly code: ErrorCode;
  readonly says: string;
  readonly hint: string;
}

export type Translate = (scene: ErrorScene, fault: Fault) => Translation;

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
      ? `${scene.server} refused the user ${scene.user}: ${fault.message}`
      : `${scene.user} is not allowed to read it: ${fault.message}`,
  hint: advice(scene.user, scene.table, fault),
});

function advice(user: string, table: string | undefined, { message }: Fault): string {
  const [, kind = '', name = ''] = DENIED.exec(message) ?? [];
  if (GRANTS[kind] === undefined) {
    return /row-level security/.test(message)
      ? `The user's settings don't allow PostgreSQL to leave rows out (row_security = off). To let the policies choose the rows, run ALTER ROLE ${id(user)} RESET row_security;`
      : `Grant ${user} what the message names. \`highwater check\` shows what can be read.`;
  }
  const grant = `Its owner can allow it:\nGRANT ${GRANTS[kind]} ${id(name)} TO ${id(user)};`;
  if (table === undefined || !RELATIONS.test(kind)) return grant;
  return `${grant}\nIf a view reads ${name}, the view's owner needs this grant instead, unless the view is WITH (security_invoker).`;
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
  'Check the column names in `where`, `key` and `cursor`. In `where`, a name with upper-case letters needs double quotes. If the table was altered while it was read, run again.';

/** SQLSTATE 42703, in most cases a mistake in `where`: the column that is meant, or the quotes. */
export function unknownColumn({ columns = [], where = '' }: ErrorScene, { message }: Fault): Translation {
  const name = /^column "?(?:[^"]*\.)?([^"]+?)"? does not exist/.exec(message)?.[1] ?? '';
  return { code: 'COLUMN_NOT_FOUND', says: message, hint: `${meant(name, columns, where)}${USUAL}` };
}

function meant(name: string, columns: readonly string[], where: string): string {
  const other = columns.find((c) => c.toLowerCase() === name.toLowerCase());
  if (other !== undefined) {
    return other === other.toLowerCase()
      ? `The column is called ${other}. Write it without double quotes, or in lower case. `
      : `The column is called ${other}. Write ${id(other)}, with the double quotes: PostgreSQL reads a name without them in lower case. `;
  }
  const near = [...columns].sort((a, b) => distance(a.toLowerCase(), name) - distance(b.toLowerCase(), name))[0];
  if (near !== undefined && distance(near.toLowerCase(), name.toLowerCase()) <= Math.max(1, name.length / 4)) {
    return `The nearest name is ${near === near.toLowerCase() ? near : id(near)}. `;
  }
  if (where.includes(id(name)))
    return `Put text in single quotes: '${name.replaceAll("'", "''")}'. Double quotes are for column names. `;
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
    return "The column holds text. Put the value in single quotes, as in id = '7'. ";
  }
  if (/date|timestamp/.test(left ?? '') && /integer|numeric/.test(right ?? ''))
    return "Put dates in single quotes: '2026-01-31'. ";
  return '';
}

/** `name`: as PostgreSQL calls the condition; `meaning`: what happened; `advice`: what to do, where more is known than the general rule. */
type Condition = readonly [name: string, meaning: string, advice?: string];

const ENCODING =
  "Repair the text in the source, leave the column out with `columns`, or read a view that converts it, for example convert_from(convert(convert_to(name, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII') AS name in a SQL_ASCII database whose texts are LATIN1.";
const CAST = "Convert only text that fits: CASE WHEN code ~ '^[0-9]+$' THEN code::int END.";
const REGEXP = 'Check the pattern after ~, SIMILAR TO or LIKE, and of regexp_ functions.';
const JSON_PATH = 'Write the path in lax mode, or use jsonb_path_query with silent => true.';
const XML = 'Check xml_is_well_formed(text) before the text is used as XML.';
const LESS = 'Limit the arguments to what the function accepts, for example with CASE or NULLIF.';

/** Class 22 of https://www.postgresql.org/docs/current/errcodes-appendix.html, whatever a query that only reads can meet, and class P0. */
export const CONDITIONS: Readonly<Record<string, Condition>> = {
  '22000': ['data_exception', 'an expression got a value that it does not accept'],
  '22001': ['string_data_right_truncation', 'text is longer than its type allows'],
  '22003': [
    'numeric_value_out_of_range',
    'a number is too large or too small for its type',
    'Compute in a wider type: amount::numeric * 100.',
  ],
  '22004': ['null_value_not_allowed', 'NULL is used where a value is required', 'Replace it: coalesce(value, 0).'],
  '22007': [
    'invalid_datetime_format',
    'text is not a date or time',
    "Write dates as '2026-01-31'. Convert only the values of a column that are dates.",
  ],
  '22008': ['datetime_field_overflow', 'a date or time is out of range, or has a month or day that does not exist'],
  '22009': ['invalid_time_zone_displacement_value', 'a time zone offset is not valid'],
  '2200B': ['escape_character_conflict', 'the escape character of a pattern conflicts with its syntax', REGEXP],
  '2200D': ['invalid_escape_octet', 'an escaped byte is not valid'],
  '2200F': ['zero_length_character_string', 'text is empty where it must not be'],
  '2200L': ['not_an_xml_document', 'text is not an XML document', XML],
  '2200M': ['invalid_xml_document', 'an XML document is not well-formed', XML],
  '2200N': ['invalid_xml_content', 'XML text is not well-formed', XML],
  '22010': ['invalid_indicator_parameter_value', 'a parameter of a function is not valid', LESS],
  '22011': ['substring_error', 'substring() got a negative length', 'Use greatest(length, 0) as its length.'],
  '22012': [
    'division_by_zero',
    'an expression divides by zero',
    'Make the divisor NULL where it is 0: amount / NULLIF(units, 0).',
  ],
  '22013': ['invalid_preceding_or_following_size', 'the frame of a window function has a negative size'],
  '22014': ['invalid_argument_for_ntile_function', 'ntile() got an argument that is not positive', LESS],
  '22015': ['interval_field_overflow', 'an interval is too long for its type'],
  '22016': ['invalid_argument_for_nth_value_function', 'nth_value() got an argument that is not positive', LESS],
  '22018': ['invalid_character_value_for_cast', "text can't be converted to another type", CAST],
  '22019': ['invalid_escape_character', 'the escape character of a pattern is not one character', REGEXP],
  '2201B': ['invalid_regular_expression', 'a regular expression is not valid', REGEXP],
  '2201E': [
    'invalid_argument_for_logarithm',
    'ln() or log() got zero or a negative number',
    'Make other arguments NULL: ln(CASE WHEN value > 0 THEN value END).',
  ],
  '2201F': ['invalid_argument_for_power_function', 'a root or power has no real result', LESS],
  '2201G': ['invalid_argument_for_width_bucket_function', 'width_bucket() got bounds that are not possible', LESS],
  '2201W': ['invalid_row_count_in_limit_clause', 'a LIMIT is negative'],
  '2201X': ['invalid_row_count_in_result_offset_clause', 'an OFFSET is negative'],
  '22021': [
    'character_not_in_repertoire',
    'text contains bytes that are not UTF-8 (the database does not check its text, like SQL_ASCII, or a function built it from bytes)',
    ENCODING,
  ],
  '22022': ['indicator_overflow', "a number of a function's parameter is too large", LESS],
  '22023': [
    'invalid_parameter_value',
    'a function got an argument that it does not accept, such as an unknown time zone or unit',
    LESS,
  ],
  '22024': ['unterminated_c_string', 'text is not terminated'],
  '22025': [
    'invalid_escape_sequence',
    "a pattern or text ends with its escape character, or escapes a character that can't be escaped",
    REGEXP,
  ],
  '22026': ['string_data_length_mismatch', 'a text or bit string does not have the length of its type'],
  '22027': ['trim_error', 'trim() got more than one character'],
  '2202E': ['array_subscript_error', 'an array has no such subscript, or too many dimensions'],
  '2202G': ['invalid_tablesample_repeat', 'REPEATABLE of a TABLESAMPLE got an argument that it does not accept'],
  '2202H': ['invalid_tablesample_argument', 'a TABLESAMPLE got a percentage that is not from 0 to 100'],
  '22030': ['duplicate_json_object_key_value', 'a JSON object has a key twice'],
  '22031': ['invalid_argument_for_sql_json_datetime_function', 'a JSON value is not a date or time', JSON_PATH],
  '22032': ['invalid_json_text', 'text is not JSON', 'Check text IS JSON (PostgreSQL 16) before the text is used as JSON.'],
  '22033': ['invalid_sql_json_subscript', 'a JSON path has a subscript that is not valid', JSON_PATH],
  '22034': ['more_than_one_sql_json_item', 'a JSON path gives several values where one is needed', JSON_PATH],
  '22035': ['no_sql_json_item', 'a JSON path gives no value where one is needed', JSON_PATH],
  '22036': ['non_numeric_sql_json_item', 'a JSON value is not a number', JSON_PATH],
  '22037': ['non_unique_keys_in_a_json_object', 'a JSON object has a key twice'],
  '22038': ['singleton_sql_json_item_required', 'a JSON path gives several values where one is needed', JSON_PATH],
  '22039': ['sql_json_array_not_found', 'a JSON value is not an array', JSON_PATH],
  '2203A': ['sql_json_member_not_found', 'a JSON object has no such key', JSON_PATH],
  '2203B': ['sql_json_number_not_found', 'a JSON value is not a number', JSON_PATH],
  '2203C': ['sql_json_object_not_found', 'a JSON value is not an object', JSON_PATH],
  '2203D': ['too_many_json_array_elements', 'a JSON array is too long'],
  '2203E': ['too_many_json_object_members', 'a JSON object has too many keys'],
  '2203F': ['sql_json_scalar_required', 'a JSON value is an array or object where a single value is needed', JSON_PATH],
  '2203G': ['sql_json_item_cannot_be_cast_to_target_type', "a JSON value can't be converted to another type", JSON_PATH],
  '22P01': ['floating_point_exception', 'a floating-point operation failed'],
  '22P02': ['invalid_text_representation', "text can't be read as a number, date, UUID or other type", CAST],
  '22P03': ['invalid_binary_representation', "bytes can't be read as a value of their type"],
  '22P05': [
    'untranslatable_character',
    "text contains a character that can't be converted from the database's encoding to UTF-8",
    ENCODING,
  ],
  P0001: [
    'raise_exception',
    'a function that the query calls ended with RAISE EXCEPTION',
    'The function, or a view that calls it, refuses these rows. Ask its owner.',
  ],
  P0002: ['no_data_found', 'a function that the query calls found no row where it needs one'],
  P0003: ['too_many_rows', 'a function that the query calls found several rows where it needs one'],
  P0004: ['assert_failure', 'a function that the query calls ended with ASSERT'],
};

const FIND =
  'The cause is a condition (`where`), a view, a generated column or the text of a column. Run the query from `highwater plan` in psql to see which value it is.';

/** PostgreSQL's own message quotes the value, so it is left out. */
export const dataError: Translate = (_, fault: Fault) => {
  const code = fault.code ?? '';
  const [name, meaning, advice] = CONDITIONS[code] ?? ['', 'PostgreSQL could not compute a value'];
  return {
    code: 'QUERY_REFUSED',
    says: `${meaning} (SQLSTATE ${code}${name === '' ? '' : `, ${name}`})`,
    hint: advice === undefined ? FIND : `${advice} ${FIND}`,
  };
};
