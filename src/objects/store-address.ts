import { isAbsolute, resolve } from 'node:path';
import { ConfigError } from '../model/errors.ts';

export type StoreScheme = 's3' | 'az' | 'gs';

/** Where objects lie: a bucket of a cloud and a prefix in it, or a directory. */
export type StoreAddress =
  | { readonly kind: StoreScheme; readonly container: string; readonly account: string; readonly prefix: string }
  | { readonly kind: 'directory'; readonly path: string };

const FORMS = 's3://bucket/prefix, az://account/container/prefix, gs://bucket/prefix, or a directory';

export type CloudAddress = Exclude<StoreAddress, { kind: 'directory' }>;

/** True for what is meant as an address with a scheme, known or not. `C:\state` is a directory. */
export function hasScheme(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(text);
}

/** Reads an address as users write it. `setting`: for the error, the option that holds it. Throws ConfigError (INPUT_INVALID). */
export function parseStoreAddress(text: string, setting: string): StoreAddress {
  if (!hasScheme(text)) return { kind: 'directory', path: isAbsolute(text) ? text : resolve(text) };
  const [, scheme = '', rest = ''] = /^([a-z0-9+.-]+):\/\/(.*)$/i.exec(text) ?? [];
  if (scheme !== 's3' && scheme !== 'az' && scheme !== 'gs') throw refused(setting, `${text} has a scheme that isn't known`);
  const parts = rest.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '.' || part === '..') || /[?#@\\]/.test(rest))
    throw refused(setting, `${text} holds characters that an address can't have`);
  const account = scheme === 'az' ? (parts.shift() ?? '') : '';
  const container = parts.shift() ?? '';
  if (container === '' || (scheme === 'az' && account === ''))
    throw refused(setting, `${text} names no ${scheme === 'az' ? 'container' : 'bucket'}`);
  return { kind: scheme, account, container, prefix: parts.join('/') };
}

export function showAddress(address: StoreAddress): string {
  if (address.kind === 'directory') return address.path;
  const { kind, account, container, prefix } = address;
  return `${kind}://${[account, container, prefix].filter((part) => part !== '').join('/')}`;
}

/** The same place, one or more parts deeper. */
export function addressWithin(address: StoreAddress, ...parts: readonly string[]): StoreAddress {
  if (address.kind === 'directory') return { ...address, path: resolve(address.path, ...parts) };
  return { ...address, prefix: [address.prefix, ...parts].filter((part) => part !== '').join('/') };
}

function refused(setting: string, why: string): ConfigError {
  return new ConfigError(
    [{ code: 'INPUT_INVALID', message: `\`${setting}\`: ${why}.`, hint: `Write ${FORMS}.` }],
    'INPUT_INVALID',
  );
}
