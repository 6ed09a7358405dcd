import type { Command } from 'commander';
import type { AuthFlags } from '../setup/auth/flags.ts';
import type { InitFlags } from '../setup/init/flags.ts';

/** Adds `init` and `auth`, the commands of a newcomer, to the program. */
export function addSetupCommands(program: Command, done: (exitCode: number) => void): void {
  program
    .command('init')
    .description('Asks what is to be synced, looks what is there, and writes highwater.yml and the workflow.')
    .option('-c, --config <file>', 'the file to write', 'highwater.yml')
    .option('--type <type>', 'salesforce, dynamics or postgres')
    .option('--source <name>', 'its name, which becomes the schema in DuckDB')
    .option('--url <address>', "Salesforce's My Domain, or the Dataverse environment")
    .option('--authority <address>', 'Dynamics: where to sign in, in national clouds')
    .option('--host <host>', 'PostgreSQL')
    .option('--port <port>', 'PostgreSQL (default: 5432)')
    .option('--database <name>', 'PostgreSQL')
    .option('--ssl-mode <mode>', "PostgreSQL: libpq's modes (default: verify-full)")
    .option('--instance <name>', 'Cloud SQL: project:region:name')
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
    .addHelpText('after', INIT_HELP)
    .action(async (flags: InitFlags) => done(await (await import('../setup/init/command.ts')).initCommand(flags)));

  const auth = program
    .command('auth')
    .description("Signs you in with your browser and gives the refresh token to the repository's secrets.")
    .exitOverride()
    .helpCommand(false)
    .addHelpText('after', AUTH_HELP);
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
  service('salesforce', 'Signs in to Salesforce.')
    .addHelpText('after', SALESFORCE_HELP)
    .action(async (flags: AuthFlags) => done(await (await import('../setup/auth/command.ts')).authCommand('salesforce', flags)));
  service('dynamics', 'Signs in to Microsoft Entra for a Dataverse environment.')
    .option('--tenant-id <id>', 'the Directory (tenant) ID')
    .option('--authority <address>', 'where to sign in, in national clouds')
    .addHelpText('after', DYNAMICS_HELP)
    .action(async (flags: AuthFlags) => done(await (await import('../setup/auth/command.ts')).authCommand('dynamics', flags)));
}

const INIT_HELP = `
On a terminal everything is asked; each answer can be given beforehand as an option. Without a terminal (in a script) the options must
suffice. Passwords and tokens come from the environment variables that the file will name (PGUSER, PGPASSWORD, SF_CLIENT_ID…), or are
asked for without showing them. They are used to look at the source and never written.

Examples:
  highwater init
  highwater init --type postgres --host db.example.com --database sales --tables "deals,accounts"
  highwater init --type salesforce --url https://mycompany.my.salesforce.com --yes`;

const AUTH_HELP = `
highwater auth salesforce --help and highwater auth dynamics --help say what the app needs.`;

const SALESFORCE_HELP = `
The app (Setup > External Client App Manager) needs the Callback URL http://localhost:1717/OauthRedirect and the OAuth scopes "Manage user
data via APIs (api)" and "Perform requests at any time (refresh_token, offline_access)". With "Refresh Token Rotation" the runs need a
state-encryption-key, to keep the newest token with. If the app
requires its secret, set SF_CLIENT_SECRET for this command.`;

const DYNAMICS_HELP = `
The app registration needs the redirect URI http://localhost of the platform "Mobile and desktop applications" and the API permission
Dynamics CRM > user_impersonation; for --device also "Allow public client flows".`;
