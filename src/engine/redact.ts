/**
 * Blackens the secrets that a library or a service may have put into its own words: in every `message`, `hint` and notice of a
 * result, however deep. Nothing else of it is touched: a secret may be an everyday word, and names and numbers must stay true.
 */
export function redactWords<T>(result: T, redact: (text: string) => string): T {
  const walk = (value: unknown, worded: boolean): unknown => {
    if (typeof value === 'string') return worded ? redact(value) : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, worded));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, WORDS.has(key))]));
  };
  return walk(result, false) as T;
}

const WORDS = new Set(['message', 'hint', 'notices']);
