import { clip } from '../views/facts/format.ts';
import { grouped, leftOut, type NotifyMessage, namesOf } from './message.ts';

/** As many problems as fit on a phone, and fewer where a service would refuse the message for its size. The run's page has all of them. */
const SHOWN = [8, 4, 2, 1] as const;
// Slack answers msg_blocks_too_long from some 13,000 characters on.
const SLACK_CHARACTERS = 12_000;
const TEAMS_BYTES = 27_000;

function largest(build: (shown: number) => string, fits: (body: string) => boolean): string {
  const [most, ...fewer] = SHOWN;
  return fewer.reduce((body, shown) => (fits(body) ? body : build(shown)), build(most));
}

/**
 * For a Slack incoming webhook: blocks, and `text` for notifications and screen readers. A header holds 150 characters, a section 3,000, a
 * message 50 blocks. https://docs.slack.dev/reference/block-kit/blocks
 */
export function slackBody(message: NotifyMessage): string {
  return largest(
    (shown) => slackOf(message, shown),
    (body) => body.length <= SLACK_CHARACTERS,
  );
}

function slackOf(message: NotifyMessage, shown: number): string {
  const { title, event, run } = message;
  const groups = grouped(event, message);
  const sections = groups.slice(0, shown).map(({ names, lines }) => {
    const text = `*${clip(mrkdwn(namesOf(names)), 600)}*\n${lines.map(mrkdwn).join('\n')}`;
    return { type: 'section', text: { type: 'mrkdwn', text: clip(text, 2000) } };
  });
  const more = leftOut(groups.length, shown);
  const link = run.url === null ? '' : ` · <${run.url}|Open the run>`;
  const foot = `${mrkdwn(run.configuration)}${link}${more === '' ? '' : ` · ${more}`}`;
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: clip(title, 150), emoji: false } },
    ...sections,
    { type: 'context', elements: [{ type: 'mrkdwn', text: foot }] },
  ];
  return JSON.stringify({ text: mrkdwn(title), blocks, unfurl_links: false });
}

/** Nothing in it is a mention or a link: those begin with `<`. https://docs.slack.dev/messaging/formatting-message-text */
function mrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * For a Teams workflow ("When a Teams webhook request is received"): a message with one Adaptive Card, of at most 28 KB. Texts are runs,
 * in which nothing is markdown.
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
 */
export function teamsBody(message: NotifyMessage): string {
  return largest(
    (shown) => teamsOf(message, shown),
    (body) => Buffer.byteLength(body) <= TEAMS_BYTES,
  );
}

function teamsOf(message: NotifyMessage, shown: number): string {
  const { title, event, run } = message;
  const groups = grouped(event, message);
  const parts = groups
    .slice(0, shown)
    .flatMap(({ names, lines }) => [
      rich(clip(namesOf(names), 600), { weight: 'Bolder' }, 'Medium'),
      ...lines.map((line) => rich(clip(line, 600), {}, 'Small')),
    ]);
  const more = leftOut(groups.length, shown);
  const foot = [run.configuration, more].filter((part) => part !== '').join(' · ');
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      rich(title, { weight: 'Bolder', size: 'Large', color: event === 'recovery' ? 'Good' : 'Attention' }, 'None'),
      ...parts,
      rich(foot, { isSubtle: true }, 'Medium'),
    ],
    ...(run.url === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open the run', url: run.url }] }),
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card };
  return JSON.stringify({ type: 'message', attachments: [attachment] });
}

function rich(text: string, style: Readonly<Record<string, unknown>>, spacing: string) {
  return { type: 'RichTextBlock', spacing, inlines: [{ type: 'TextRun', text, ...style }] };
}

/** For a webhook: the event as JSON, as docs/notify.md describes it. */
export function webhookBody({ event, run, entries }: NotifyMessage): string {
  const tables = entries.map(({ name, code, message, since, age, hint }) => ({ name, code, message, since, age, hint }));
  return JSON.stringify({ event, configuration: run.configuration, run: { id: run.id, url: run.url }, tables });
}
