/** Shorter pieces of a secret (a PEM's last line, a JSON bracket) would blacken half of the log and reveal nothing. */
const MIN_PIECE = 6;
const MIN_SECRET = 2;
const SECRET_MEMBER = /key|secret|token|password|credential/i;

/**
 * The single lines by which a secret can turn up in a text: itself, the lines of a PEM, its URL-encoded and JSON-escaped forms, and
 * the secret members of a JSON document such as a service account's key. What is parsed out of a secret is masked by nobody else, and a
 * mask of several lines would make the runner mask each of them, one-character ones included:
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs (AddMaskCommandExtension)
 */
export function maskForms(secret: string): string[] {
  const forms = [...plainForms(secret), ...memberForms(secret)];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function plainForms(secret: string): string[] {
  const text = secret.trim();
  const escaped = JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(text.toWellFormed());
  const whole = [secret, text, escaped, url, url.replaceAll('%20', '+')].filter((f) => isOneLine(f) && f.length >= MIN_SECRET);
  return isOneLine(text) || isJson(text) ? whole : [...whole, ...secretLines(text)];
}

function secretLines(text: string): string[] {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => line.length >= MIN_PIECE && !/^-----.*-----$/.test(line));
}

/** The lines of a JSON document itself are left alone: they are `{`, `"type": "service_account",` and the like. */
function memberForms(secret: string): string[] {
  const document = parse(secret);
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([name, value]) => {
    if (typeof value === 'object' && value !== null) return memberForms(JSON.stringify(value));
    return typeof value === 'string' && SECRET_MEMBER.test(name) && value.length >= MIN_PIECE ? plainForms(value) : [];
  });
}

function isJson(text: string): boolean {
  return parse(text) !== undefined;
}

function parse(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOneLine(text: string): boolean {
  return !/[\r\n]/.test(text);
}

/** Remembers secrets and blackens them in texts, for places where no runner does. */
export interface Redactor {
  add(secret: string): void;
  redact(text: string): string;
}

/** `announce` is called once for each new form: on a runner, `core.setSecret`. */
export function createRedactor(announce: (form: string) => void = () => undefined): Redactor {
  let forms: string[] = [];
  return {
    add(secret) {
      const added = maskForms(secret).filter((form) => !forms.includes(form));
      for (const form of added) announce(form);
      // Longest first: a form that holds another must go as a whole.
      forms = [...forms, ...added].sort((a, b) => b.length - a.length);
    },
    redact: (text) => forms.reduce((rest, form) => rest.replaceAll(form, '***'), text),
  };
}
