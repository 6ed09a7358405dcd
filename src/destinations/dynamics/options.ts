import Type, { type Static } from 'typebox';
import { group } from '../../config/declare/fields.ts';
import { dynamicsConnection } from '../../sources/dynamics/options.ts';

/** A Dataverse environment in `destinations:`. It signs in like a source, as another application user. */
export const dynamicsTarget = group(dynamicsConnection, { title: 'Microsoft Dynamics 365 / Dataverse' });

const loaded = Type.Object(dynamicsConnection);

/** How to reach the environment, as loaded: defaults filled in, secrets wrapped. */
export type DynamicsTargetOptions = Static<typeof loaded>;
