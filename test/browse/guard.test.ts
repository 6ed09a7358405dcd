import { describe, expect, it } from 'vitest';
import { refusal } from '../../src/views/pages/browse/server.ts';
import { tableRequest } from '../../src/views/pages/browse/table-page.ts';
import type { BrowsedTable } from '../../src/warehouse/browse/catalog.ts';
import { NO_COURSE } from '../../src/warehouse/browse/course.ts';

const own = { host: '127.0.0.1:4711' };

describe('a request', () => {
  it.each([
    ['by a typed address', 'GET', own],
    ['by another name of this machine', 'GET', { host: 'localhost:4711' }],
    ['over IPv6', 'GET', { host: '[::1]:4711' }],
    ['by a link of its own pages', 'GET', { ...own, 'sec-fetch-site': 'same-origin' }],
    ['by a bookmark', 'HEAD', { ...own, 'sec-fetch-site': 'none' }],
  ])('%s is answered', (_name, method, headers) => expect(refusal(method, headers, 4711)).toBeNull());

  it.each([
    ['that wants to change something', 'POST', own],
    ['under a name that someone pointed at this machine', 'GET', { host: 'evil.example:4711' }],
    ['under such a name that looks like ours', 'GET', { host: '127.0.0.1.evil.example:4711' }],
    ['for another port', 'GET', { host: '127.0.0.1:80' }],
    ['without a host', 'GET', {}],
    ['by a page of another site', 'GET', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['by a page of this machine on another port', 'GET', { ...own, 'sec-fetch-site': 'same-site' }],
    ['with the origin of another site', 'GET', { ...own, origin: 'https://evil.example' }],
  ])('%s is refused', (_name, method, headers) => expect(refusal(method, headers, 4711)).not.toBeNull());
});

describe('what an address asks of a table', () => {
  const columns = [...Array(20).keys()].map((i) => ({
    name: `c${i}`,
    label: `c${i}`,
    nativeType: '',
    semanticType: '',
    duckdbType: 'VARCHAR',
    picklist: [],
    references: [],
    removed: false,
    calculated: false,
    mask: null,
  }));
  const table: BrowsedTable = {
    source: 's',
    table: 't',
    schema: 's',
    name: 't',
    label: 't',
    category: 's',
    key: ['c5'],
    nameColumn: 'c9',
    cursor: null,
    filter: null,
    watermark: null,
    syncedAt: null,
    rows: 1,
    course: NO_COURSE,
    columns,
  };
  const ask = (query: string) => tableRequest(table, new URLSearchParams(query));

  it('is the first columns, the name and the key before the others', () => {
    expect(ask('').columns).toEqual(['c9', 'c5', 'c0', 'c1', 'c2', 'c3', 'c4', 'c6', 'c7', 'c8', 'c10', 'c11']);
    expect(ask('all=1').columns).toHaveLength(20);
  });

  it.each([
    ['sort=nothing', { sort: null }],
    ['sort=c3&descending=1', { sort: 'c3', descending: true }],
    ['offset=-5', { offset: 0 }],
    ['offset=x', { offset: 0 }],
    ['offset=1e99', { offset: 0 }],
    ['offset=100', { offset: 100 }],
    ['column=c1&operator=is&value=x', { filters: [{ column: 'c1', operator: 'is', value: 'x' }] }],
    ['column=c1&operator=is&value=', { filters: [] }],
    ['column=c1&operator=is empty&value=', { filters: [{ column: 'c1', operator: 'is empty', value: '' }] }],
    ['column=nothing&operator=is&value=x', { filters: [] }],
    ['column=c1&operator=;drop&value=x', { filters: [] }],
    ['column=&operator=is&value=x&column=c2&operator=>&value=3', { filters: [{ column: 'c2', operator: '>', value: '3' }] }],
  ])('%s is read as %o', (query, expected) => expect(ask(query)).toMatchObject(expected));
});
