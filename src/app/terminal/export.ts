import { ConfigError } from '../../model/errors.ts';
import { exportLimit, exportNames, isConfigurationsFault, runExport } from '../export.ts';
import { DEFAULT_NAME } from '../state-place.ts';
import { EXIT } from './failure.ts';
import { type CommonFlags, statePlaceOf } from './flags.ts';
import { openTerminal, renderJson, whenNotBegun } from './sync.ts';
import { withConfig } from './terminal-session.ts';

export interface ExportFlags extends CommonFlags {
  readonly state: string;
  readonly stateName?: string;
  readonly output?: string;
  readonly dryRun?: boolean;
  readonly only?: string;
  readonly limit?: string;
  readonly first?: boolean;
  readonly retryParked?: boolean;
  readonly allowDeletes?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `highwater export`. Resolves to the exit code. */
export function exportCommand(flags: ExportFlags): Promise<number> {
  return withConfig(
    flags,
    async (session) => {
      const request = {
        config: session.config,
        why: flags.dryRun ? '--dry-run was given' : 'highwater export',
        output: flags.output ?? null,
        only: exportNames(flags.only ?? ''),
        options: {
          dryRun: flags.dryRun ?? false,
          limit: limitOf(flags.limit),
          first: flags.first ?? false,
          retryParked: flags.retryParked ?? false,
          allowDeletes: flags.allowDeletes ?? false,
        },
      };
      const place = await statePlaceOf(flags, session.config, process.env);
      const record = await runExport(session, {
        request,
        place,
        stateName: flags.stateName ?? DEFAULT_NAME,
        openDisplay: () => openTerminal(session, flags),
      });
      if (flags.json) process.stdout.write(renderJson(record));
      if (record.status === 'succeeded') return EXIT.succeeded;
      if (session.signal.aborted) return EXIT.interrupted;
      return isConfigurationsFault(record) ? EXIT.wrong : EXIT.failed;
    },
    { destinations: true, onFailure: whenNotBegun('export', flags) },
  );
}

function limitOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const limit = exportLimit(text);
  if (limit !== undefined) return limit;
  const message = '--limit: expected a number of rows, from 1.';
  throw new ConfigError([{ code: 'INPUT_INVALID', message, hint: 'Write it as digits: --limit 10.' }], 'INPUT_INVALID');
}
