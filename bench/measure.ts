import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Peak resident memory of the process, MiB, as the operating system counts it. */
  readonly peakMib: number;
  readonly stdout: string;
}

const HOOK = fileURLToPath(new URL('./usage-hook.mjs', import.meta.url));

/** Runs a Node.js program as a whole process and measures it. Throws when it fails. */
export async function measured(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Measured> {
  const file = join(tmpdir(), `highwater-bench-${process.pid}-${Date.now()}.json`);
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', HOOK, ...args], {
    env: { ...process.env, ...env, BENCH_USAGE_FILE: file },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = `${stderr}${text}`.slice(-4000);
  });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${stdout.slice(-2000)}\n${stderr}`);
  const usage = JSON.parse(await readFile(file, 'utf8')) as { peakMib: number; cpuSeconds: number };
  await rm(file, { force: true });
  return { seconds, ...usage, stdout };
}

export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node.js ${process.version}`;
}

export interface Line {
  readonly what: string;
  readonly seconds: number;
  /** Of the unit that the section compares with (a bare COPY, a bare download). */
  readonly ratio?: number;
  readonly peakMib?: number;
  readonly more?: string;
}

export function printSection(title: string, lines: readonly Line[]): void {
  console.log(`\n## ${title}\n\n| what | seconds | ratio | peak memory | |\n|---|---:|---:|---:|---|`);
  for (const line of lines) {
    const ratio = line.ratio === undefined ? '' : `${line.ratio.toFixed(2)} ×`;
    const peak = line.peakMib === undefined ? '' : `${line.peakMib.toFixed(0)} MiB`;
    console.log(`| ${line.what} | ${line.seconds.toFixed(2)} | ${ratio} | ${peak} | ${line.more ?? ''} |`);
  }
}
