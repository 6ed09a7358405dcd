import type { ActionRef } from './render.ts';

export interface WorkflowInput {
  readonly action: ActionRef;
  /** Names of the secrets that the configuration needs. */
  readonly variables: readonly string[];
  /** Path of the configuration from the repository's root. */
  readonly config: string;
  /** A source signs in with GitHub's own token. */
  readonly oidc: boolean;
}

/** The secret that encrypts the saved state. */
export const KEY_SECRET = 'HIGHWATER_KEY';

const UPLOAD = `      # Artifacts use your plan's storage, so this uploads only if
      # - rows changed,
      # - a table was read in full (once a day with \`full_sync_every: 1d\`, so there is always a fresh artifact), or
      # - something failed (the other tables are good, and the report says what failed).
      - name: Keep the result
        if: \${{ !cancelled() && steps.sync.outputs.manifest != '' && (failure() || steps.sync.outputs.changed == 'true' || steps.sync.outputs.mode != 'incremental') }}
        uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with:
          name: warehouse
          path: highwater-output
          if-no-files-found: error
          # At most 13 uploads a day, kept for 3 days, are 39 copies: the Free plan's 500 MB hold them if the output is below 12 MB.
          retention-days: 3
          # If you rerun the job, it replaces its earlier upload.
          overwrite: true
          # DuckDB and Parquet files are already compressed.
          compression-level: 0
`;

/** The workflow, as examples/workflows/sync.yml has it (a test compares the two), with this configuration's secrets. */
export function renderWorkflow({ action, variables, config, oidc }: WorkflowInput): string {
  const secret = (name: string): string => `${name}: \${{ secrets.${name} }}`;
  const pinned = /^[0-9a-f]{40}$/.test(action.ref);
  return `# Written by \`highwater init\`. Syncs every two hours, and whenever you start it by hand.
name: Sync

on:
  schedule:
    # In UTC. GitHub starts runs late when many are waiting, most of all on the hour: choose an odd minute.
    # \`run.full_sync_every\` in ${config} decides which runs read a table in full, even if GitHub delays or drops some runs.
    - cron: "17 */2 * * *"
  workflow_dispatch:
    inputs:
      mode:
        description: What to sync
        type: choice
        options: [auto, incremental, full, check, plan]
        default: auto
      allow-deletes:
        description: Allow more deletes than max_delete_fraction (only if the rows are really gone from the source)
        type: boolean
        default: false

# One run at a time. A second run waits for the first; a third replaces the second. No changes are lost.
concurrency:
  group: highwater-\${{ github.ref }}
  cancel-in-progress: false

permissions:
  contents: read
  # Lets Highwater delete older states of this branch from the Actions cache; it keeps two.
  actions: write
${oidc ? "  # GitHub's own token, with which the job signs in to Entra.\n  id-token: write\n" : ''}
jobs:
  sync:
    runs-on: ubuntu-24.04
    # Longer than \`run.timeout\` in ${config}, so that the run has time to stop and save its state.
    timeout-minutes: 350
    steps:
      # Pin actions to a commit: a tag can be moved to other code. Dependabot keeps pins and comments up to date.
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2

${pinned ? '' : `      # Pin this one too: \`gh api repos/${action.repository}/commits/${action.ref} --jq .sha\` prints the commit to use instead of ${action.ref}.\n`}      - name: Sync
        id: sync
        uses: ${action.repository}@${action.ref}
        with:
${config === 'highwater.yml' ? '' : `          config: ${config}\n`}          # Empty in scheduled runs, which means \`auto\`.
          mode: \${{ inputs.mode }}
          allow-deletes: \${{ inputs.allow-deletes }}
          # Required in a public repository, recommended in any other: everyone who can open a pull request can read its caches.
          state-encryption-key: \${{ secrets.${KEY_SECRET} }}
        env:
          # Every variable that ${config} names as \${NAME}.
${variables.map((name) => `          ${secret(name)}`).join('\n')}

${UPLOAD}`;
}
