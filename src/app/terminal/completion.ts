import type { Command, Option } from 'commander';

/** The shells that `highwater completion` writes for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

interface Completed {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** Words that an argument may be. */
  readonly words: readonly string[];
}

/** A script that completes commands and options, made from the declaration of the command line. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = program.commands.map(
    (command): Completed => ({
      name: command.name(),
      description: oneLine(command.description()),
      options: command.options,
      words: [...command.commands.map((c) => c.name()), ...command.registeredArguments.flatMap((a) => a.argChoices ?? [])],
    }),
  );
  return { bash, zsh, fish }[shell](commands);
}

function oneLine(text: string): string {
  return (text.split('\n')[0] ?? '').replaceAll(/['"`$\\:[\]]/g, ' ').trim();
}

const flags = ({ options }: Completed): string[] =>
  [...options.flatMap((o) => [o.short, o.long]), '--help'].filter((f) => f !== undefined && f !== null);

/** After an option that takes a value, files are completed. */
function bash(commands: readonly Completed[]): string {
  const cases = commands.map((c) => `    ${c.name}) words="${[...c.words, ...flags(c)].join(' ')}" ;;`);
  return `# highwater completion bash >> ~/.bashrc
_highwater() {
  local words cur="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${[...commands.map((c) => c.name), '--help', '--version'].join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$cur")); fi
}
complete -F _highwater highwater
`;
}

function zsh(commands: readonly Completed[]): string {
  const list = commands.map((c) => `    '${c.name}:${c.description}'`);
  const cases = commands.map((c) => {
    const specs = c.options.map(
      (o) => `'${o.long}[${oneLine(o.description)}]${o.required || o.optional ? ':value:_files' : ''}'`,
    );
    const words = c.words.length === 0 ? [] : [`'1:what:(${c.words.join(' ')})'`];
    return `    ${c.name}) _arguments ${[...words, ...specs].join(' ')} ;;`;
  });
  return `#compdef highwater
# highwater completion zsh > "\${fpath[1]}/_highwater"
_highwater() {
  local -a commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _highwater highwater
`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap((c) => {
    const within = `complete -c highwater -n '__fish_seen_subcommand_from ${c.name}'`;
    const options = c.options.map((o) => {
      const short = o.short === undefined ? '' : ` -s ${o.short.slice(1)}`;
      return `${within} -l ${(o.long ?? '').slice(2)}${short}${o.required || o.optional ? ' -r' : ''} -d '${oneLine(o.description)}'`;
    });
    const words = c.words.length === 0 ? [] : [`${within} -f -a '${c.words.join(' ')}'`];
    return [`complete -c highwater -n __fish_use_subcommand -f -a ${c.name} -d '${c.description}'`, ...options, ...words];
  });
  return `# highwater completion fish > ~/.config/fish/completions/highwater.fish\n${lines.join('\n')}\n`;
}
