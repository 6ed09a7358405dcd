import { execFileSync } from 'node:child_process';
import { Argument, Command } from 'commander';
import { expect, test } from 'vitest';
import { completionScript, SHELLS } from '../../src/app/terminal/completion.ts';

function program(): Command {
  const own = new Command('highwater');
  own
    .command('sync')
    .description("Reads what's new: `all` of it.")
    .option('-c, --config <file>', 'the configuration')
    .option('--full', 'read all');
  own.command('completion').description('Prints a script.').addArgument(new Argument('<shell>').choices(SHELLS));
  return own;
}

const completed = (line: readonly string[]): string[] => {
  const words = line.map((word) => `'${word}'`).join(' ');
  const script = `${completionScript(program(), 'bash')}\nCOMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _highwater; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8', cwd: '/proc/self' }).trim().split('\n');
};

test('bash completes commands, their options and their words', () => {
  expect(completed(['highwater', 's'])).toEqual(['sync']);
  expect(completed(['highwater', 'sync', '--'])).toEqual(['--config', '--full', '--help']);
  expect(completed(['highwater', 'completion', 'z'])).toEqual(['zsh']);
});

test('zsh and fish have every command and option, and no quote of a description that would end a string', () => {
  for (const shell of ['zsh', 'fish'] as const) {
    const script = completionScript(program(), shell);
    for (const word of ['sync', 'completion', 'config', 'full', 'bash zsh fish']) expect(script).toContain(word);
    expect(script.split('\n').every((line) => (line.match(/'/g) ?? []).length % 2 === 0)).toBe(true);
  }
});
