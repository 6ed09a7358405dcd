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

/** The workflow, as examples/workflows/sync.yml has it (a test compares the two), with this configuration's secrets. */
export function renderWorkflow({ action, variables, config, oidc }: WorkflowInput): string {
  const secret = (name: string): string => `${name}: \${{ secrets.${name} }}`;
  const pinned = /^[0-9a-f]{40}$/.test(action.ref);
  return `# Written by \`highwater init\`. A sync every two hours, and one by hand whenever you like.
name: Sync

on:
  schedule:
    # Cron is UTC and only as punctual as GitHub's queue; at odd minutes it is shorter. Which of these runs read a table in full is
    # decided by \`run.full_sync_every\` in ${config}, whatever GitHub delays or drops.
    - cron: "17 */2 * * *"
  workflow_dispatch:
    inputs:
      mode:
        description: What to sync
        type: choice
        options: [auto, incremental, full, check, plan]
        default: auto
      allow-deletes:
        description: Delete more than max_delete_fraction (only after a source really was emptied)
        type: boolean
        default: false

# One run at a time, and none is cut off: a second one waits. (A third replaces the second: nothing is lost by that.)
concurrency:
  group: highwater-\${{ github.ref }}
  cancel-in-progress: false

permissions:
  contents: read
${oidc ? "  # For GitHub's own token, with which Entra lets the job in.\n  id-token: write\n" : ''}
jobs:
  sync:
    runs-on: ubuntu-24.04
    # Longer than \`run.timeout\` in ${config}, so that the run stops by itself and saves.
    timeout-minutes: 350
    steps:
      # Actions are pinned to a commit, because a tag can be moved to other code. Dependabot keeps pins and comments up to date.
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2

${pinned ? '' : `      # Pin this one too: \`gh api repos/${action.repository}/commits/${action.ref} --jq .sha\` says the commit to write in place of ${action.ref}.\n`}      - name: Sync
        id: sync
        uses: ${action.repository}@${action.ref}
        with:
${config === 'highwater.yml' ? '' : `          config: ${config}\n`}          # Empty in a run that the schedule started; that counts as \`auto\`.
          mode: \${{ inputs.mode }}
          allow-deletes: \${{ inputs.allow-deletes }}
          # Required in a public repository, wise in every other: whoever can open a pull request can read its caches.
          state-encryption-key: \${{ secrets.${KEY_SECRET} }}
        env:
          # Everything that ${config} names as \${NAME}.
${variables.map((name) => `          ${secret(name)}`).join('\n')}

      # Only when there is something new: rows changed, tables were read in full (once a day, so that there is always a fresh artifact), or
      # something failed (the other tables are as good as ever, and the report says what failed). Artifacts take up the plan's storage.
      - name: Keep the result
        if: \${{ !cancelled() && steps.sync.outputs.manifest != '' && (failure() || steps.sync.outputs.changed == 'true' || steps.sync.outputs.mode != 'incremental') }}
        uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with:
          name: warehouse
          path: highwater-output
          if-no-files-found: error
          # At most 13 uploads a day, kept 3 days, are 39 copies: 500 MB (the Free plan's storage) hold an output of 12 MB.
          retention-days: 3
          # A run that is started again replaces what it uploaded before.
          overwrite: true
          # DuckDB and Parquet files are compressed already.
          compression-level: 0
`;
}
