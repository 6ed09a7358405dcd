// One upsert by jsforce in a process of its own, for what it does may end the process or never end: url, token, value of the number.
import jsforce from 'jsforce';

const [instanceUrl = '', accessToken = '', number = '1'] = process.argv.slice(2);
const connection = new jsforce.Connection({
  instanceUrl,
  accessToken,
  version: '64.0',
  refreshFn: (_, done) => done(null, accessToken),
});
try {
  const rows = [{ Key__c: 'a', Exact__c: Number(number) }];
  console.log(JSON.stringify(await connection.sobject('Score__c').upsert(rows, 'Key__c')));
} catch (error) {
  console.log(`refused: ${String(error)}`);
}
