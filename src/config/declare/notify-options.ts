import Type, { type Static } from 'typebox';
import { NOTIFY_EVENTS, type NotifyEvent } from '../../model/notify-channel.ts';
import { choice, flag, group, oneOf, secret } from './fields.ts';

const events = Type.Unsafe<NotifyEvent[]>({
  type: 'array',
  description: `What to send: any of ${oneOf(NOTIFY_EVENTS)}. Default: failure, recovery and stale.`,
  minItems: 1,
  uniqueItems: true,
  items: choice('What to send.', NOTIFY_EVENTS),
  expected: 'a list such as [failure, recovery, stale]',
  examples: [['failure', 'recovery', 'stale']],
});

/** One entry of `notify`: one place, and what is sent there. */
const notifyEntry = group(
  {
    slack: Type.Optional(secret('The address of a Slack incoming webhook.', { examples: ['${SLACK_WEBHOOK_URL}'] })),
    teams: Type.Optional(
      secret('The address of a Teams workflow that posts to a channel when it gets a webhook request.', {
        examples: ['${TEAMS_WEBHOOK_URL}'],
      }),
    ),
    webhook: Type.Optional(secret('An address that each event is sent to as JSON, by POST.', { examples: ['${WEBHOOK_URL}'] })),
    github_issue: Type.Optional(
      flag(
        'Opens an issue in the repository of the workflow when something fails, keeps it up to date, and closes it when everything works again.',
      ),
    ),
    on: Type.Optional(events),
  },
  {
    description: 'A place to send messages to, and what to send there.',
    expected: 'a mapping such as { slack: "${SLACK_WEBHOOK_URL}" }',
  },
);

export type WrittenNotify = Static<typeof notifyEntry>;

export const notifyList = Type.Unsafe<WrittenNotify[]>({
  type: 'array',
  description:
    'Who is told when a sync fails, when data is late, and when it works again. One message for each incident. A message that cannot be delivered is a warning.',
  minItems: 1,
  items: notifyEntry,
  expected: 'a list of places, each with a dash',
  examples: [[{ slack: '${SLACK_WEBHOOK_URL}', on: ['failure', 'recovery', 'stale'] }]],
});
