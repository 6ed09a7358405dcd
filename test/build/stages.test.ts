import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { HighwaterError, toHighwaterError } from '../../src/model/errors.ts';
import { inStage } from '../../src/model/in-stage.ts';
import { STAGES, type StageName } from '../../src/model/stages.ts';

const stages = Object.keys(STAGES) as StageName[];
const sources = globSync('src/**/*.ts', { cwd: ROOT, exclude: ['**/*.generated.ts'] }).map((file) =>
  readFileSync(join(ROOT, file), 'utf8'),
);

test.each(stages)('%s is a folder, a line of the log and a part of errors', (stage) => {
  expect(globSync(`src/**/${stage}/`, { cwd: ROOT }), 'a folder').not.toEqual([]);
  const logs = [
    `stage('${stage}'`,
    `showProgress(context, progress, '${stage}'`,
    `type: 'stage', stage: '${stage}'`,
    `session.log(\`${stage}: `,
  ];
  expect(
    sources.some((code) => logs.some((words) => code.includes(words))),
    'a line of the log',
  ).toBe(true);
});

test('an error is reported with the innermost stage in which it was thrown, whoever reports it', async () => {
  const refused = new HighwaterError('QUERY_REFUSED', 'no', 'ask');
  const thrown = await inStage('read', async () => inStage('load', async () => Promise.reject(refused))).catch((error) => error);
  expect(thrown).toBe(refused);
  expect(refused.report()).toEqual({ code: 'QUERY_REFUSED', message: 'no', hint: 'ask', stage: 'load' });
  expect(await inStage('save', async () => refused.report().stage)).toBe('load');
  const wrapped = new HighwaterError('PUBLISH_FAILED', 'no', '', { cause: refused });
  expect(wrapped.report().stage).toBe('load');
});

test('an error that is neither thrown out of its stage nor a HighwaterError has one too', async () => {
  const caught = await inStage('plan', async () => new HighwaterError('TABLE_NOT_FOUND', 'no', '').report());
  expect(caught.stage).toBe('plan');
  const foreign = await inStage('save', async () => Promise.reject(new TypeError('odd'))).catch((error) =>
    toHighwaterError(error),
  );
  expect(foreign.report()).toMatchObject({ code: 'INTERNAL', stage: 'save' });
  expect(new HighwaterError('CONFIG_INVALID', 'no', '').report()).not.toHaveProperty('stage');
});
