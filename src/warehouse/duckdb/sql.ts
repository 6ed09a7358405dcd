/** An SQL identifier, quoted. */
export function id(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** An SQL text literal; `null` becomes NULL. */
export function text(value: string | null): string {
  return value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}

export function qualified(...names: readonly string[]): string {
  return names.map(id).join('.');
}

export function list(names: readonly string[], prefix = ''): string {
  return names.map((name) => prefix + id(name)).join(', ');
}

/** `a.k1 = b.k1 AND …`; keys are never NULL here (a NULL key fails the table first). */
export function sameKey(key: readonly string[], left: string, right: string): string {
  return key.map((name) => `${left}.${id(name)} = ${right}.${id(name)}`).join(' AND ');
}
