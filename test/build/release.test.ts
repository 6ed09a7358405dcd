import { expect, test } from 'vitest';
import { releaseNotes } from '../../scripts/release-notes.mjs';

const CHANGELOG = '# Changelog\n\n## Unreleased\n\n## 1.2.3 (2026-12-01)\n\n- Something new.\n\n## 1.2.2\n\n- Old.\n';

test('the notes of a release are its section of the changelog', () => {
  expect(releaseNotes('1.2.3', '1.2.3', CHANGELOG)).toBe('- Something new.');
});

test.each([
  ['no number', 'v1.2', '1.2.3', CHANGELOG, /no version/],
  ['another number than package.json', '1.2.3', '1.2.2', CHANGELOG, /package\.json says 1\.2\.2/],
  ['no section', '1.3.0', '1.3.0', CHANGELOG, /no section "## 1\.3\.0"/],
  ['notes that still wait', '1.2.3', '1.2.3', CHANGELOG.replace('Unreleased\n', 'Unreleased\n\n- Waits.\n'), /Unreleased/],
])('a release is refused: %s', (_, version, packaged, changelog, words) => {
  expect(() => releaseNotes(version, packaged, changelog)).toThrow(words);
});
