// The unit for Salesforce: the same Bulk API jobs as the sync's, made, waited for and downloaded straight to disk by fetch, four at once,
// with nothing done to the bytes. Arguments: the server's URL, a file with the jobs' queries as JSON, a directory. Prints what it took.
import { createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 1000;
const [url = '', queries = '', directory = '.'] = process.argv.slice(2);
const login = await fetch(`${url}/services/oauth2/token`, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'consumer-key', client_secret: 'consumer-secret' }),
});
const { access_token: token } = (await login.json()) as { access_token: string };
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const api = `${url}/services/data/v64.0/jobs/query`;

async function job(query: string): Promise<string> {
  const body = JSON.stringify({ operation: 'query', query, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' });
  const { id } = (await (await fetch(api, { method: 'POST', headers, body })).json()) as { id: string };
  for (;;) {
    await sleep(POLL_MS);
    const { state } = (await (await fetch(`${api}/${id}`, { headers })).json()) as { state: string };
    if (state === 'JobComplete') return id;
  }
}

let bytes = 0;
async function download(id: string): Promise<void> {
  for (let locator: string | null = ''; locator !== null; ) {
    const file = join(directory, `bare-${id}`);
    const query: string = locator === '' ? '' : `&locator=${locator}`;
    const response = await fetch(`${api}/${id}/results?maxRecords=50000${query}`, { headers });
    if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
    bytes += (await stat(file)).size;
    const next: string | null = response.headers.get('sforce-locator');
    locator = next === 'null' ? null : next;
  }
}

const jobs = await Promise.all((JSON.parse(await readFile(queries, 'utf8')) as string[]).map(job));
const started = performance.now();
const worker = async () => {
  for (let id = jobs.shift(); id !== undefined; id = jobs.shift()) await download(id);
};
await Promise.all([worker(), worker(), worker(), worker()]);
console.log(JSON.stringify({ bytes, seconds: (performance.now() - started) / 1000 }));
