import type { SourceContext } from '../../../model/contract.ts';
import type { AllowedRequest } from '../../../runtime/http.ts';
import type { SalesforceSignIn } from '../../../sources/salesforce/connect/auth.ts';
import { Client } from '../../../sources/salesforce/connect/client.ts';
import type { Tuning } from '../../../sources/salesforce/connect/tuning.ts';

/**
 * Everything that an export may ever send to an organisation: questions, sObject Collections, and Bulk API 2.0 ingest jobs. No single
 * records, no Apex, no metadata, and no query jobs.
 */
const WRITING: readonly AllowedRequest[] = [
  { method: 'GET', path: /^\/(services\/data|id\/)/ },
  { method: 'POST', path: /^\/services\/data\/v[\d.]+\/(composite|jobs\/ingest)$/ },
  { method: 'PATCH', path: /^\/services\/data\/v[\d.]+\/composite\/sobjects(\/\w+\/\w+)?$/ },
  { method: 'DELETE', path: /^\/services\/data\/v[\d.]+\/composite\/sobjects$/ },
  { method: 'PUT', path: /^\/services\/data\/v[\d.]+\/jobs\/ingest\/\w+\/batches$/ },
  { method: 'PATCH', path: /^\/services\/data\/v[\d.]+\/jobs\/ingest\/\w+$/ },
];

/** A client that may write, unlike every client that a source can make. */
export function writingClient(session: SalesforceSignIn, context: SourceContext, tuning: Tuning): Client {
  return new Client(session, context, tuning, WRITING);
}
