// npm run bench [postgres …]: figures for docs/benchmarks.md. Ratios within one run count; absolute seconds are this machine's.
import { machine } from './measure.ts';
import { benchPostgres } from './postgres.ts';

const benches: Record<string, () => Promise<void>> = { postgres: benchPostgres };

const chosen = process.argv.slice(2);
console.log(`Machine: ${machine()}`);
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length === 0 || chosen.includes(name)) await bench();
}
