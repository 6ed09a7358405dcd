import type { ErrorCode, ErrorReport, Location } from '../../model/errors.ts';
import { toPointer, type YamlPath } from '../load/yaml-places.ts';

/** Where a problem is shown: at a key, at its value, or at a character of the file (counted from 0). */
export type Spot = 'key' | 'value' | { readonly offset: number };

/** Turns a path into the user's own line. */
export interface Locator {
  locate(path: YamlPath, spot?: Spot): Location;
}

/** Gathers what is wrong with the file, so that all of it is reported at once. */
export class Problems {
  readonly #reports: { report: ErrorReport; pointer: string }[] = [];
  readonly #locator: Locator;

  constructor(locator: Locator) {
    this.#locator = locator;
  }

  add(path: YamlPath, message: string, hint: string, spot: Spot = 'value', code: ErrorCode = 'CONFIG_INVALID'): void {
    const location = this.#locator.locate(path, spot);
    const where = location.path === '' ? '' : `${location.path}: `;
    this.#reports.push({ report: { code, message: `${where}${message}`, hint, location }, pointer: toPointer(path) });
  }

  /** True where this very value already has a problem, so that nothing more need be said of it. */
  has(path: YamlPath): boolean {
    const pointer = toPointer(path);
    return this.#reports.some((r) => r.pointer === pointer);
  }

  get count(): number {
    return this.#reports.length;
  }

  /** In the order of the file. */
  list(): ErrorReport[] {
    const position = ({ report }: { report: ErrorReport }) => (report.location?.line ?? 0) * 1e6 + (report.location?.column ?? 0);
    return [...this.#reports].sort((a, b) => position(a) - position(b)).map((r) => r.report);
  }
}
