/**
 * The stages of a run, with what people read of one that failed: "while reading". Each is a folder of that name, a line of the log,
 * and a part of every error that happens in it.
 */
export const STAGES = {
  restore: 'restoring',
  connect: 'connecting',
  describe: 'describing',
  plan: 'planning',
  read: 'reading',
  load: 'loading',
  check: 'checking',
  verify: 'verifying',
  send: 'sending',
  save: 'saving',
  publish: 'publishing',
  combine: 'combining',
} as const;

export type StageName = keyof typeof STAGES;
