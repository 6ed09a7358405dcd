/** An annotation as GitHub shows it beside the user's files. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

/**
 * Reads a step's output as the runner does: takes `::commands::` out of it, masks what follows an `add-mask`. A mask of several lines
 * masks each of its lines, as the runner's does.
 */
export class LogReader {
  readonly lines: string[] = [];
  readonly annotations: Annotation[] = [];
  #masks: string[] = [];
  #rest = '';

  read(chunk: string): void {
    const parts = (this.#rest + chunk).split('\n');
    this.#rest = parts.pop() ?? '';
    for (const line of parts) this.#line(line.replace(/\r$/, ''));
  }

  end(): void {
    if (this.#rest !== '') this.#line(this.#rest);
    this.#rest = '';
  }

  mask(text: string): string {
    return this.#masks.reduce((rest, mask) => rest.replaceAll(mask, '***'), text);
  }

  #line(line: string): void {
    const match = /^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$/.exec(line);
    if (match === null) {
      this.lines.push(this.mask(line));
      return;
    }
    const [, command = '', properties = '', data = ''] = match;
    this.#command(command, properties, decode(data));
  }

  #command(command: string, properties: string, message: string): void {
    if (command === 'add-mask') {
      this.#masks.push(...message.split(/[\r\n]+/).filter((line) => line !== ''));
      this.#masks.sort((a, b) => b.length - a.length);
    } else if (command === 'error' || command === 'warning' || command === 'notice') {
      this.annotations.push({ level: command, message: this.mask(message), ...placeOf(properties) });
      this.lines.push(this.mask(`${command}: ${message}`));
    } else if (command === 'group') {
      this.lines.push(this.mask(`> ${message}`));
    } else if (!['endgroup', 'debug'].includes(command)) {
      throw new Error(`the runner knows no command ${command}`);
    }
  }
}

function placeOf(properties: string): Omit<Annotation, 'level' | 'message'> {
  const values = Object.fromEntries(
    properties
      .split(',')
      .map((pair) => pair.split('='))
      .map(([name = '', value = '']) => [name, decode(value).replaceAll('%3A', ':').replaceAll('%2C', ',')]),
  );
  return {
    ...(values.title === undefined ? {} : { title: values.title }),
    ...(values.file === undefined ? {} : { file: values.file }),
    ...(values.line === undefined ? {} : { line: Number(values.line) }),
    ...(values.col === undefined ? {} : { col: Number(values.col) }),
  };
}

function decode(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** The `name<<delimiter` form that GITHUB_OUTPUT and GITHUB_STATE are written in; the last value of a name counts. */
export function readCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line === '') continue;
    const [, name, delimiter] = /^(.+?)<<(.+)$/.exec(line) ?? [];
    if (name === undefined || delimiter === undefined) throw new Error(`the runner can't read this line: ${line}`);
    const end = lines.indexOf(delimiter);
    if (end < 0) throw new Error(`${name} has no end`);
    values[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return values;
}
