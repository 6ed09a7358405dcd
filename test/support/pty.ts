import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

/** A program on a terminal of its own. */
export interface Terminal {
  /** Waits until what was printed after the last such wait matches. */
  saw(pattern: RegExp): Promise<void>;
  type(keys: string): void;
  /** All that was printed, escape codes and all. */
  readonly raw: string;
  readonly ended: Promise<number | null>;
  kill(): void;
}

export const KEYS = { enter: '\r', tab: '\t', down: '\u001b[B', ctrlC: '\u0003' } as const;

/** Node.js has no pseudo-terminals; Python has them in its library. 120 columns, 40 rows. */
const BRIDGE = `
import fcntl, os, pty, select, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
inputs = [fd, 0]
while True:
    ready, _, _ = select.select(inputs, [], [])
    if 0 in ready:
        keys = os.read(0, 4096)
        if keys: os.write(fd, keys)
        else: inputs.remove(0)
    if fd in ready:
        try: text = os.read(fd, 65536)
        except OSError: text = b""
        if not text: break
        os.write(1, text)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) if not os.WIFSIGNALED(status) else 128 + os.WTERMSIG(status))
`;

export function onTerminal(
  program: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Terminal {
  const child: ChildProcess = spawn('python3', ['-c', BRIDGE, ...program], {
    ...options,
    env: { TERM: 'xterm-256color', ...options.env },
  });
  let raw = '';
  let errors = '';
  let seen = 0;
  let running = true;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  void ended.finally(() => {
    running = false;
  });
  return {
    get raw() {
      return raw;
    },
    ended,
    saw: async (pattern) => {
      const until = Date.now() + 20_000;
      for (;;) {
        const text = stripVTControlCharacters(raw);
        const match = pattern.exec(text.slice(seen));
        if (match !== null) {
          seen += match.index + match[0].length;
          return;
        }
        if (!running || Date.now() > until)
          throw new Error(`the terminal never showed ${pattern}:\n${text.slice(seen)}\n${errors}`);
        await wait(15);
      }
    },
    type: (keys) => void child.stdin?.write(keys),
    kill: () => void child.kill(),
  };
}
