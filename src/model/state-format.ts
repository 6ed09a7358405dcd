/**
 * The format of a saved state: its header, its place in the cache's keys, and the tables within. Raised when an older Highwater could not read
 * what this one saves; then warehouse/migrations.ts gets the step from the format before, and test/fixtures a state of it.
 */
export const STATE_FORMAT = 3;
