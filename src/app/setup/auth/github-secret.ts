import { spawn } from 'node:child_process';
import { HighwaterError } from '../../../model/errors.ts';

/** A secret of a GitHub repository, set through GitHub's own command line; the value goes to its standard input, never into its arguments. */
export interface SecretStore {
  /** `OWNER/NAME`. */
  readonly repository: string;
  set(name: string, value: string): Promise<void>;
  /** The names of the secrets that are there; GitHub gives no value back. */
  names(): Promise<readonly string[]>;
}

const INSTEAD =
  'Or set it by hand: --print shows the token once, for Settings > Secrets and variables > Actions > New repository secret.';

/**
 * Finds out, before anybody signs in, whether a secret could be stored at all. `repository`: null for that of the current directory.
 * Throws GITHUB_CLI_FAILED.
 */
export async function openSecretStore(repository: string | null): Promise<SecretStore> {
  const found = repository ?? (await currentRepository());
  return {
    repository: found,
    names: async () => {
      const { code, output } = await gh(['secret', 'list', '--repo', found], '');
      if (code !== 0)
        throw failed(
          `\`gh secret list\` failed for ${found}: ${firstLine(output)}.`,
          `\`gh auth status\` shows who gh is signed in as. ${INSTEAD}`,
        );
      return output.split('\n').flatMap((line) => line.split(/\s/)[0] || []);
    },
    set: async (name, value) => {
      const { code, output } = await gh(['secret', 'set', name, '--repo', found], value);
      if (code === 0) return;
      throw failed(
        `\`gh secret set ${name}\` failed for ${found}: ${firstLine(output)}.`,
        `Setting secrets needs write access to the repository; \`gh auth status\` shows who gh is signed in as. ${INSTEAD}`,
      );
    },
  };
}

async function currentRepository(): Promise<string> {
  const { code, output } = await gh(['repo', 'view', '--json', 'nameWithOwner', '--jq', '.nameWithOwner'], '');
  const name = output.trim();
  if (code === 0 && /^[\w.-]+\/[\w.-]+$/.test(name)) return name;
  throw failed(
    `GitHub's command line (gh) can't tell which repository this directory belongs to: ${firstLine(output)}.`,
    `Run this in a clone of the repository (or give --repo OWNER/NAME), after \`gh auth login\`. ${INSTEAD}`,
  );
}

async function gh(args: readonly string[], input: string): Promise<{ code: number | null; output: string }> {
  const child = spawn('gh', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  // gh may end without reading.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  try {
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    return { code, output };
  } catch (error) {
    throw failed(
      "GitHub's command line (gh) was not found.",
      `Install it from https://cli.github.com and run \`gh auth login\`. ${INSTEAD}`,
      error,
    );
  }
}

/** GitHub's command line (`gh`) is missing, or failed. */
export class GithubCliError extends HighwaterError {}

function failed(message: string, hint: string, cause?: unknown): GithubCliError {
  return new GithubCliError('GITHUB_CLI_FAILED', message, hint, { cause });
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.replace(/\.$/, '') || 'it gave no reason';
}
