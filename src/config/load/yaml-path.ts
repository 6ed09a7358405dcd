/** Where something stands in the document: keys and list indexes from the top. */
export type YamlPath = readonly (string | number)[];

const SIMPLE = /^[A-Za-z_*][A-Za-z0-9_*-]*$/;

/** For people: `sources.db.tables["audit.events"].types`, `sources.crm.custom_objects[0]`. */
export function formatPath(path: YamlPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (!SIMPLE.test(step)) text += `["${printableKey(step)}"]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/**
 * A key as it may be shown. In `{ password:hunter2 }` YAML takes the whole for a key, because no blank follows the
 * colon: what stands behind the colon stays hidden.
 */
export function printableKey(key: string): string {
  const colon = key.indexOf(':');
  const shown = colon < 0 ? key : `${key.slice(0, colon)}:…`;
  return shown.length > 80 ? `${shown.slice(0, 79)}…` : shown;
}

/** The JSON pointer of a path, as ajv writes it (RFC 6901). */
export function toPointer(path: YamlPath): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function fromPointer(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^(0|[1-9]\d*)$/.test(step) ? Number(step) : step));
}
