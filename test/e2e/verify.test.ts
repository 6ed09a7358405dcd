import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { VerifyResult } from '../../src/model/verification.ts';
import { useShop } from './use-shop.ts';

/** `highwater verify` as its users run it: exit codes, JSON, texts, and that it only reads. */
const { server, shop, project } = useShop({ tables: ['deals', 'stock'] });

const verify = async (...args: readonly string[]) => {
  const ran = await project.run(['verify', ...args]);
  return { ...ran, result: () => JSON.parse(ran.stdout) as VerifyResult };
};
const saved = () =>
  readdirSync(project.state, { recursive: true })
    .map(String)
    .filter((name) => /duckdb|head/.test(name))
    .sort();

test('tells what differs, changes nothing until --repair, and says so in exit codes, JSON and text', async () => {
  await project.succeed();
  const proven = await verify('--json');
  expect(proven, proven.stderr).toMatchObject({ exitCode: 0 });
  expect(proven.result()).toMatchObject({
    version: 1,
    tables: [
      { source: 'db', table: 'deals', status: 'same', file: null },
      { source: 'db', table: 'stock', status: 'same' },
    ],
  });

  await server.query("UPDATE deals SET title = 'in silence' WHERE id = (SELECT min(id) FROM deals)", shop.database);
  const [state, manifest] = [saved(), readFileSync(`${project.output}/manifest.json`, 'utf8')];
  const differs = await verify('-t', 'db.deals');
  expect(differs, differs.stderr).toMatchObject({ exitCode: 1 });
  expect(differs.stdout).toMatch(/db\.deals {2}DIFFERS {2}(\d+) rows here, \1 there/);
  expect(differs.stdout).toMatch(/1 altered\n {2}keys: verify\/db\.deals\.csv/);
  expect(`${differs.stdout}${differs.stderr}`).not.toContain('silence');
  expect(saved()).toEqual(state);
  expect(readFileSync(`${project.output}/manifest.json`, 'utf8')).toBe(manifest);

  const mended = await verify('--repair', '--json');
  expect(mended, mended.stderr).toMatchObject({ exitCode: 0 });
  expect(mended.result().tables).toMatchObject([{ status: 'repaired', altered: 1 }, { status: 'same' }]);
  expect(existsSync(`${project.output}/report.html`)).toBe(true);
  expect(readFileSync(`${project.output}/manifest.json`, 'utf8')).not.toBe(manifest);

  const wrong = await verify('--sample', 'some');
  expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/--sample some: expected a number of rows, or all/);
});
