import type { Location } from './errors.ts';
import type { Secret } from './secret.ts';

export const NOTIFY_EVENTS = ['failure', 'recovery', 'stale', 'check_failed', 'schema_changed'] as const;

/** What people are told of. */
export type NotifyEvent = (typeof NOTIFY_EVENTS)[number];

export const DEFAULT_EVENTS: readonly NotifyEvent[] = ['failure', 'recovery', 'stale'];

export const CHANNEL_KINDS = ['slack', 'teams', 'webhook', 'github_issue'] as const;

export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One entry of `notify`. */
export interface NotifyChannel {
  readonly kind: ChannelKind;
  /** Null for `github_issue`; empty where its variable is not set. */
  readonly address: Secret | null;
  /** The variable that holds the address. */
  readonly variable: string;
  readonly on: readonly NotifyEvent[];
  readonly location: Location;
}
