import { expect, test } from 'vitest';
import { ConnectionFailure } from '../../../src/runtime/http.ts';
import { failureFrom, worthRetrying } from '../../../src/sources/salesforce/connect/service-errors.ts';

const answer = (status: number, code: string, message = 'words', afterMs?: number) =>
  failureFrom(status, code === '' ? '<html>' : JSON.stringify([{ errorCode: code, message }]), afterMs);

test.each([
  [503, 'SERVER_UNAVAILABLE', true],
  [400, 'UNABLE_TO_LOCK_ROW', true],
  [500, 'UNKNOWN_EXCEPTION', true],
  [503, 'API_TEMPORARILY_UNAVAILABLE', true],
  [503, 'SOMETHING_NEW', true],
  [420, '', true],
  [200, '', true],
  [400, '', false],
  [404, '', false],
  [414, '', false],
  [400, 'MALFORMED_QUERY', false],
  [400, 'QUERY_TIMEOUT', false],
  [500, 'QUERY_TIMEOUT', false],
  [403, 'REQUEST_LIMIT_EXCEEDED', false],
])('an answer with status %i and the code "%s" is asked for again: %s', (status, code, again) => {
  expect(worthRetrying(answer(status, code)) !== null).toBe(again);
});

test('too many long requests at a time are waited for, too many calls a day are not', () => {
  const said = (message: string) => worthRetrying(answer(403, 'REQUEST_LIMIT_EXCEEDED', message));
  expect(said('ConcurrentRequests (Concurrent API Requests) Limit exceeded.')).toEqual({});
  expect(said('TotalRequests Limit exceeded.')).toBeNull();
});

test('a lost connection is tried again, a mistake of our own is not', () => {
  expect(worthRetrying(new ConnectionFailure('reset'))).toEqual({});
  expect(worthRetrying(new TypeError('ours'))).toBeNull();
});

test('the wait that the service asks for is passed on', () => {
  expect(worthRetrying(answer(503, '', '', 7000))).toEqual({ afterMs: 7000 });
});
