/**
 * What a run should know that saves to the Actions cache from another branch than the default one; null on the default branch or
 * where the branches aren't known. https://docs.github.com/en/actions/reference/dependency-caching-reference#restrictions-for-accessing-a-cache
 */
export function branchNotice(ref: string, defaultBranch: string): string | null {
  if (ref === '' || defaultBranch === '' || ref === `refs/heads/${defaultBranch}`) return null;
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  return `The state that this run saves is visible to runs on ${name} only: GitHub keeps the caches of each branch apart. Runs on ${defaultBranch} go on from their own.`;
}
