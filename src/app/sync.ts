import type { RunDeps, SyncRequest } from '../engine/run-context.ts';
import type { RunRecord } from '../model/record.ts';
import { prepareNative } from '../runtime/native.ts';
import type { Display } from '../views/terminal/display.ts';
import { notifyOfRun } from './notify.ts';
import { type AppSession, dependencies } from './session.ts';
import { depsOf, openSharedStores } from './shared-stores.ts';
import type { StatePlace } from './state-place.ts';

export interface SyncOptions {
  readonly request: SyncRequest;
  readonly place: StatePlace;
  readonly stateName: string;
  /** Called once DuckDB is there: until then only lines are printed. */
  openDisplay(): Display;
  readonly extras?: Pick<RunDeps, 'troubleshootingUrl' | 'history'>;
}

/** One sync, shown on a display. */
export async function runSync(session: AppSession, options: SyncOptions): Promise<RunRecord> {
  const { request, place, stateName, extras } = options;
  await prepareNative({ env: session.env, log: session.log });
  const { sync } = await import('../engine/run.ts');
  const { config } = request;
  const stores = await openSharedStores(session, config, place, request.tables);
  const display = options.openDisplay();
  try {
    const record = await sync(
      { ...request, notices: [...config.warnings, ...(request.notices ?? [])] },
      {
        ...dependencies(session, place, display.observe),
        store: place.store,
        stateName: place.name,
        ...depsOf(stores),
        encrypted: place.encrypted,
        ...extras,
      },
    );
    display.finish(record);
    await notifyOfRun(session, config, record, { place, stateName, partial: request.tables.length > 0 });
    return record;
  } finally {
    stores.close();
    display.close();
  }
}
