import { NOTIFY_EVENTS, type NotifyEvent } from '../model/notify-channel.ts';
import { eventFor, type Findings, type Incident, isMomentary, type Problem, sameProblem } from './incident.ts';

/** What could not be delivered for so long is of no use to anybody. */
const KEPT_SECONDS = 7 * 86_400;

/** A channel under the name by which it is remembered. */
export interface KnownChannel {
  readonly id: string;
  readonly on: readonly NotifyEvent[];
}

/** What one channel is to be told: one message for each event. */
export interface Due {
  readonly channel: string;
  readonly event: NotifyEvent;
  readonly incidents: readonly Incident[];
}

/** The incidents after this run: new ones begin, others go on, and those end that the run has seen to be over. */
export function advance(known: readonly Incident[], { problems, isOver }: Findings, now: string): Incident[] {
  const last = known.map((incident): Incident => {
    const problem = problems.find((p) => sameProblem(p, incident));
    if (problem !== undefined) return continued(incident, problem, now);
    return incident.endedAt === null && isOver(incident) ? { ...incident, endedAt: now } : incident;
  });
  const begun = problems
    .filter((p) => !known.some((incident) => sameProblem(p, incident)))
    .map((p): Incident => ({ ...p, since: now, endedAt: isMomentary(p) ? now : null, told: [] }));
  return [...last, ...begun];
}

/** Whoever was told of the first and not yet of its end takes the second for the same. */
function continued(incident: Incident, problem: Problem, now: string): Incident {
  if (isMomentary(problem)) return incident;
  return { ...incident, ...problem, since: incident.endedAt === null ? incident.since : now, endedAt: null };
}

/** What each channel has not been told yet. */
export function dueMessages(incidents: readonly Incident[], channels: readonly KnownChannel[]): Due[] {
  return channels.flatMap((channel) =>
    NOTIFY_EVENTS.flatMap((event): Due[] => {
      const found = incidents.filter((incident) => dueEvent(incident, channel) === event);
      return found.length === 0 ? [] : [{ channel: channel.id, event, incidents: found }];
    }),
  );
}

function dueEvent(incident: Incident, channel: KnownChannel): NotifyEvent | null {
  const wasTold = incident.told.includes(channel.id);
  if (incident.endedAt === null || isMomentary(incident)) return wasTold ? null : eventFor(channel, incident);
  return wasTold && channel.on.includes('recovery') ? 'recovery' : null;
}

/** The incidents once these messages have been delivered. */
export function afterDelivery(incidents: readonly Incident[], { channel, event, incidents: named }: Due): Incident[] {
  return incidents.map((incident) => {
    if (!named.some((one) => sameProblem(one, incident))) return incident;
    const others = incident.told.filter((id) => id !== channel);
    return { ...incident, told: event === 'recovery' ? others : [...others, channel] };
  });
}

/** Leaves out what nobody is to be told any more. */
export function withoutFinished(incidents: readonly Incident[], channels: readonly KnownChannel[], now: string): Incident[] {
  const old = (incident: Incident): boolean =>
    incident.endedAt !== null && Date.parse(now) - Date.parse(incident.endedAt) > KEPT_SECONDS * 1000;
  return incidents
    .map((incident) => ({ ...incident, told: incident.told.filter((id) => channels.some((c) => c.id === id)) }))
    .filter((incident) => {
      if (incident.endedAt === null) return channels.some((c) => eventFor(c, incident) !== null);
      return !old(incident) && channels.some((c) => dueEvent(incident, c) !== null);
    });
}
