// The unit for exports: one ingest job with the same bytes, made, uploaded, waited for and its results saved to disk by fetch, with nothing
// done to them. Arguments: the server's URL, the file, a directory. Prints what it took.
import { createWriteStream, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 1000;
const [url = '', file = '', directory = '.'] = process.argv.slice(2);
const started = performance.now();
const login = await fetch(`${url}/services/oauth2/token`, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'writer-key', client_secret: 'writer-secret' }),
});
const { access_token: token } = (await login.json()) as { access_token: string };
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const api = `${url}/services/data/v64.0/jobs/ingest`;
const spec = { object: 'Score__c', operation: 'upsert', externalIdFieldName: 'Key__c', lineEnding: 'LF' };
const { id } = (await (await fetch(api, { method: 'POST', headers, body: JSON.stringify(spec) })).json()) as { id: string };
const upload = await fetch(`${api}/${id}/batches`, {
  method: 'PUT',
  headers: { ...headers, 'content-type': 'text/csv' },
  body: await openAsBlob(file),
});
if (upload.status !== 201) throw new Error(`${upload.status} ${await upload.text()}`);
await fetch(`${api}/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ state: 'UploadComplete' }) });
for (;;) {
  const { state } = (await (await fetch(`${api}/${id}`, { headers })).json()) as { state: string };
  if (state === 'JobComplete') break;
  await sleep(POLL_MS);
}
for (const part of ['successfulResults', 'failedResults', 'unprocessedrecords']) {
  const { body } = await fetch(`${api}/${id}/${part}`, { headers });
  if (body !== null) await pipeline(Readable.fromWeb(body), createWriteStream(join(directory, part)));
}
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000 }));
