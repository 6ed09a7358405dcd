import type { VerifyOutcome, VerifyRequest } from '../engine/verify/verify-run.ts';
import type { Observer } from '../model/record.ts';
import { prepareNative } from '../runtime/native.ts';
import { notifyOfVerify } from './notify.ts';
import { type AppSession, dependencies } from './session.ts';
import { depsOf, openSharedStores } from './shared-stores.ts';
import type { StatePlace } from './state-place.ts';

/** A number of rows, or `all`; undefined where it is neither. */
export function sampleSize(written: string): number | 'all' | undefined {
  if (written === 'all') return 'all';
  return /^\d{1,7}$/.test(written) ? Number(written) : undefined;
}

export interface VerifyCall {
  readonly request: VerifyRequest;
  readonly place: StatePlace;
  readonly stateName: string;
  readonly observe: Observer;
}

/** `verify`: whether the state's tables are what their sources have now. */
export async function runVerify(session: AppSession, { request, place, stateName, observe }: VerifyCall): Promise<VerifyOutcome> {
  await prepareNative({ env: session.env, log: session.log });
  const { verify } = await import('../engine/verify/verify-run.ts');
  const stores = await openSharedStores(session, request.config, place, request.tables);
  try {
    const { divisions } = depsOf(stores);
    const deps = { ...dependencies(session, place, observe), ...(divisions === undefined ? {} : { divisions }) };
    const found = await verify(request, { ...deps, store: place.store, encrypted: place.encrypted });
    await notifyOfVerify(session, request.config, found, { place, stateName, partial: request.tables.length > 0 });
    return found;
  } finally {
    stores.close();
  }
}
