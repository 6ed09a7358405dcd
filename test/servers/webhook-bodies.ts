/** What a service makes of a message: what people see, or its refusal. */
export type ReadBody = { readonly text: string } | { readonly refusal: string };

export function acceptedBody(method: string | undefined, path: string, contentType: string, body: string): ReadBody {
  if (method !== 'POST') return { refusal: 'method_not_allowed' };
  if (!contentType.startsWith('application/json')) return { refusal: 'invalid_content_type' };
  const message = parse(body);
  if (message === null) return { refusal: 'invalid_payload' };
  if (path.startsWith('/slack')) return slack(message);
  if (path.startsWith('/teams')) return teams(message, Buffer.byteLength(body));
  return event(message);
}

type Json = Readonly<Record<string, unknown>>;

function parse(body: string): Json | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}

const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const onlyKeys = (value: Json, keys: readonly string[]): boolean => Object.keys(value).every((key) => keys.includes(key));

/** Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
function slack(message: Json): ReadBody {
  if (!onlyKeys(message, ['text', 'blocks', 'unfurl_links'])) return { refusal: 'invalid_payload' };
  if (typeof message.text !== 'string' || message.text === '') return { refusal: 'no_text' };
  const blocks = objects(message.blocks);
  if (blocks.length === 0 || blocks.length > 50) return { refusal: 'invalid_blocks' };
  if (JSON.stringify(blocks).length > 13_000) return { refusal: 'msg_blocks_too_long' };
  const texts = blocks.map(slackText);
  return texts.includes(null) ? { refusal: 'invalid_blocks' } : { text: texts.join('\n') };
}

const LONGEST: Readonly<Record<string, number>> = { header: 150, section: 3000, context: 3000 };

function slackText(block: Json): string | null {
  const longest = LONGEST[String(block.type)];
  if (longest === undefined || !onlyKeys(block, ['type', 'text', 'elements'])) return null;
  const parts = block.type === 'context' ? objects(block.elements) : [block.text as Json];
  if (parts.length === 0 || parts.length > 10) return null;
  const good = parts.every(({ type, text }) => {
    const kind = block.type === 'header' ? type === 'plain_text' : type === 'mrkdwn' || type === 'plain_text';
    return kind && typeof text === 'string' && text.length > 0 && text.length <= longest;
  });
  return good ? parts.map(({ text }) => text).join(' ') : null;
}

/** An Adaptive Card 1.4 in a message: https://adaptivecards.io/explorer/ */
function teams(message: Json, bytes: number): ReadBody {
  if (bytes > 28_672) return { refusal: 'too_large' };
  const [attachment, ...more] = objects(message.attachments);
  if (message.type !== 'message' || attachment === undefined || more.length > 0) return { refusal: 'no_card' };
  if (attachment.contentType !== 'application/vnd.microsoft.card.adaptive') return { refusal: 'no_card' };
  const card = attachment.content as Json;
  if (card.type !== 'AdaptiveCard' || !/^1\.[0-5]$/.test(String(card.version))) return { refusal: 'bad_card' };
  const texts = objects(card.body).map(({ type, inlines }) => {
    const runs = objects(inlines);
    const good = type === 'RichTextBlock' && runs.length > 0 && runs.every((run) => run.type === 'TextRun' && run.text !== '');
    return good ? runs.map((run) => run.text).join('') : null;
  });
  const actions = objects(card.actions).every(({ type, url }) => type === 'Action.OpenUrl' && URL.canParse(String(url)));
  return texts.length === 0 || texts.includes(null) || !actions ? { refusal: 'bad_card' } : { text: texts.join('\n') };
}

/** As docs/notify.md describes it. */
function event(message: Json): ReadBody {
  const { event: name, configuration, run, tables } = message;
  if (!['failure', 'recovery', 'stale', 'check_failed', 'schema_changed'].includes(String(name))) return { refusal: 'bad_event' };
  const good =
    typeof configuration === 'string' &&
    typeof (run as Json)?.id === 'string' &&
    ((run as Json).url === null || typeof (run as Json).url === 'string') &&
    objects(tables).length > 0 &&
    objects(tables).every(
      (t) =>
        [t.name, t.code, t.message].every((text) => typeof text === 'string' && text !== '') &&
        !Number.isNaN(Date.parse(String(t.since))) &&
        (t.age === null || typeof t.age === 'number'),
    );
  return good
    ? {
        text: `${String(name)} ${objects(tables)
          .map((t) => t.name)
          .join(' ')}`,
      }
    : { refusal: 'bad_event' };
}
