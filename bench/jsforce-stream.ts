// The baseline: jsforce's own REST query stream over a tenth of the rows, each a JavaScript object, thrown away. Argument: the server's URL.
import jsforce from 'jsforce';

const [url = ''] = process.argv.slice(2);
const login = await fetch(`${url}/services/oauth2/token`, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'consumer-key', client_secret: 'consumer-secret' }),
});
const { access_token: accessToken } = (await login.json()) as { access_token: string };
const connection = new jsforce.Connection({ instanceUrl: url, accessToken, version: '62.0' });
const described = await connection.describe('Tenth__c');
const soql = `SELECT ${described.fields.map((f) => f.name).join(', ')} FROM Tenth__c`;
let rows = 0;
const query = connection.query(soql).on('record', () => {
  rows++;
});
await query.run({ autoFetch: true, maxFetch: 10_000_000 });
console.log(rows);
