import { normalizeCron, parseDuration, parseInterval, parseMemory, parsePercentage, serviceUrlFault } from '../declare/units.ts';

/** Our own annotations (see fields.ts); ajv, being strict, wants to know of them. */
export const ANNOTATIONS = ['expected', 'fix', 'secret', 'literal', 'asWritten', 'shown', 'lines', 'refuses'] as const;

/** Formats that only code can check; the exported schema leaves them out. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'service-url': (text) => serviceUrlFault(text) === null,
  duration: (text) => parseDuration(text) !== null,
  'positive-duration': (text) => (parseDuration(text) ?? 0) > 0,
  memory: (text) => (parseMemory(text) ?? 0) >= 512,
  interval: (text) => parseInterval(text) !== undefined,
  'interval-or-every-run': (text) => text === 'every_run' || parseInterval(text) !== undefined,
  percentage: (text) => parsePercentage(text) !== null,
  cron: (text) => normalizeCron(text) !== null,
};
