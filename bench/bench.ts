// npm run bench [postgres …] (`peers`, `extension`, `size`, `state` and `wide` only by name, they take long): figures for docs/benchmarks.md. Ratios within one run count; absolute seconds are this machine's.

import { benchDynamics } from './dynamics.ts';
import { benchExport } from './export.ts';
import { benchExtension } from './extension.ts';
import { benchFresh } from './fresh.ts';
import { benchLake } from './lake.ts';
import { machine } from './measure.ts';
import { benchPeers } from './peers.ts';
import { benchPostgres } from './postgres.ts';
import { benchSalesforce } from './salesforce.ts';
import { benchSize } from './size.ts';
import { benchState } from './state.ts';
import { benchVerify } from './verify.ts';
import { benchWide } from './wide.ts';

const benches: Record<string, () => Promise<void>> = {
  postgres: benchPostgres,
  salesforce: benchSalesforce,
  dynamics: benchDynamics,
  export: benchExport,
  verify: benchVerify,
  fresh: benchFresh,
  lake: benchLake,
};

const chosen = process.argv.slice(2);
console.log(`Machine: ${machine()}`);
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length === 0 || chosen.includes(name)) await bench();
}
if (chosen.includes('size')) await benchSize();
if (chosen.includes('state')) await benchState();
if (chosen.includes('wide')) await benchWide();
if (chosen.includes('peers')) await benchPeers();
if (chosen.includes('extension')) await benchExtension();
