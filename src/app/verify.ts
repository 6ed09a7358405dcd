import type { VerifyOutcome, VerifyRequest } from '../engine/verify/verify-run.ts';
import type { Observer } from '../model/record.ts';
import { prepareNative } from '../runtime/native.ts';
import { type AppSession, dependencies } from './session.ts';
import type { StatePlace } from './state-place.ts';

/** `verify`: whether the state's tables are what their sources have now. */
export async function runVerify(
  session: AppSession,
  request: VerifyRequest,
  place: StatePlace,
  observe: Observer,
): Promise<VerifyOutcome> {
  await prepareNative({ env: session.env, log: session.log });
  const { verify } = await import('../engine/verify/verify-run.ts');
  return verify(request, { ...dependencies(session, place, observe), store: place.store, encrypted: place.encrypted });
}
