import type { Command } from 'commander';
import { oneOf } from '../../config/declare/fields.ts';
import type { SourceDefinition } from '../../model/source-definition.ts';
import type { BrowserSignIn, SetupOption } from '../../model/source-setup.ts';
import type { AuthFlags } from '../setup/auth/command.ts';
import type { CommonInitFlags } from '../setup/init/flags.ts';

/** Adds `init` and `auth`, the commands of a newcomer, to the program. */
export function addSetupCommands(
  program: Command,
  definitions: readonly SourceDefinition[],
  done: (exitCode: number) => void,
): void {
  const init = program
    .command('init')
    .description('Asks what to sync, looks at the source, and writes highwater.yml and the workflow.')
    .option('-c, --config <file>', 'the file to write', 'highwater.yml')
    .option('--type <type>', oneOf(definitions.map((d) => d.type)))
    .option('--source <name>', 'its name, which becomes the schema in DuckDB')
    .option('--flow <flow>', 'the way of signing in (default: the recommended one)')
    .option('-t, --tables <names>', 'names or globs with commas between them')
    .option('--action <owner/name@ref>', "the action in the workflow's `uses:`")
    .option('--no-connect', 'write without looking at the source')
    .option('--workflow', 'write .github/workflows/highwater.yml (asked unless given)')
    .option('--no-workflow', 'do not write it')
    .option('-y, --yes', 'take what is suggested instead of asking')
    .option('--force', 'write over files that exist')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', initHelp(definitions))
    .action(async (flags: CommonInitFlags) =>
      done(await (await import('../setup/init/command.ts')).initCommand({ ...flags }, definitions)),
    );
  for (const { name, value, description } of optionsOf(definitions)) init.option(`--${name} <${value}>`, description);

  const auth = program
    .command('auth')
    .description("Signs you in with your browser and gives the refresh token to the repository's secrets.")
    .exitOverride()
    .helpCommand(false)
    .addHelpText('after', authHelp(definitions));
  const service = (name: string, description: string): Command =>
    auth
      .command(name)
      .description(description)
      .option('-c, --config <file>', 'takes address, client and the name of the secret from it', 'highwater.yml')
      .option('--source <name>', 'which source of the configuration')
      .option('--url <address>', 'the organisation')
      .option('--client-id <id>', 'the app')
      .option('--secret <name>', 'the name of the GitHub secret')
      .option('--repo <owner/name>', "the GitHub repository (default: this directory's)")
      .option('--device', 'show a code to enter on another device, where there is no browser')
      .option('--no-browser', 'show the address instead of opening it')
      .option('--port <port>', 'of the address to which the browser is sent back')
      .option('--print', 'print the token once instead of storing it')
      .exitOverride()
      .configureHelp({ showGlobalOptions: false });
  for (const definition of definitions) {
    const { signIn } = definition.setup;
    if (signIn !== undefined) addService(service(definition.type, signIn.description), definition, signIn, done);
  }
}

function addService(
  command: Command,
  definition: SourceDefinition,
  signIn: BrowserSignIn,
  done: (exitCode: number) => void,
): void {
  for (const { name, value, description } of signIn.options) command.option(`--${name} <${value}>`, description);
  command
    .addHelpText('after', signIn.help)
    .action(async (flags: AuthFlags) =>
      done(await (await import('../setup/auth/command.ts')).authCommand(definition, signIn, flags)),
    );
}

/** Sources may share an option: `--url`. */
function optionsOf(definitions: readonly SourceDefinition[]): SetupOption[] {
  const all = definitions.flatMap(({ setup }) => setup.options);
  return [...new Map(all.map((option) => [option.name, option])).values()].map((option) => ({
    ...option,
    description: all
      .filter(({ name }) => name === option.name)
      .map(({ description }) => description)
      .join(', or '),
  }));
}

function initHelp(definitions: readonly SourceDefinition[]): string {
  const examples = definitions.map(({ type, setup }) => `\n  highwater init --type ${type} ${setup.example}`);
  return `
On a terminal it asks for everything that the options leave open. In a script the options must answer everything.
Passwords and tokens come from the environment variables that the file will name, or from hidden prompts. They are used to
look at the source, and never written.

Examples:
  highwater init${examples.join('')}`;
}

function authHelp(definitions: readonly SourceDefinition[]): string {
  const commands = definitions.filter((d) => d.setup.signIn !== undefined).map((d) => `highwater auth ${d.type} --help`);
  return `\n${commands.join(' and ')} say what the app needs.`;
}
